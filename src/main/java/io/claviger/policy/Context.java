package io.claviger.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a request: condition keys with their values. Key names are compared without case, their last part
 * too ({@code kms:EncryptionContext:AppName}); values keep theirs. A key without a value is absent. The engine adds
 * nothing to it: whoever builds it fills every key.
 *
 * <p>Two names that differ by case only are one key with the values of both, so that a condition sees either.
 */
public final class Context {
    public static final Context EMPTY = new Context(Map.of());

    private final Map<String, List<String>> values;

    private Context(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The values of a key whose name is folded already; empty if it is absent. */
    List<String> values(String foldedKey) {
        return values.getOrDefault(foldedKey, List.of());
    }

    /** Collects keys and values; not for use by two threads. */
    public static final class Builder {
        private final Map<String, List<String>> values = new HashMap<>();

        private Builder() {}

        /** Adds a single-valued key. */
        public Builder put(String key, String value) {
            return putAll(key, List.of(value));
        }

        /** Adds a multivalued key; without values it stays absent. */
        public Builder putAll(String key, List<String> all) {
            if (!all.isEmpty()) {
                values.merge(CaseFold.fold(key), List.copyOf(all), Builder::joined);
            }
            return this;
        }

        public Context build() {
            return new Context(new HashMap<>(values));
        }

        private static List<String> joined(List<String> first, List<String> second) {
            List<String> both = new ArrayList<>(first);
            both.addAll(second);
            return List.copyOf(both);
        }
    }
}
