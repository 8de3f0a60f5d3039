package io.claviger.storage.postgres;

import io.claviger.key.PolicyText;
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
        return pairs(tags).encode();
    }

    static JsonArray pairs(List<Tag> tags) {
        var pairs = new JsonArray();
        for (Tag tag : tags) {
            pairs.add(new JsonArray().add(tag.key()).add(tag.value()));
        }
        return pairs;
    }

    static List<Tag> toTags(String text) {
        return toTags(new JsonArray(text));
    }

    static List<Tag> toTags(JsonArray pairs) {
        return IntStream.range(0, pairs.size())
                .mapToObj(pairs::getJsonArray)
                .map(pair -> new Tag(pair.getString(0), pair.getString(1)))
                .toList();
    }

    /** Lists of policies, in order. */
    static String ofLevels(List<List<PolicyText>> levels) {
        var all = new JsonArray();
        for (List<PolicyText> level : levels) {
            all.add(new JsonArray(level.stream().map(EntityText::of).toList()));
        }
        return all.encode();
    }

    static List<List<PolicyText>> toLevels(String text) {
        var all = new JsonArray(text);
        return IntStream.range(0, all.size())
                .mapToObj(all::getJsonArray)
                .map(level -> IntStream.range(0, level.size())
                        .mapToObj(level::getJsonObject)
                        .map(DocumentReader::policy)
                        .toList())
                .toList();
    }

    static String ofNames(Set<String> names) {
        return new JsonArray(List.copyOf(new TreeSet<>(names))).encode();
    }

    static Set<String> toNames(String text) {
        return new JsonArray(text).stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }
}
