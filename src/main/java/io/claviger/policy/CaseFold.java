package io.claviger.policy;

/**
 * One spelling for texts that are compared without case: action names and the names of condition keys. Folds
 * character by character, so that a text always folds like its parts, whatever the language of the machine.
 */
final class CaseFold {
    private CaseFold() {}

    /** The folded text; the same object where nothing changes. */
    static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return foldFrom(text, i);
            }
        }
        return text;
    }

    private static String foldFrom(String text, int start) {
        StringBuilder folded = new StringBuilder(text.length()).append(text, 0, start);
        int i = start;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            // both ways, as String.equalsIgnoreCase does
            folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
            i += Character.charCount(point);
        }
        return folded.toString();
    }
}
