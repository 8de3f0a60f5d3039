package io.claviger.audit.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text from outside, made fit for a record: it must not take more than so many bytes of UTF-8, and must have such. */
final class BoundedText {
    private BoundedText() {}

    /** The text, or as many whole characters from its start as fit; half a surrogate pair becomes a question mark. */
    static String of(String text, int maxBytes) {
        int bytes = 0;
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                return of(new String(text.getBytes(UTF_8), UTF_8), maxBytes);
            }
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return text;
    }
}
