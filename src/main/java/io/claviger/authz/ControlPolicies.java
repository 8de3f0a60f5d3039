package io.claviger.authz;

import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service control policies of each account: what its users, and its root, can be allowed at most. Never change. */
public final class ControlPolicies {
    public static final ControlPolicies NONE = new ControlPolicies(Map.of());

    private final Map<AccountId, List<List<PolicyDocument>>> levels;

    /** @param levels as {@link #levels} answers them; an account that is missing has none */
    public ControlPolicies(Map<AccountId, List<List<PolicyDocument>>> levels) {
        Map<AccountId, List<List<PolicyDocument>>> copy = new HashMap<>();
        levels.forEach((account, ofAccount) ->
                copy.put(account, ofAccount.stream().map(List::copyOf).toList()));
        this.levels = Map.copyOf(copy);
        if (!this.levels.values().stream().flatMap(List::stream).allMatch(ControlPolicies::isLevel)) {
            // a level without a policy would deny everything
            throw new BugException("a level has no policy, or one that is no service control policy");
        }
    }

    private static boolean isLevel(List<PolicyDocument> policies) {
        return !policies.isEmpty() && policies.stream().allMatch(policy -> policy.kind() == PolicyKind.SCP);
    }

    /** The policy with this id, if one of the account's has it. */
    Optional<PolicyDocument> find(AccountId account, String id) {
        return levels(account).stream()
                .flatMap(List::stream)
                .filter(policy -> policy.id().equals(id))
                .findFirst();
    }

    /** A list of policies for each level, the root of the organization first; empty for an account without any. */
    public List<List<PolicyDocument>> levels(AccountId account) {
        return levels.getOrDefault(account, List.of());
    }
}
