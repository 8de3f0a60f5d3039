package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.authz.condition.CallContext;
import io.claviger.authz.condition.ConditionKeys;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.iam.UserPolicy;
import io.claviger.key.Alias;
import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicySet;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call may go on: every permission that its operation declares must be allowed. What policies say is
 * at most as old as the authorization bound of {@link Storage}.
 */
public final class Authorizer {
    private static final int ALIASES_PER_PAGE = 100;

    private final Storage storage;
    private final CompiledPolicies compiled;

    public Authorizer(Storage storage, CompiledPolicies compiled) {
        this.storage = storage;
        this.compiled = compiled;
    }

    /**
     * Completes when all permissions are allowed; fails with an AccessDeniedException for the first that is not. Its
     * text is AWS's (wire-protocol.md, section 4); its cause, a {@link DeniedException}, has the reason for the audit.
     */
    public Uni<Void> authorize(Call<?> call, List<Permission> permissions) {
        return identityPolicies(call.caller())
                .flatMap(policies -> authorize(call, permissions, policies))
                .invoke(() -> refuseUnavailable(call, permissions));
    }

    private Uni<Void> authorize(Call<?> call, List<Permission> permissions, List<PolicyDocument> policies) {
        for (int i = 0; i < permissions.size(); i++) {
            Permission permission = permissions.get(i);
            CallContext context = ConditionKeys.context(call, permission);
            Decision decision = decide(call, permission, policies, context);
            if (context.lacksAliases() && permission.target() instanceof Target.Key found) {
                List<Permission> rest = permissions.subList(i + 1, permissions.size());
                return aliasNames(found.key(), null)
                        .map(context::withAliases)
                        .invoke(complete -> require(decide(call, permission, policies, complete), call, permission))
                        .flatMap(ignored -> authorize(call, rest, policies));
            }
            require(decision, call, permission);
        }
        return Uni.createFrom().voidItem();
    }

    /** The names of all aliases of a key; rarely needed, so read only when a policy asks for them. */
    private Uni<List<String>> aliasNames(KmsKey key, @Nullable String after) {
        return storage.listAliases(key.account(), key.region(), key.id(), after, ALIASES_PER_PAGE)
                .flatMap(page -> {
                    List<String> names = page.items().stream().map(Alias::name).toList();
                    return page.hasMore()
                            ? aliasNames(key, names.getLast())
                                    .map(rest -> Stream.concat(names.stream(), rest.stream())
                                            .toList())
                            : Uni.createFrom().item(names);
                });
    }

    /** A key that is not to be found is never let through, whether a permission asks for it or not. */
    private static void refuseUnavailable(Call<?> call, List<Permission> permissions) {
        for (Target target : call.targets()) {
            if (target instanceof Target.UnavailableKey unavailable) {
                String action = permissions.getFirst().action();
                throw Denials.unavailable(call, new Permission(action, unavailable), unavailable);
            }
        }
    }

    private Uni<List<PolicyDocument>> identityPolicies(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root _ -> Uni.createFrom().item(List.of());
            case Caller.User user ->
                storage.userPolicies(user.account(), user.uniqueId()).map(this::compile);
        };
    }

    private List<PolicyDocument> compile(List<UserPolicy> policies) {
        return policies.stream()
                .map(policy -> compiled.of(policy.policy(), PolicyKind.IDENTITY))
                .toList();
    }

    private Decision decide(
            Call<?> call, Permission permission, List<PolicyDocument> identityPolicies, Context context) {
        return switch (permission.target()) {
            case Target.UnavailableKey unavailable -> throw Denials.unavailable(call, permission, unavailable);
            case Target.Key found -> onKey(call, permission.action(), found.key(), identityPolicies, context);
            case Target.AliasName _, Target.Account _ -> onAccount(call, permission, identityPolicies, context);
        };
    }

    private Decision onKey(
            Call<?> call, String action, KmsKey key, List<PolicyDocument> identityPolicies, Context context) {
        AccessRequest request = AccessRequest.onResource(
                Principals.of(call.caller()), Action.of(action), key.arn(), key.account(), context);
        PolicySet policies = PolicySet.EMPTY
                .withResourcePolicy(compiled.of(key.policy(), PolicyKind.KEY))
                .withIdentityPolicies(identityPolicies)
                .withForeignersCounting(CrossAccount.isAllowed(action));
        return PolicyEngine.decide(request, policies);
    }

    private static Decision onAccount(
            Call<?> call, Permission permission, List<PolicyDocument> identityPolicies, Context context) {
        AccessRequest request = AccessRequest.onAccount(
                Principals.of(call.caller()),
                Action.of(permission.action()),
                resource(permission.target()),
                call.account(),
                context);
        return PolicyEngine.decide(request, PolicySet.EMPTY.withIdentityPolicies(identityPolicies));
    }

    private static String resource(Target target) {
        return switch (target) {
            case Target.Key found -> found.key().arn().toString();
            case Target.AliasName alias -> alias.arn().toString();
            case Target.Account _, Target.UnavailableKey _ -> "*";
        };
    }

    private static void require(Decision decision, Call<?> call, Permission permission) {
        switch (decision) {
            case Decision.Allowed _ -> {}
            case Decision.ExplicitlyDenied denied ->
                throw Denials.explicit(call, permission, resource(permission.target()), denied);
            case Decision.ImplicitlyDenied denied ->
                throw Denials.implicit(call, permission, resource(permission.target()), denied);
        }
    }

    /** What a caller gets who may not even learn that a thing exists. */
    static KmsException accessDenied(String text, String reason) {
        return new KmsException(ErrorCode.ACCESS_DENIED, text, new DeniedException(reason));
    }
}
