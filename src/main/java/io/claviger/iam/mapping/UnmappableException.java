package io.claviger.iam.mapping;

/** Claims that give no principal, or text that is no rule. The message repeats no claim's value. */
final class UnmappableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnmappableException(String message) {
        super(message, null, false, false);
    }
}
