package io.claviger.crypto;

import io.claviger.common.BugException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * Raw key bytes as JCA wants them, and, other than {@link javax.crypto.spec.SecretKeySpec}, erasable:
 * {@link #close()} overwrites them. Every read after that fails, and a read at the same time gets the whole key or
 * fails: nothing is ever encrypted under half-erased bytes. Thread-safe.
 */
public final class WipeableKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private final String algorithm;
    private boolean closed;

    private WipeableKey(byte[] bytes, String algorithm) {
        this.bytes = bytes;
        this.algorithm = algorithm;
    }

    /** Copies the bytes; the caller keeps, and should wipe, its own. */
    public static WipeableKey copyOf(byte[] bytes, String algorithm) {
        return new WipeableKey(bytes.clone(), algorithm);
    }

    /** Takes the array over: the caller must not touch it again. */
    public static WipeableKey owning(byte[] bytes, String algorithm) {
        return new WipeableKey(bytes, algorithm);
    }

    public int lengthBytes() {
        return bytes.length;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, the caller's to wipe; providers do. */
    @Override
    public synchronized byte[] getEncoded() {
        if (closed) {
            throw new BugException("key used after it was closed");
        }
        return bytes.clone();
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void destroy() {
        close();
    }

    @Override
    public synchronized boolean isDestroyed() {
        return closed;
    }

    /** Says nothing about the content beyond its length. */
    @Override
    public String toString() {
        return "[" + algorithm + " key, " + bytes.length + " bytes]";
    }

    @SuppressWarnings("UnusedMethod") // called by serialization, to prevent it
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(WipeableKey.class.getName());
    }
}
