package io.claviger.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A parsed JSON value, independent of the library that parsed it, so that the pure packages can read documents.
 * Objects keep the order of their members and never hold two of the same name (the parser refuses those). Numbers keep
 * the text that they were written with.
 */
public sealed interface Json {

    record Obj(SequencedMap<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements Json {}

    record Num(String text) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}
}
