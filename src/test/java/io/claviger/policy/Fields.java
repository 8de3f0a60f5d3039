package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a JSON object in a file of vectors, taken one by one; what nobody takes is a mistake in the file. */
final class Fields {
    private final Map<String, Json> rest;

    Fields(Json json) {
        if (!(json instanceof Json.Obj object)) {
            throw new IllegalArgumentException("not an object: " + json);
        }
        this.rest = new LinkedHashMap<>(object.members());
    }

    /** The value; empty if it is not there or null. */
    Optional<Json> optional(String name) {
        return Optional.ofNullable(rest.remove(name)).filter(json -> !(json instanceof Json.Null));
    }

    Json required(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    String text(String name) {
        return asText(required(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(Fields::asText);
    }

    boolean flag(String name, boolean otherwise) {
        return optional(name).map(json -> ((Json.Bool) json).value()).orElse(otherwise);
    }

    List<Json> list(String name) {
        return optional(name).map(json -> ((Json.Arr) json).items()).orElse(List.of());
    }

    List<String> texts(String name) {
        return list(name).stream().map(Fields::asText).toList();
    }

    void ignore(String name) {
        rest.remove(name);
    }

    void refuseOthers() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("unknown fields " + new ArrayList<>(rest.keySet()));
        }
    }

    static String asText(Json json) {
        if (json instanceof Json.Str string) {
            return string.value();
        }
        throw new IllegalArgumentException("not a string: " + json);
    }

    static Context context(Json json) {
        Context.Builder context = Context.builder();
        ((Json.Obj) json).members().forEach((key, value) -> {
            if (value instanceof Json.Arr array) {
                context.putAll(key, array.items().stream().map(Fields::asText).toList());
            } else {
                context.put(key, asText(value));
            }
        });
        return context.build();
    }
}
