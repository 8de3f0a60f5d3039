package io.claviger.authn.sigv4;

import java.util.ArrayList;
import java.util.List;

/**
 * The names of the headers that a signature covers.
 *
 * @param text as sent
 * @param isWellFormed lower-case names in ascending order, none twice, at most {@value #MOST_NAMES}; a signature over
 *     anything else cannot match
 */
record SignedHeaders(String text, List<String> names, boolean isWellFormed) {
    static final int MOST_NAMES = 100;
    private static final String AUTHORITY = ":authority";

    static SignedHeaders parse(String text) {
        List<String> names = new ArrayList<>(8);
        boolean isWellFormed = true;
        String previous = "";
        int start = 0;
        while (start <= text.length() && names.size() <= MOST_NAMES) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            String name = text.substring(start, end);
            isWellFormed &= names.size() < MOST_NAMES && isName(name) && name.compareTo(previous) > 0;
            names.add(name);
            previous = name;
            start = end + 1;
        }
        return new SignedHeaders(text, names, isWellFormed);
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    boolean hasHost() {
        return contains("host") || contains(AUTHORITY);
    }

    private static boolean isName(String name) {
        if (name.equals(AUTHORITY)) {
            return true;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** A token character of RFC 9110, section 5.6.2, other than an upper-case letter. */
    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c > ' ' && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}
