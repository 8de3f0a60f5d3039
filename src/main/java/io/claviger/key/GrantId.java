package io.claviger.key;

/** The id of a grant: 64 lower-case hex digits, random. It is no secret, and gives nobody anything. */
public record GrantId(String value) {
    public static final int LENGTH = 64;

    public GrantId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a grant id");
        }
    }

    public static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    @Override
    public String toString() {
        return value;
    }
}
