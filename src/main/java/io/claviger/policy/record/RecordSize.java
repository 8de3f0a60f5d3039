package io.claviger.policy.record;

import io.claviger.common.Json;
import java.util.List;

/**
 * How much a decision about a record may cost at most, in comparisons of characters: every text of its policies is met by
 * every value of the request, and where a text has wildcards or variables every character of it is.
 */
final class RecordSize {
    private static final String VARIABLE = "${";

    private long texts;
    private long characters;
    private long wildCharacters;
    private long longest;
    private long variables;

    private RecordSize() {}

    static long work(Json request, List<RecordDocument> documents) {
        RecordSize asked = new RecordSize();
        asked.add(request);
        RecordSize written = new RecordSize();
        documents.forEach(document -> written.add(document.json()));
        return (written.texts + written.wildCharacters + written.variables * asked.longest) * asked.characters;
    }

    private void add(Json json) {
        switch (json) {
            case Json.Obj object ->
                object.members().forEach((name, value) -> {
                    add(name);
                    add(value);
                });
            case Json.Arr array -> array.items().forEach(this::add);
            case Json.Str text -> add(text.value());
            case Json.Num number -> add(number.text());
            case Json.Bool flag -> add("");
            case Json.Null nothing -> add("");
        }
    }

    private void add(String text) {
        texts++;
        characters += text.length() + 1;
        longest = Math.max(longest, text.length());
        for (int at = text.indexOf(VARIABLE); at >= 0; at = text.indexOf(VARIABLE, at + 1)) {
            variables++;
        }
        int star = text.indexOf('*');
        // one star at the end costs no more than no star
        if (text.indexOf('?') >= 0 || (star >= 0 && star < text.length() - 1)) {
            wildCharacters += text.length();
        }
    }
}
