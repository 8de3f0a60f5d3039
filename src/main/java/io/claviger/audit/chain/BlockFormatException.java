package io.claviger.audit.chain;

/**
 * Bytes that are not a block of a known version: the one failure of every decoder in this package. The text says what
 * is wrong, never quotes content. No stack trace: damaged input is expected.
 */
public final class BlockFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public BlockFormatException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
