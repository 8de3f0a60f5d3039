package io.claviger.authn.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The bytes that are hashed or signed, gathered in one array. Text goes in one byte per character, as it came over the
 * wire; a character beyond a byte cannot have come over it, and is remembered.
 */
final class CanonicalBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;
    private int seen;

    CanonicalBytes(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    CanonicalBytes add(char c) {
        reserve(1);
        seen |= c;
        bytes[length++] = (byte) c;
        return this;
    }

    CanonicalBytes add(String text) {
        int count = text.length();
        reserve(count);
        int all = seen;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            all |= c;
            bytes[length + i] = (byte) c;
        }
        seen = all;
        length += count;
        return this;
    }

    CanonicalBytes addHex(byte[] source) {
        reserve(2 * source.length);
        for (byte octet : source) {
            bytes[length++] = HEX[(octet >> 4) & 0xf];
            bytes[length++] = HEX[octet & 0xf];
        }
        return this;
    }

    /** Adds a header value: its ends trimmed, each inner run of blanks one space. False if it holds a line's end. */
    boolean addHeaderValue(String value) {
        reserve(value.length());
        int start = length;
        int end = start;
        int all = seen;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                return false;
            }
            all |= c;
            if (c != ' ' && c != '\t') {
                bytes[end++] = (byte) c;
            } else if (end > start && bytes[end - 1] != ' ') {
                bytes[end++] = ' ';
            }
        }
        length = end > start && bytes[end - 1] == ' ' ? end - 1 : end;
        seen = all;
        return true;
    }

    boolean isBytesOnly() {
        return seen <= 0xff;
    }

    /** The digest of everything so far. */
    byte[] digest(MessageDigest digest) {
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
