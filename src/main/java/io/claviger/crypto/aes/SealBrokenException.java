package io.claviger.crypto.aes;

/**
 * What was to be opened did not open. Deliberately without a word, a cause or a trace: a wrong key, other associated
 * data, a changed byte and a length that cannot be are one and the same. Checked, because every caller must decide what
 * its own caller is told.
 */
public final class SealBrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    public SealBrokenException() {
        super(null, null, false, false);
    }
}
