package io.claviger.common;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Percent-encoded UTF-8 (RFC 3986, section 2.1), read by the letter: visible ASCII alone, whole escapes. */
public final class PercentText {
    private PercentText() {}

    /** Decodes a part of the text; empty for what is broken. */
    public static Optional<String> decode(byte[] text, int from, int to) {
        return decode(text, from, to, false);
    }

    /** The same where a plus sign is a space, as in a form and in a query. */
    public static Optional<String> decodeForm(byte[] text, int from, int to) {
        return decode(text, from, to, true);
    }

    private static Optional<String> decode(byte[] text, int from, int to, boolean isForm) {
        byte[] octets = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            byte character = text[at];
            if (character <= ' ' || character >= 0x7f) {
                return Optional.empty();
            }
            if (character == '%') {
                int octet = at + 2 < to ? octet(text[at + 1], text[at + 2]) : -1;
                if (octet < 0) {
                    return Optional.empty();
                }
                octets[length++] = (byte) octet;
                at += 2;
            } else {
                octets[length++] = isForm && character == '+' ? (byte) ' ' : character;
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Negative for what are no two hexadecimal digits. */
    private static int octet(byte high, byte low) {
        int highDigit = Character.digit(high, 16);
        int lowDigit = Character.digit(low, 16);
        return (highDigit | lowDigit) < 0 ? -1 : highDigit << 4 | lowDigit;
    }
}
