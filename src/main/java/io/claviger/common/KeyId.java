package io.claviger.common;

/**
 * The bare id of a KMS key: a lower-case UUID with hyphens for a single-Region key, {@code mrk-} and 32 lower-case
 * hex digits for a multi-Region key, the same in every Region.
 */
public record KeyId(String value) {
    private static final String MULTI_REGION_PREFIX = "mrk-";

    public KeyId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a key id");
        }
    }

    public static boolean isValid(String text) {
        if (text.startsWith(MULTI_REGION_PREFIX)) {
            return text.length() == 36 && isLowerHex(text, 4, 36);
        }
        return text.length() == 36
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-'
                && isLowerHex(text, 0, 8)
                && isLowerHex(text, 9, 13)
                && isLowerHex(text, 14, 18)
                && isLowerHex(text, 19, 23)
                && isLowerHex(text, 24, 36);
    }

    public boolean isMultiRegion() {
        return value.startsWith(MULTI_REGION_PREFIX);
    }

    private static boolean isLowerHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
