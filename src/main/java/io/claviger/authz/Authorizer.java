package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.authz.condition.ConditionKeys;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.iam.UserPolicy;
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
import io.claviger.policy.Principal;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Decides whether a call may go on: every permission that its operation declares must be allowed. What policies say is
 * at most as old as the authorization bound of {@link Storage}.
 */
public final class Authorizer {
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
        return identityPolicies(call.caller()).map(policies -> {
            for (Permission permission : permissions) {
                decide(call, permission, policies);
            }
            return null;
        });
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

    private void decide(Call<?> call, Permission permission, List<PolicyDocument> identityPolicies) {
        Principal principal = Principals.of(call.caller());
        Action action = Action.of(permission.action());
        switch (permission.target()) {
            case Target.UnavailableKey unavailable -> throw Denials.unavailable(call, permission, unavailable);
            case Target.Key target -> {
                KmsKey key = target.key();
                Context context = ConditionKeys.context(call, permission, key);
                PolicySet policies = PolicySet.EMPTY
                        .withResourcePolicy(compiled.of(key.policy(), PolicyKind.KEY))
                        .withIdentityPolicies(identityPolicies)
                        .withForeignersCounting(CrossAccount.isAllowed(permission.action()));
                require(
                        PolicyEngine.decide(
                                AccessRequest.onResource(principal, action, key.arn(), key.account(), context),
                                policies),
                        call,
                        permission,
                        key.arn().toString());
            }
            case Target.AliasName alias ->
                require(
                        onAccount(
                                call, permission, principal, action, alias.arn().toString(), identityPolicies),
                        call,
                        permission,
                        alias.arn().toString());
            case Target.Account _ ->
                require(onAccount(call, permission, principal, action, "*", identityPolicies), call, permission, "*");
        }
    }

    private static Decision onAccount(
            Call<?> call,
            Permission permission,
            Principal principal,
            Action action,
            String resource,
            List<PolicyDocument> identityPolicies) {
        Context context = ConditionKeys.context(call, permission, null);
        return PolicyEngine.decide(
                AccessRequest.onAccount(principal, action, resource, call.account(), context),
                PolicySet.EMPTY.withIdentityPolicies(identityPolicies));
    }

    private static void require(Decision decision, Call<?> call, Permission permission, String resource) {
        switch (decision) {
            case Decision.Allowed _ -> {}
            case Decision.ExplicitlyDenied denied -> throw Denials.explicit(call, permission, resource, denied);
            case Decision.ImplicitlyDenied denied -> throw Denials.implicit(call, permission, resource, denied);
        }
    }

    /** What a caller gets who may not even learn that a thing exists. */
    static KmsException accessDenied(String text, String reason) {
        return new KmsException(ErrorCode.ACCESS_DENIED, text, new DeniedException(reason));
    }
}
