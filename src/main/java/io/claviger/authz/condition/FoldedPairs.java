package io.claviger.authz.condition;

import io.claviger.key.Tag;
import io.claviger.policy.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names with values, found without case; of names that differ by case only, the values of all. An index, as callers
 * choose how many pairs they send and policies how often one is asked for.
 */
final class FoldedPairs {
    static final FoldedPairs NONE = new FoldedPairs();

    private final Map<String, List<String>> values = new HashMap<>();

    private FoldedPairs() {}

    static FoldedPairs of(Map<String, String> pairs) {
        if (pairs.isEmpty()) {
            return NONE;
        }
        FoldedPairs folded = new FoldedPairs();
        pairs.forEach(folded::add);
        return folded;
    }

    static FoldedPairs of(List<Tag> tags) {
        if (tags.isEmpty()) {
            return NONE;
        }
        FoldedPairs folded = new FoldedPairs();
        tags.forEach(tag -> folded.add(tag.key(), tag.value()));
        return folded;
    }

    /** These, save those whose names, without case, the others have too, and the others. */
    FoldedPairs overlaidBy(Map<String, String> others) {
        FoldedPairs folded = of(others);
        values.forEach(folded.values::putIfAbsent);
        return folded;
    }

    private void add(String name, String value) {
        String folded = Context.fold(name);
        List<String> before = values.putIfAbsent(folded, List.of(value));
        if (before != null) {
            List<String> all = before instanceof ArrayList<String> ? before : new ArrayList<>(before);
            all.add(value);
            values.put(folded, all);
        }
    }

    List<String> values(String foldedName) {
        return values.getOrDefault(foldedName, List.of());
    }
}
