package io.claviger.common;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes an object of JSON, one member after another. */
public final class JsonMembers {
    private final SequencedMap<String, Json> all = new LinkedHashMap<>();

    public JsonMembers put(String name, Json value) {
        all.put(name, value);
        return this;
    }

    /** Nothing where there is none. */
    public JsonMembers text(String name, @Nullable String value) {
        return value == null ? this : put(name, new Json.Str(value));
    }

    public JsonMembers number(String name, long value) {
        return put(name, new Json.Num(Long.toString(value)));
    }

    public JsonMembers flag(String name, boolean value) {
        return put(name, new Json.Bool(value));
    }

    public <T> JsonMembers all(String name, Collection<T> items, Function<T, Json> form) {
        return put(name, new Json.Arr(items.stream().map(form).toList()));
    }

    public JsonMembers texts(String name, Collection<String> items) {
        return all(name, items, Json.Str::new);
    }

    public Json.Obj object() {
        return new Json.Obj(all);
    }
}
