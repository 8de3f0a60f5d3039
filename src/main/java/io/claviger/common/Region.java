package io.claviger.common;

/** A region name of the form {@code us-west-2}: one to 32 characters, as the API model's RegionType. */
public record Region(String value) {
    private static final int MAX_LENGTH = 32;

    public Region {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a region name");
        }
    }

    /** {@code ([a-z]+-){2,3}\\d+}, read without a regular expression: every ciphertext has one. */
    public static boolean isValid(String text) {
        int words = 0;
        int at = 0;
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        while (at < text.length() && isLetter(text.charAt(at))) {
            while (at < text.length() && isLetter(text.charAt(at))) {
                at++;
            }
            if (at == text.length() || text.charAt(at) != '-') {
                return false;
            }
            at++;
            words++;
        }
        int digits = text.length() - at;
        for (; at < text.length(); at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return digits > 0 && (words == 2 || words == 3);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    @Override
    public String toString() {
        return value;
    }
}
