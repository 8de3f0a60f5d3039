package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.authn.Session;
import io.claviger.authz.condition.CallContext;
import io.claviger.authz.condition.ConditionKeys;
import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.Grant;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.operation.Call;
import io.claviger.operation.GrantTokens;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicySet;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call may go on: every permission that its operation declares must be allowed. What policies and
 * grants say is at most as old as the authorization bound of {@link Storage}; a grant that the call has a token of
 * counts at once.
 */
public final class Authorizer {
    private static final String RESOURCE_ALIASES = Context.fold("kms:ResourceAliases");

    private final Storage storage;
    private final CompiledPolicies compiled;
    private final ControlPolicies controls;
    private final Grants grants;
    private final IdentityPolicies identities;
    private final AccountId management;

    /** @param management the account that the deployment belongs to */
    public Authorizer(Storage storage, CompiledPolicies compiled, ControlPolicies controls, AccountId management) {
        this.storage = storage;
        this.compiled = compiled;
        this.controls = controls;
        this.grants = new Grants(storage);
        this.identities = new IdentityPolicies(storage);
        this.management = management;
    }

    /** One permission of a call with all that decides it, decided once. */
    private record Question(
            Call<?> call, Permission permission, AccessRequest request, PolicySet policies, Decision decision) {
        static Question of(Call<?> call, Permission permission, AccessRequest request, PolicySet policies) {
            return new Question(call, permission, request, policies, PolicyEngine.decide(request, policies));
        }

        Question withContext(Context context) {
            return of(call, permission, request.withContext(context), policies);
        }

        Question withGrants(List<GrantMatch> matches) {
            return of(call, permission, request, policies.withGrants(matches));
        }

        /** Whether grants, which nobody has looked for yet, may change the decision. */
        boolean isOpenToGrants() {
            return decision instanceof Decision.ImplicitlyDenied && request.scope() != AccessRequest.Scope.GRANT;
        }

        /** What was decided; fails if that is not to allow. */
        RecordedDecision require() {
            RecordedDecision made = RecordedDecision.of(request, policies, decision, call.account());
            return switch (decision) {
                case Decision.Allowed _ -> made;
                case Decision.ExplicitlyDenied denied -> throw Denials.explicit(call, permission, made, denied);
                case Decision.ImplicitlyDenied denied -> throw Denials.implicit(call, permission, made, denied);
            };
        }
    }

    /**
     * Completes with what was decided when all permissions are allowed; fails with an AccessDeniedException for the first that is not. Its
     * text is AWS's (wire-protocol.md, section 4); its cause, a {@link DeniedException}, has the reason for the audit.
     * Fails with InvalidGrantTokenException for a grant token that is none.
     */
    public Uni<List<RecordedDecision>> authorize(Call<?> call, List<Permission> permissions) {
        GrantTokens.of(call.input());
        return callersPolicies(call.caller())
                .flatMap(policies -> authorize(call, permissions, policies, new ArrayList<>(permissions.size())))
                .invoke(() -> refuseUnavailable(call, permissions));
    }

    private Uni<List<RecordedDecision>> authorize(
            Call<?> call, List<Permission> permissions, PolicySet policies, List<RecordedDecision> made) {
        for (int i = 0; i < permissions.size(); i++) {
            Permission permission = permissions.get(i);
            CallContext context = ConditionKeys.context(call, permission);
            Question question = question(call, permission, policies, context);
            if (permission.target() instanceof Target.Key found && isOpen(question, context)) {
                List<Permission> rest = permissions.subList(i + 1, permissions.size());
                return withAliases(question, context, found.key())
                        .chain(complete -> withGrants(complete, found.key()))
                        .invoke(complete -> made.add(complete.require()))
                        .chain(ignored -> authorize(call, rest, policies, made));
            }
            made.add(question.require());
        }
        return Uni.createFrom().item(made);
    }

    /** Whether what has not been read yet, aliases or grants, may change the decision. */
    private static boolean isOpen(Question question, CallContext context) {
        return context.lacksAliases() || question.isOpenToGrants();
    }

    /**
     * With the names of all aliases of the key; rarely needed, so read only when a policy asks for them, or may ask once
     * a grant leaves the decision to it.
     */
    private Uni<Question> withAliases(Question question, CallContext context, KmsKey key) {
        return context.lacksAliases() || mentionsAliases(question.policies())
                ? AliasNames.of(key, storage).map(names -> question.withContext(context.withAliases(names)))
                : Uni.createFrom().item(question);
    }

    private static boolean mentionsAliases(PolicySet policies) {
        PolicyDocument boundary = policies.boundary();
        return Stream.of(
                        policies.identityPolicies().stream(),
                        Stream.ofNullable(boundary),
                        policies.sessionPolicies().stream(),
                        policies.controlLevels().stream().flatMap(List::stream))
                .flatMap(layer -> layer)
                .anyMatch(policy -> policy.mentionedKeys().contains(RESOURCE_ALIASES));
    }

    /** With the grants that matter, where policies leave it to them. */
    private Uni<Question> withGrants(Question question, KmsKey key) {
        if (!question.isOpenToGrants()) {
            return Uni.createFrom().item(question);
        }
        return grants.matching(
                        question.call(),
                        question.permission(),
                        key,
                        question.request().context(),
                        match -> question.withGrants(List.of(match)).decision().isAllowed())
                .map(matches -> matches.isEmpty() ? question : question.withGrants(matches));
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

    /** What limits and allows the caller whatever the call is about. */
    private Uni<PolicySet> callersPolicies(Caller caller) {
        PolicySet ofAccount = PolicySet.EMPTY.withControlLevels(controls.levels(caller.account()));
        return switch (caller.principal()) {
            case Caller.Root _ -> Uni.createFrom().item(ofAccount);
            case Caller.User user ->
                identities
                        .ofUser(user.account(), user.uniqueId())
                        .chain(policies -> withSession(with(policies, ofAccount), caller));
            case Caller.RoleSession session ->
                identities
                        .ofRole(session.account(), session.roleId())
                        .chain(policies -> withSession(with(policies, ofAccount), caller));
            // no account's policies speak of them
            case Caller.Service _, Caller.WebIdentity _ -> Uni.createFrom().item(PolicySet.EMPTY);
        };
    }

    private Uni<PolicySet> withSession(PolicySet own, Caller caller) {
        Session session = caller.session();
        return session == null
                ? Uni.createFrom().item(own)
                : identities
                        .ofSession(caller.account(), session)
                        .map(texts -> own.withSessionPolicies(texts.stream()
                                .map(text -> compiled.of(text, PolicyKind.SESSION))
                                .toList()));
    }

    private PolicySet with(OwnPolicies policies, PolicySet ofAccount) {
        List<PolicyDocument> identity = policies.identity().stream()
                .map(policy -> compiled.of(policy.policy(), PolicyKind.IDENTITY))
                .toList();
        PolicySet own = ofAccount.withIdentityPolicies(identity);
        PolicyText boundary = policies.boundary();
        return boundary == null ? own : own.withBoundary(compiled.of(boundary, PolicyKind.BOUNDARY));
    }

    private Question question(Call<?> call, Permission permission, PolicySet callers, Context context) {
        return switch (permission.target()) {
            case Target.UnavailableKey unavailable -> throw Denials.unavailable(call, permission, unavailable);
            case Target.Key found -> onKey(call, permission, found, callers, context);
            case Target.AliasName alias ->
                onAccount(call, permission, alias.arn().toString(), call.account(), callers, context);
            case Target.Principal principal -> {
                AccountId owner = principal.owner();
                yield onAccount(
                        call, permission, principal.name(), owner == null ? call.account() : owner, callers, context);
            }
            case Target.Deployment _ -> {
                if (!call.account().equals(management)) {
                    throw Denials.notManagement(call, permission);
                }
                yield onAccount(call, permission, "*", management, callers, context);
            }
            case Target.Account _ -> onAccount(call, permission, "*", call.account(), callers, context);
        };
    }

    private Question onKey(Call<?> call, Permission permission, Target.Key target, PolicySet callers, Context context) {
        KmsKey key = target.key();
        Action action = Action.of(permission.action());
        PolicySet policies = callers.withResourcePolicy(compiled.of(key.policy(), PolicyKind.KEY))
                .withForeignersCounting(CrossAccount.isAllowed(action));
        Grant grant = target.grant();
        if (grant != null && permission.action().equals(GrantOperation.RETIRE_GRANT.action())) {
            AccessRequest request =
                    AccessRequest.onGrant(Principals.of(call.caller()), action, key.arn(), key.account(), context);
            return Question.of(call, permission, request, policies.withGrants(Grants.retiring(call.caller(), grant)));
        }
        AccessRequest request =
                AccessRequest.onResource(Principals.of(call.caller()), action, key.arn(), key.account(), context);
        return Question.of(call, permission, request, policies);
    }

    private static Question onAccount(
            Call<?> call, Permission permission, String resource, AccountId owner, PolicySet callers, Context context) {
        AccessRequest request = AccessRequest.onAccount(
                Principals.of(call.caller()), Action.of(permission.action()), resource, owner, context);
        return Question.of(call, permission, request, callers);
    }

    /** What a caller gets who may not even learn that a thing exists. */
    static KmsException accessDenied(String text, String reason, @Nullable RecordedDecision decision) {
        return new KmsException(ErrorCode.ACCESS_DENIED, text, new DeniedException(reason, decision));
    }
}
