package io.claviger.authn.sigv4;

/**
 * RFC 3986 encoding as SigV4 wants it: {@code A-Z a-z 0-9 - . _ ~} stay, every other byte becomes {@code %XX}. Text has
 * one character per byte.
 *
 * @param isWellFormed the source had no broken escape and no character beyond a byte
 */
record UriEncoding(String text, boolean isWellFormed) {
    private static final String HEX = "0123456789ABCDEF";

    /** Decodes a part of a query string and encodes it afresh. What is broken is encoded as it stands. */
    static UriEncoding again(String source, int from, int to) {
        StringBuilder text = new StringBuilder(to - from + 16);
        boolean isWellFormed = true;
        for (int i = from; i < to; i++) {
            char c = source.charAt(i);
            if (c == '%') {
                int octet = i + 2 < to ? octet(source, i + 1) : -1;
                if (octet < 0) {
                    isWellFormed = false;
                    append(text, c);
                } else {
                    append(text, (char) octet);
                    i += 2;
                }
            } else {
                isWellFormed &= c <= 0xff;
                append(text, c == '+' ? ' ' : c);
            }
        }
        return new UriEncoding(text.toString(), isWellFormed);
    }

    /** Encodes a path, its slashes excepted. */
    static UriEncoding path(String source) {
        StringBuilder text = new StringBuilder(source.length() + 16);
        boolean isWellFormed = true;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            isWellFormed &= c <= 0xff;
            if (c == '/') {
                text.append(c);
            } else {
                append(text, c);
            }
        }
        return new UriEncoding(text.toString(), isWellFormed);
    }

    /** Decodes what this class has encoded. */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        StringBuilder text = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                text.append((char) octet(encoded, i + 1));
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (isUnreserved(c)) {
            text.append(c);
        } else {
            text.append('%').append(HEX.charAt((c >> 4) & 0xf)).append(HEX.charAt(c & 0xf));
        }
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** The byte that two hexadecimal digits spell; negative if they are none. */
    private static int octet(String source, int at) {
        int high = digit(source.charAt(at));
        int low = digit(source.charAt(at + 1));
        return (high | low) < 0 ? -1 : (high << 4) | low;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'F') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
