package io.claviger.authn;

/**
 * Why a caller is refused who has proved something: for the audit record alone, as the caller may learn less. The
 * message is a sentence without anything secret.
 */
public final class CallerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CallerRefusedException(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
