package io.claviger.common;

import java.util.regex.Pattern;

/** A region name of the form {@code us-west-2}: one to 32 characters, as the API model's RegionType. */
public record Region(String value) {
    private static final Pattern FORM = Pattern.compile("([a-z]+-){2,3}\\d+");

    public Region {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a region name");
        }
    }

    public static boolean isValid(String text) {
        return text.length() <= 32 && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
