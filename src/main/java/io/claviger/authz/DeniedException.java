package io.claviger.authz;

/** The full reason of a denial, for the audit record alone: the caller may learn less. */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    DeniedException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
