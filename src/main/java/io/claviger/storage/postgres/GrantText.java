package io.claviger.storage.postgres;

import io.claviger.common.BugException;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantOperation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of grants as JSON in text columns. */
final class GrantText {
    private static final String EQUALS = "equals";
    private static final String SUBSET = "subset";
    private static final String SOURCE_ARN = "sourceArn";

    private GrantText() {}

    static String ofOperations(List<GrantOperation> operations) {
        var names = new JsonArray();
        operations.forEach(operation -> names.add(operation.wireName()));
        return names.encode();
    }

    static List<GrantOperation> toOperations(String text) {
        return new JsonArray(text)
                .stream()
                        .map(name -> GrantOperation.named((String) name)
                                .orElseThrow(() -> new BugException("an operation is stored that no grant can have")))
                        .toList();
    }

    /** What is absent has no member; pairs are arrays of two, in order, for a name may be anything. */
    static String ofConstraints(GrantConstraints constraints) {
        var members = new JsonObject();
        constraints.equalPairs().ifPresent(pairs -> members.put(EQUALS, ofPairs(pairs)));
        constraints.subsetPairs().ifPresent(pairs -> members.put(SUBSET, ofPairs(pairs)));
        String source = constraints.sourceArn();
        if (source != null) {
            members.put(SOURCE_ARN, source);
        }
        return members.encode();
    }

    static GrantConstraints toConstraints(String text) {
        var members = new JsonObject(text);
        return new GrantConstraints(
                toPairs(members.getJsonArray(EQUALS)),
                toPairs(members.getJsonArray(SUBSET)),
                members.getString(SOURCE_ARN));
    }

    private static JsonArray ofPairs(Map<String, String> pairs) {
        var array = new JsonArray();
        pairs.forEach((name, value) -> array.add(new JsonArray().add(name).add(value)));
        return array;
    }

    private static @Nullable Map<String, String> toPairs(@Nullable JsonArray array) {
        if (array == null) {
            return null;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < array.size(); i++) {
            JsonArray pair = array.getJsonArray(i);
            pairs.put(pair.getString(0), pair.getString(1));
        }
        return pairs;
    }
}
