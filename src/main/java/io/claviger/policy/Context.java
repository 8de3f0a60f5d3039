package io.claviger.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a request: condition keys with their values. Key names are compared without case, their last part
 * too ({@code kms:EncryptionContext:AppName}); values keep theirs. A key without a value is absent. The engine adds
 * nothing to it: whoever makes it answers for every key. It is asked only for the keys that a policy mentions, and must
 * always give the same answer.
 *
 * <p>Two names that differ by case only are one key with the values of both, so that a condition sees either.
 */
public interface Context {
    Context EMPTY = foldedKey -> List.of();

    /** The values of a key whose name is {@linkplain #fold folded} already; empty if it is absent. Never fails. */
    List<String> values(String foldedKey);

    /** The same request as a resource policy sees it: without the keys that only the caller's policies may use. */
    default Context forResourcePolicy() {
        return this;
    }

    /** Whether a resource policy would see the key if the request had it; see {@link #forResourcePolicy}. */
    default boolean isForResourcePolicy(String foldedKey) {
        return true;
    }

    /** The one spelling of a key's name, as {@link #values} takes it. */
    static String fold(String key) {
        return CaseFold.fold(key);
    }

    static Builder builder() {
        return new Builder();
    }

    /** Collects keys and values; not for use by two threads. */
    final class Builder {
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
            Map<String, List<String>> all = new HashMap<>(values);
            return foldedKey -> all.getOrDefault(foldedKey, List.of());
        }

        private static List<String> joined(List<String> first, List<String> second) {
            List<String> both = new ArrayList<>(first);
            both.addAll(second);
            return List.copyOf(both);
        }
    }
}
