package io.claviger.authz.condition;

import io.claviger.policy.Context;
import java.util.List;

/**
 * The condition keys of one permission of a call. Nothing is filled in beforehand: a key is looked up in the catalogue
 * when a policy asks for it. For one thread.
 */
public final class CallContext implements Context {
    private final CallFacts facts;

    CallContext(CallFacts facts) {
        this.facts = facts;
    }

    @Override
    public List<String> values(String foldedKey) {
        return ConditionKeys.values(facts, foldedKey, false);
    }

    @Override
    public Context forResourcePolicy() {
        return foldedKey -> ConditionKeys.values(facts, foldedKey, true);
    }

    @Override
    public boolean isForResourcePolicy(String foldedKey) {
        return ConditionKeys.isForResourcePolicy(foldedKey);
    }

    /**
     * Whether a policy asked for the aliases of the target key, which nobody has read. The decision is then worth
     * nothing: it must be made again {@linkplain #withAliases with them}.
     */
    public boolean lacksAliases() {
        return facts.lacksAliases();
    }

    /** The same, with the names of all aliases of the target key. */
    public CallContext withAliases(List<String> names) {
        return new CallContext(facts.withAliases(List.copyOf(names)));
    }
}
