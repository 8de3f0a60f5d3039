package io.claviger.authn.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * An {@code Authorization} header of this scheme, taken apart: an algorithm, then {@code name=value} parameters in any
 * order between commas, with or without spaces. An absent or empty parameter is null. Unknown parameters say nothing.
 *
 * @param isMalformed a parameter stands twice, or something stands between the commas that is no parameter
 */
record AuthorizationHeader(
        String algorithm,
        @Nullable String credential,
        @Nullable String signedHeaders,
        @Nullable String signature,
        boolean isMalformed) {
    private static final String SCHEME = "AWS4-";

    /** Whether a header value begins as this scheme does, in either case: a strange algorithm is ours to refuse. */
    static boolean isOfScheme(String value) {
        return value.regionMatches(true, skipBlanks(value, 0), SCHEME, 0, SCHEME.length());
    }

    static AuthorizationHeader parse(String value) {
        int start = skipBlanks(value, 0);
        int end = start;
        while (end < value.length() && !isBlank(value.charAt(end))) {
            end++;
        }
        Parameters parameters = new Parameters();
        for (int from = end; from < value.length(); ) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            parameters.read(value, from, to);
            from = to + 1;
        }
        return new AuthorizationHeader(
                value.substring(start, end),
                parameters.credential,
                parameters.signedHeaders,
                parameters.signature,
                parameters.isMalformed);
    }

    private static int skipBlanks(String value, int from) {
        int at = from;
        while (at < value.length() && isBlank(value.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Never the signature. */
    @Override
    public String toString() {
        return algorithm + " " + credential + " [signature left out]";
    }

    private static final class Parameters {
        private @Nullable String credential;
        private @Nullable String signedHeaders;
        private @Nullable String signature;
        private boolean isMalformed;

        void read(String value, int from, int to) {
            int start = from;
            int end = to;
            while (start < end && isBlank(value.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(value.charAt(end - 1))) {
                end--;
            }
            if (start == end) {
                return;
            }
            int equals = value.indexOf('=', start);
            if (equals < 0 || equals >= end) {
                isMalformed = true;
            } else if (equals + 1 < end) {
                keep(value.substring(start, equals), value.substring(equals + 1, end));
            }
        }

        private void keep(String name, String text) {
            switch (name) {
                case "Credential" -> credential = once(credential, text);
                case "SignedHeaders" -> signedHeaders = once(signedHeaders, text);
                case "Signature" -> signature = once(signature, text);
                default -> {}
            }
        }

        private String once(@Nullable String before, String text) {
            isMalformed |= before != null;
            return text;
        }
    }
}
