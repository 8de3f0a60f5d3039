package io.claviger.storage.caching;

import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.Group;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.OidcProvider;
import io.claviger.iam.Permissions;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.Role;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.User;
import io.claviger.key.Grant;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Roughly how many bytes of heap a kept row occupies, its place in the map included. */
final class Weights {
    static final int SMALL_ROW = 800;
    static final int GENERATION = 500;
    private static final int LIST_OF_GRANTS = 500;

    private Weights() {}

    static int of(KmsKey key) {
        return 2 * SMALL_ROW + 2 * key.description().length() + of(key.policy()) + of(key.tags());
    }

    static int of(KeyMaterial material) {
        return SMALL_ROW + material.wrapped().lengthBytes();
    }

    static int of(Entity entity) {
        int weight = 2 * SMALL_ROW;
        for (PolicyText policy : entity.policyTexts()) {
            weight += SMALL_ROW + of(policy);
        }
        return switch (entity) {
            case User user ->
                weight
                        + of(user.tags())
                        + of(user.permissions())
                        + 100 * user.groups().size();
            case Role role -> weight + of(role.tags()) + of(role.permissions());
            case Group group -> weight + of(group.permissions());
            case ManagedPolicy policy ->
                weight + of(policy.tags()) + 2 * policy.description().length();
            case OidcProvider provider ->
                weight + of(provider.tags()) + 200 * provider.clientIds().size();
            case TokenIssuer issuer ->
                weight + length(issuer.jwks()) + issuer.rules().length();
            case RegisteredService service -> weight + length(service.jwks());
        };
    }

    static int of(Account account) {
        int weight = SMALL_ROW;
        for (List<PolicyText> level : account.controlLevels()) {
            weight += level.stream().mapToInt(Weights::of).sum();
        }
        return weight;
    }

    private static int of(Permissions permissions) {
        return 200 * permissions.attached().size();
    }

    private static int of(List<Tag> tags) {
        int weight = 0;
        for (Tag tag : tags) {
            weight += 150 + 2 * (tag.key().length() + tag.value().length());
        }
        return weight;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
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
