package io.claviger.key;

import java.util.regex.Pattern;

/** The id of one version of a key's material: 64 lower-case hex digits (API model BackingKeyIdType). */
public record MaterialId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-f0-9]{64}");

    public MaterialId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key material id");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
