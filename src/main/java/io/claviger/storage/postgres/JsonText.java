package io.claviger.storage.postgres;

import io.claviger.key.Tag;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small lists as JSON in text columns, which every engine has. */
final class JsonText {
    private JsonText() {}

    /** Pairs, in order: {@code [["key","value"]]}. */
    static String ofTags(List<Tag> tags) {
        var pairs = new JsonArray();
        for (Tag tag : tags) {
            pairs.add(new JsonArray().add(tag.key()).add(tag.value()));
        }
        return pairs.encode();
    }

    static List<Tag> toTags(String text) {
        var pairs = new JsonArray(text);
        return IntStream.range(0, pairs.size())
                .mapToObj(pairs::getJsonArray)
                .map(pair -> new Tag(pair.getString(0), pair.getString(1)))
                .toList();
    }

    static String ofNames(Set<String> names) {
        return new JsonArray(List.copyOf(new TreeSet<>(names))).encode();
    }

    static Set<String> toNames(String text) {
        return new JsonArray(text).stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }
}
