package io.claviger.common;

/** Text that is not JSON as {@link JsonReader} takes it. Says where, never what stood there. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    public MalformedJsonException(int line, int column) {
        super("not JSON at line " + line + ", column " + column, null, false, false);
        this.line = line;
        this.column = column;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1. */
    public int column() {
        return column;
    }
}
