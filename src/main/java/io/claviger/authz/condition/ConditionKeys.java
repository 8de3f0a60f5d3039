package io.claviger.authz.condition;

import io.claviger.common.Arn;
import io.claviger.operation.Call;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of condition keys: {@link KmsKeys}, {@link GlobalKeys} and {@link ProviderKeys}, a row each. A key without a row is absent
 * from every request.
 */
public final class ConditionKeys {
    static final List<ConditionKey> ALL = Stream.of(KmsKeys.ROWS, GlobalKeys.ROWS, ProviderKeys.ROWS)
            .flatMap(List::stream)
            .toList();

    /** Keys of a family by what stands before the placeholder, folded. */
    private record Family(String foldedPrefix, ConditionKey row) {}

    private static final Map<String, ConditionKey> BY_FOLDED_NAME = new HashMap<>();
    private static final Family[] FAMILIES;

    static {
        for (ConditionKey row : ALL) {
            if (!isFamily(row) && BY_FOLDED_NAME.put(Context.fold(row.name()), row) != null) {
                throw new IllegalStateException(row.name() + " has two rows");
            }
        }
        FAMILIES = ALL.stream()
                .filter(ConditionKeys::isFamily)
                .map(row -> new Family(
                        Context.fold(row.name().substring(0, row.name().indexOf('<'))), row))
                .toArray(Family[]::new);
    }

    private ConditionKeys() {}

    /** The condition keys of one permission of a call. */
    public static CallContext context(Call<?> call, Permission permission) {
        return new CallContext(new CallFacts(call, permission.action(), permission.target(), false, null));
    }

    /**
     * The condition keys of the same caller putting the next policy of a key in the same way, for the lockout check.
     *
     * @param key the key that the policy is for: one of the call's targets, or the one that the call makes
     */
    public static Context nextPolicyContext(Call<?> call, Arn key) {
        Target target = call.targets().stream()
                .filter(each ->
                        each instanceof Target.Key found && found.key().arn().equals(key))
                .findFirst()
                .orElseGet(Target.Account::new);
        return new CallContext(
                new CallFacts(call, "kms:PutKeyPolicy", target, !(target instanceof Target.Key), List.of()));
    }

    /** The condition keys of a request of the past, of which these values are known, by folded name. */
    public static Context recorded(Map<String, List<String>> values) {
        return new Context() {
            @Override
            public List<String> values(String foldedKey) {
                return values.getOrDefault(foldedKey, List.of());
            }

            @Override
            public Context forResourcePolicy() {
                return foldedKey -> isForResourcePolicy(foldedKey) ? values(foldedKey) : List.of();
            }

            @Override
            public boolean isForResourcePolicy(String foldedKey) {
                return ConditionKeys.isForResourcePolicy(foldedKey);
            }
        };
    }

    static List<String> values(CallFacts facts, String foldedKey, boolean isResourcePolicy) {
        ConditionKey row = BY_FOLDED_NAME.get(foldedKey);
        String member = "";
        if (row == null) {
            Family family = family(foldedKey);
            if (family == null) {
                return List.of();
            }
            row = family.row();
            member = foldedKey.substring(family.foldedPrefix().length());
        }
        return isResourcePolicy && row.isForIdentityPoliciesOnly() ? List.of() : row.values(facts, member);
    }

    /** The row of a key, of a family too. */
    static Optional<ConditionKey> row(String foldedKey) {
        ConditionKey row = BY_FOLDED_NAME.get(foldedKey);
        Family family = row == null ? family(foldedKey) : null;
        return family == null ? Optional.ofNullable(row) : Optional.of(family.row());
    }

    /** Whether a key policy would see the key; what has no row it would. */
    static boolean isForResourcePolicy(String foldedKey) {
        ConditionKey row = BY_FOLDED_NAME.get(foldedKey);
        return row == null || !row.isForIdentityPoliciesOnly();
    }

    private static @Nullable Family family(String foldedKey) {
        for (Family family : FAMILIES) {
            boolean isMember = family.foldedPrefix().isEmpty()
                    ? ProviderKeys.mayBe(foldedKey)
                    : foldedKey.startsWith(family.foldedPrefix());
            if (isMember) {
                return family;
            }
        }
        return null;
    }

    private static boolean isFamily(ConditionKey row) {
        return row.name().endsWith(">");
    }
}
