package io.claviger.common;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Builds bytes to authenticate from several fields, injectively: two different sequences of calls that start from the
 * same position never give the same bytes. Numbers are big-endian; variable-length fields are preceded by their length
 * as a 4-byte number. There are no separators, so no field can imitate another.
 *
 * <p>Not for secrets: what is built is not wiped. Not thread-safe.
 */
public final class CanonicalBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    /** Appends one byte, the low eight bits of the value. */
    public CanonicalBytes oneByte(int value) {
        out.write(value);
        return this;
    }

    /** Appends a 4-byte number. */
    public CanonicalBytes number(int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    /** Appends the length and then the bytes. */
    public CanonicalBytes field(byte[] bytes) {
        number(bytes.length);
        out.write(bytes, 0, bytes.length);
        return this;
    }

    /**
     * Appends the length and then the text in UTF-8.
     *
     * @throws IllegalArgumentException for text with an unpaired surrogate, which has no UTF-8 form
     */
    public CanonicalBytes field(String text) {
        return field(utf8(text));
    }

    /** Appends the bytes without a length: for a part of fixed length, or the last one. */
    public CanonicalBytes raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    /**
     * The UTF-8 form of the text. Unlike {@link String#getBytes(java.nio.charset.Charset)} it never replaces anything:
     * a replacement would give two texts the same bytes.
     *
     * @throws IllegalArgumentException for text with an unpaired surrogate
     */
    public static byte[] utf8(String text) {
        try {
            // a new encoder reports malformed input; only the convenience methods replace it
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with an unpaired surrogate", e);
        }
    }
}
