package io.claviger.authz;

import io.claviger.common.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads members of nested objects that may be there or not. */
final class JsonPath {
    private JsonPath() {}

    static @Nullable Json find(Json json, String... names) {
        Json found = json;
        for (String name : names) {
            if (!(found instanceof Json.Obj object)) {
                return null;
            }
            found = object.members().get(name);
        }
        return found;
    }

    static @Nullable String text(Json json, String... names) {
        return find(json, names) instanceof Json.Str string ? string.value() : null;
    }

    static String textOr(Json json, String otherwise, String... names) {
        String text = text(json, names);
        return text == null ? otherwise : text;
    }

    /** The items; none if it is no list. */
    static List<Json> list(Json json, String... names) {
        return find(json, names) instanceof Json.Arr array ? array.items() : List.of();
    }

    /** The texts of a list; other items are left out. */
    static List<String> texts(Json json, String... names) {
        return list(json, names).stream()
                .filter(Json.Str.class::isInstance)
                .map(item -> ((Json.Str) item).value())
                .toList();
    }
}
