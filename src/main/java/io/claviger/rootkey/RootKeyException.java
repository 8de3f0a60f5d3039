package io.claviger.rootkey;

/** The root key did not do what it was asked. The message is for the operator and holds nothing secret. */
public final class RootKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public RootKeyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RootKeyException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What went wrong, as far as it matters to what happens next. */
    public enum Reason {
        /** No such root key here: an older one was dropped too early, or this is another deployment's database. */
        UNKNOWN_KEY,
        /** It does not open: altered, moved from elsewhere, or not wrapped by that key. Repeating does not help. */
        REFUSED,
        /** The HSM or the service behind it cannot be reached. Repeating may help. */
        UNAVAILABLE
    }
}
