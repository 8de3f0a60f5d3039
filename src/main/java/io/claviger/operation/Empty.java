package io.claviger.operation;

/** The response of an operation whose HTTP answer has a body of zero length. */
public record Empty() {
    public static final Empty INSTANCE = new Empty();
}
