package io.claviger.audit.chain;

import io.claviger.common.BugException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 value (FIPS 180-4): 32 bytes, immutable, printed in lower-case hexadecimal. */
public final class Hash {
    public static final int LENGTH_BYTES = 32;

    /** Thirty-two zero bytes: what the first block of a chain names as its previous block. */
    public static final Hash ZERO = new Hash(new byte[LENGTH_BYTES]);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies exactly 32 bytes; any other length is an {@link IllegalArgumentException}. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** Reads 64 hexadecimal digits; anything else is an {@link IllegalArgumentException}. */
    public static Hash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 of the bytes. */
    public static Hash sha256(byte[] input) {
        return new Hash(digest().digest(input));
    }

    static Hash readFrom(ByteBuffer buffer) {
        byte[] read = new byte[LENGTH_BYTES];
        buffer.get(read);
        return new Hash(read);
    }

    static Hash at(byte[] source, int offset) {
        return new Hash(Arrays.copyOfRange(source, offset, offset + LENGTH_BYTES));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new BugException("every Java platform has SHA-256", e);
        }
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    void writeTo(ByteBuffer buffer) {
        buffer.put(bytes);
    }

    void updateInto(MessageDigest digest) {
        digest.update(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
