package io.claviger.audit.export;

/**
 * A file that is not what it should be: an export, a list of heads, a key. Says where and what, never quotes content.
 * Not evidence of an altered journal, only of an unusable file; but nothing in it is proven either.
 */
public final class ExportFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExportFormatException(long line, String message) {
        super("line " + line + ": " + message);
    }

    public ExportFormatException(long line, String message, Throwable cause) {
        super("line " + line + ": " + message, cause);
    }
}
