package io.claviger.http.json;

import java.util.Arrays;
import java.util.Optional;

/**
 * Standard base64 (RFC 4648, section 4) in its one canonical spelling: padded, no other characters, no loose bits in
 * the last one. Decodes from the bytes where they stand, so that no copy of a secret is left behind.
 */
final class StrictBase64 {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private StrictBase64() {}

    /** The decoded bytes of {@code text[from, to)}; empty if it is not base64. */
    static Optional<byte[]> decode(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return Optional.of(new byte[0]);
        }
        if (length % 4 != 0) {
            return Optional.empty();
        }
        int padding = text[to - 1] != '=' ? 0 : text[to - 2] != '=' ? 1 : 2;
        byte[] decoded = new byte[length / 4 * 3 - padding];
        int whole = padding == 0 ? to : to - 4;
        if (decodeGroups(text, from, whole, decoded) && (padding == 0 || decodeLast(text, whole, padding, decoded))) {
            return Optional.of(decoded);
        }
        Arrays.fill(decoded, (byte) 0);
        return Optional.empty();
    }

    private static boolean decodeGroups(byte[] text, int from, int to, byte[] decoded) {
        int at = 0;
        int seen = 0;
        for (int i = from; i < to; i += 4) {
            int group = value(text[i]) << 18 | value(text[i + 1]) << 12 | value(text[i + 2]) << 6 | value(text[i + 3]);
            seen |= group;
            decoded[at++] = (byte) (group >> 16);
            decoded[at++] = (byte) (group >> 8);
            decoded[at++] = (byte) group;
        }
        return seen >= 0;
    }

    private static boolean decodeLast(byte[] text, int from, int padding, byte[] decoded) {
        int third = padding == 1 ? value(text[from + 2]) : 0;
        int group = value(text[from]) << 18 | value(text[from + 1]) << 12 | third << 6;
        int looseBits = padding == 1 ? 0xff : 0xffff;
        if (group < 0 || (group & looseBits) != 0) {
            return false;
        }
        int at = decoded.length - (3 - padding);
        decoded[at] = (byte) (group >> 16);
        if (padding == 1) {
            decoded[at + 1] = (byte) (group >> 8);
        }
        return true;
    }

    /** Negative for a byte outside the alphabet, and it stays so when shifted left by 18. */
    private static int value(byte character) {
        return VALUES[character & 0xff];
    }
}
