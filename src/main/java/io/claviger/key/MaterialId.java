package io.claviger.key;

/** The id of one version of a key's material: 64 lower-case hex digits (API model BackingKeyIdType). */
public record MaterialId(String value) {
    private static final int LENGTH = 64;

    public MaterialId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a key material id");
        }
    }

    private static boolean isValid(String text) {
        boolean isHex = text.length() == LENGTH;
        for (int i = 0; isHex && i < LENGTH; i++) {
            char c = text.charAt(i);
            isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return isHex;
    }

    @Override
    public String toString() {
        return value;
    }
}
