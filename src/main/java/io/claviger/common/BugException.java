package io.claviger.common;

/**
 * Something that cannot happen has happened: the fault is ours, never the caller's. The dispatcher logs it and answers
 * {@link ErrorCode#INTERNAL} without a word of its text.
 */
public final class BugException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BugException(String message) {
        super(message);
    }

    public BugException(String message, Throwable cause) {
        super(message, cause);
    }
}
