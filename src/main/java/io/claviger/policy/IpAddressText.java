package io.claviger.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses from text without asking anybody: four decimal numbers, or IPv6 as RFC 4291 section 2.2 writes
 * it. An IPv4 address mapped into IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address. No zones, no octal numbers.
 */
final class IpAddressText {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private IpAddressText() {}

    /** Four or sixteen bytes; null if the text is no address. */
    static byte @Nullable [] parse(String text) {
        if (text.length() > 45) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            return parseV4(text);
        }
        byte[] address = parseV6(text);
        boolean isMapped = address != null && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return isMapped ? Arrays.copyOfRange(address, MAPPED.length, 16) : address;
    }

    private static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[4];
        if (parts.length != 4) {
            return null;
        }
        for (int i = 0; i < 4; i++) {
            int number = number(parts[i], 10, 3);
            boolean isOctalLooking = parts[i].length() > 1 && parts[i].charAt(0) == '0';
            if (number < 0 || number > 255 || isOctalLooking) {
                return null;
            }
            address[i] = (byte) number;
        }
        return address;
    }

    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        List<Byte> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        List<Byte> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int given = head.size() + tail.size();
        // the gap stands for one group at least
        if (gap < 0 ? given != 16 : given > 14) {
            return null;
        }
        byte[] address = new byte[16];
        for (int i = 0; i < head.size(); i++) {
            address[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            address[16 - tail.size() + i] = tail.get(i);
        }
        return address;
    }

    /** The bytes of groups between single colons; at the end of an address, the last may be an IPv4 address. */
    private static @Nullable List<Byte> groups(String text, boolean isEnd) {
        List<Byte> bytes = new ArrayList<>();
        if (text.isEmpty()) {
            return bytes;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (isEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] v4 = parseV4(parts[i]);
                if (v4 == null) {
                    return null;
                }
                for (byte b : v4) {
                    bytes.add(b);
                }
                continue;
            }
            int number = number(parts[i], 16, 4);
            if (number < 0) {
                return null;
            }
            bytes.add((byte) (number >> 8));
            bytes.add((byte) number);
        }
        return bytes;
    }

    private static int number(String text, int radix, int maximumDigits) {
        if (text.isEmpty() || text.length() > maximumDigits) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
