package io.claviger.common;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that must not leave: key material, data keys, plaintext. Copied in, compared in constant time, never printed,
 * overwritten on {@link #close()}. The Java heap may keep copies that the collector made before; see
 * {@code docs/threat-model.md}.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies the bytes; the caller keeps, and should wipe, its own. */
    public static SecretBytes copyOf(byte[] source) {
        return new SecretBytes(source.clone());
    }

    /** Takes the array over: the caller must not touch it again. */
    public static SecretBytes owning(byte[] source) {
        return new SecretBytes(source);
    }

    public int lengthBytes() {
        return bytes.length;
    }

    /** A copy of the bytes, the caller's to wipe. Every place that reads a secret is found by this name. */
    public synchronized byte[] reveal() {
        if (closed) {
            throw new BugException("secret used after it was closed");
        }
        return bytes.clone();
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Says nothing about the content beyond its length. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "[secret, " + bytes.length + " bytes]";
    }
}
