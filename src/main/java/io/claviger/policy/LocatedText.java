package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;

/** A text in a document, with its place. */
record LocatedText(String text, String pointer) {

    /** The texts of a scalar or of a list of scalars; anything else in it is left out. */
    static List<LocatedText> all(Json json, String pointer) {
        if (!(json instanceof Json.Arr array)) {
            return one(json, pointer);
        }
        List<LocatedText> texts = new ArrayList<>();
        for (int i = 0; i < array.items().size(); i++) {
            texts.addAll(one(array.items().get(i), pointer + "/" + i));
        }
        return texts;
    }

    private static List<LocatedText> one(Json json, String pointer) {
        if (json instanceof Json.Arr) {
            return List.of();
        }
        return JsonTexts.scalars(json).orElse(List.of()).stream()
                .map(text -> new LocatedText(text, pointer))
                .toList();
    }
}
