package io.claviger.iam.mapping;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the tags of a session may be (STS API Reference, Tag). */
final class SessionTagRule {
    static final int MAX_TAGS = 50;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private SessionTagRule() {}

    static boolean isKey(String text) {
        return KEY.matcher(text).matches() && !text.toLowerCase(Locale.ROOT).startsWith("aws:");
    }

    static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }
}
