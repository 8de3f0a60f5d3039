package io.claviger.storage;

/** A commit found that a row was changed, created or removed since it was read. Nothing was written. */
public final class StorageConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageConflictException(String what) {
        super(what, null, false, false);
    }
}
