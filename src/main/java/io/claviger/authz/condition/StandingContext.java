package io.claviger.authz.condition;

import io.claviger.authn.Caller;
import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.policy.Context;
import io.claviger.policy.PartialContext;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The condition keys that every request of a caller about a key has with the same values: those of key and caller. */
public final class StandingContext implements PartialContext {
    private static final Set<String> OF_KEY = folded(
            "aws:RequestedRegion",
            "aws:ResourceAccount",
            "kms:CustomerMasterKeySpec",
            "kms:CustomerMasterKeyUsage",
            "kms:KeyOrigin",
            "kms:KeySpec",
            "kms:KeyUsage",
            "kms:MultiRegion",
            "kms:MultiRegionKeyType",
            "kms:ResourceAliases");

    private static final Set<String> OF_CALLER = folded(
            "aws:PrincipalAccount",
            "aws:PrincipalArn",
            "aws:PrincipalIsAWSService",
            "aws:PrincipalType",
            "aws:userid",
            "aws:username",
            "kms:CallerAccount");

    private static final String USER_ID = Context.fold("aws:userid");
    private static final String TAGS_OF_KEY = Context.fold("aws:ResourceTag/");

    private final CallFacts facts;
    private final boolean isCallerKnown;
    private final boolean isForResourcePolicy;

    private StandingContext(CallFacts facts, boolean isCallerKnown, boolean isForResourcePolicy) {
        this.facts = facts;
        this.isCallerKnown = isCallerKnown;
        this.isForResourcePolicy = isForResourcePolicy;
    }

    /**
     * The keys of that caller about that key.
     *
     * @param caller absent where nothing is known of the caller
     * @param aliases the names of all aliases of the key
     */
    public static StandingContext of(Caller.@Nullable Principal caller, KmsKey key, List<String> aliases) {
        Target target = new Target.Key(key, null);
        Caller known = new Caller(caller == null ? new Caller.Root(key.account()) : caller, "");
        Call<Empty> call = new Call<>(
                Empty.INSTANCE,
                known,
                key.region(),
                new RequestOrigin("", false, null, null),
                List.of(target),
                Instant.EPOCH,
                "");
        return new StandingContext(new CallFacts(call, "", target, false, List.copyOf(aliases)), caller != null, false);
    }

    @Override
    public boolean isKnown(String foldedKey) {
        return OF_KEY.contains(foldedKey)
                || foldedKey.startsWith(TAGS_OF_KEY)
                || (isCallerKnown && OF_CALLER.contains(foldedKey) && !isOfSession(foldedKey));
    }

    /** Of a role it is not known which session calls. */
    private boolean isOfSession(String foldedKey) {
        return foldedKey.equals(USER_ID) && facts.call().caller().principal() instanceof Caller.RoleSession;
    }

    @Override
    public List<String> values(String foldedKey) {
        return isKnown(foldedKey) ? ConditionKeys.values(facts, foldedKey, isForResourcePolicy) : List.of();
    }

    @Override
    public PartialContext forResourcePolicy() {
        return new StandingContext(facts, isCallerKnown, true);
    }

    @Override
    public boolean isForResourcePolicy(String foldedKey) {
        return ConditionKeys.isForResourcePolicy(foldedKey);
    }

    private static Set<String> folded(String... names) {
        return Stream.of(names).map(Context::fold).collect(Collectors.toUnmodifiableSet());
    }
}
