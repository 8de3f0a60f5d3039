package io.claviger.storage;

/**
 * The database cannot be reached, does not answer in time, or refuses for want of space. Whether a commit that failed
 * this way was written is not known.
 */
public final class StorageUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String what, Throwable cause) {
        super(what, cause);
    }
}
