package io.claviger.storage.caching;

import io.claviger.iam.UserPolicy;
import io.claviger.key.Grant;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roughly how many bytes of heap a kept row occupies, its place in the map included. */
final class Weights {
    static final int SMALL_ROW = 800;
    static final int GENERATION = 500;
    private static final int LIST_OF_GRANTS = 500;

    private Weights() {}

    static int of(KmsKey key) {
        int weight = 2 * SMALL_ROW + 2 * key.description().length() + of(key.policy());
        for (Tag tag : key.tags()) {
            weight += 150 + 2 * (tag.key().length() + tag.value().length());
        }
        return weight;
    }

    static int of(KeyMaterial material) {
        return SMALL_ROW + material.wrapped().lengthBytes();
    }

    static int of(List<UserPolicy> policies) {
        int weight = SMALL_ROW;
        for (UserPolicy policy : policies) {
            weight += SMALL_ROW + of(policy.policy());
        }
        return weight;
    }

    static int ofGrants(List<Grant> grants) {
        int weight = LIST_OF_GRANTS;
        for (Grant grant : grants) {
            weight += 2 * SMALL_ROW
                    + of(grant.constraints().equalPairs())
                    + of(grant.constraints().subsetPairs());
        }
        return weight;
    }

    private static int of(Optional<Map<String, String>> pairs) {
        int weight = 0;
        for (Map.Entry<String, String> pair : pairs.orElse(Map.of()).entrySet()) {
            weight += 200 + 2 * (pair.getKey().length() + pair.getValue().length());
        }
        return weight;
    }

    /** Policies are ASCII as a rule, which takes a byte a character. */
    private static int of(PolicyText policy) {
        return 200 + policy.text().length();
    }
}
