package io.claviger.rootkey.file;

/** The root key file is refused or could not be written: one sentence for the operator, nothing secret in it. */
public final class RootKeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RootKeyFileException(String message) {
        super(message);
    }

    public RootKeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
