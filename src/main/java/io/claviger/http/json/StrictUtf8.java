package io.claviger.http.json;

/**
 * UTF-8 by the letter of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Jackson itself lets the
 * first two pass, and two byte strings that read as the same name must not both be acceptable.
 */
final class StrictUtf8 {
    private StrictUtf8() {}

    static boolean isValid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(lead & 0xff);
            if (length == 0 || bytes.length - i < length || !isSequence(bytes, i, length)) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** 0 where no sequence starts with this byte; C0 and C1 would be overlong, F5 and above too large. */
    private static int sequenceLength(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    private static boolean isSequence(byte[] bytes, int start, int length) {
        for (int i = 1; i < length; i++) {
            if ((bytes[start + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        int second = bytes[start + 1] & 0xff;
        return switch (bytes[start] & 0xff) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}
