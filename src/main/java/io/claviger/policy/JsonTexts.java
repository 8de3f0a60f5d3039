package io.claviger.policy;

import io.claviger.common.Json;
import java.util.List;
import java.util.Optional;

/** In policies one text and a list of texts are the same wherever a list may stand. */
final class JsonTexts {
    private JsonTexts() {}

    /** The strings of a string or of a list of strings; empty if anything else is in it. */
    static Optional<List<String>> strings(Json json) {
        return list(json, false);
    }

    /** As {@link #strings}, and booleans and numbers count by their text. */
    static Optional<List<String>> scalars(Json json) {
        return list(json, true);
    }

    private static Optional<List<String>> list(Json json, boolean anyScalar) {
        List<Json> items = json instanceof Json.Arr array ? array.items() : List.of(json);
        List<String> texts =
                items.stream().flatMap(item -> text(item, anyScalar).stream()).toList();
        return texts.size() == items.size() ? Optional.of(texts) : Optional.empty();
    }

    private static Optional<String> text(Json json, boolean anyScalar) {
        return switch (json) {
            case Json.Str string -> Optional.of(string.value());
            case Json.Num number -> anyScalar ? Optional.of(number.text()) : Optional.empty();
            case Json.Bool bool -> anyScalar ? Optional.of(Boolean.toString(bool.value())) : Optional.empty();
            case Json.Obj object -> Optional.empty();
            case Json.Arr array -> Optional.empty();
            case Json.Null nothing -> Optional.empty();
        };
    }
}
