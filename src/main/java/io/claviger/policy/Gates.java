package io.claviger.policy;

import io.claviger.policy.GateOutcome.Gate;
import io.claviger.policy.GateOutcome.Verdict;
import io.claviger.policy.PolicyDocument.StrongestAllow;
import io.claviger.policy.Traces.Traced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the course of a decision gate by gate. The decision is given; this only says where it was made. */
final class Gates {
    /** What the caller's own policies are asked, once the resource's policy has spoken. */
    private enum Need {
        /** Nothing is known, since an earlier gate denies. */
        UNKNOWN,
        NOTHING,
        /** No deny, and an allow of boundary and session policy. */
        LIMITS,
        /** An identity policy, and an allow of boundary and session policy. */
        ALL
    }

    private final AccessRequest request;
    private final PolicySet policies;
    private final Decision decision;
    private final List<Traced> traces;
    private final boolean isAtHome;
    private final @Nullable StrongestAllow resourceAllow;
    private final boolean restsOnGrant;
    private final Need need;

    Gates(AccessRequest request, PolicySet policies, Decision decision, List<Traced> traces) {
        this.request = request;
        this.policies = policies;
        this.decision = decision;
        this.traces = traces;
        this.isAtHome = request.principal().isAtHomeIn(request.resourceAccount());
        PolicyDocument policy = isAccountOperation() ? null : policies.resourcePolicy();
        this.resourceAllow =
                policy == null ? null : policy.strongestAllow(request.forResourcePolicy(), policies.boundary() != null);
        this.restsOnGrant = decision instanceof Decision.Allowed allowed && allowed.ground() == Decision.Ground.GRANT;
        this.need = need();
    }

    List<GateOutcome> all() {
        List<GateOutcome> outcomes = new ArrayList<>(serviceControl());
        outcomes.add(crossAccount());
        outcomes.add(layer(Gate.RESOURCE, Layer.RESOURCE, resource()));
        outcomes.add(layer(Gate.IDENTITY, Layer.IDENTITY, identity()));
        outcomes.add(layer(Gate.BOUNDARY, Layer.BOUNDARY, boundary()));
        outcomes.add(layer(Gate.SESSION, Layer.SESSION, session()));
        outcomes.add(grant());
        return outcomes;
    }

    private boolean isAccountOperation() {
        return request.scope() == AccessRequest.Scope.ACCOUNT;
    }

    private boolean isCrossingRefused() {
        return !isAtHome && (isAccountOperation() || !policies.foreignersCount());
    }

    private Need need() {
        if (restsOnGrant) {
            return grantOfDecision().throughAccount() ? Need.ALL : Need.NOTHING;
        }
        if (isCrossingRefused()) {
            return Need.UNKNOWN;
        }
        if (isAccountOperation() || !isAtHome) {
            return Need.ALL;
        }
        if (resourceAllow == null) {
            return Need.UNKNOWN;
        }
        if (!resourceAllow.match().isDirect()) {
            return Need.ALL;
        }
        return resourceAllow.match().isUnlimited() ? Need.NOTHING : Need.LIMITS;
    }

    private GrantMatch grantOfDecision() {
        String id = ((Decision.Allowed) decision).grant().orElseThrow();
        return policies.grants().stream()
                .filter(grant -> grant.grantId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<GateOutcome> serviceControl() {
        int levels = policies.controlLevels().size();
        if (levels == 0) {
            return List.of(outcome(Gate.SERVICE_CONTROL, Verdict.SKIPPED, GateRule.NO_POLICY_LIMITS));
        }
        List<GateOutcome> outcomes = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            outcomes.add(withDenies(
                    Gate.SERVICE_CONTROL, Layer.SERVICE_CONTROL, level, byAllow(Layer.SERVICE_CONTROL, level)));
        }
        return outcomes;
    }

    private GateOutcome crossAccount() {
        if (isAtHome) {
            return outcome(Gate.CROSS_ACCOUNT, Verdict.SKIPPED, GateRule.SAME_ACCOUNT);
        }
        if (isAccountOperation()) {
            return outcome(Gate.CROSS_ACCOUNT, Verdict.DENIED, GateRule.FOREIGN_ACCOUNT_OPERATION);
        }
        return policies.foreignersCount()
                ? outcome(Gate.CROSS_ACCOUNT, Verdict.ALLOWED, GateRule.BOTH_ACCOUNTS_MUST_ALLOW)
                : outcome(Gate.CROSS_ACCOUNT, Verdict.DENIED, GateRule.OPERATION_STAYS_IN_ACCOUNT);
    }

    private Answer resource() {
        if (isAccountOperation()) {
            return Answer.skipped(GateRule.ACCOUNT_OPERATION);
        }
        if (resourceAllow == null) {
            return restsOnGrant
                    ? Answer.skipped(GateRule.GRANT_ALLOWS_INSTEAD)
                    : new Answer(Verdict.DENIED, GateRule.NO_STATEMENT_ALLOWS, List.of());
        }
        return new Answer(
                Verdict.ALLOWED,
                rule(resourceAllow.match()),
                List.of(resourceAllow.statement().reference(Layer.RESOURCE, 0)));
    }

    private GateRule rule(PrincipalMatch match) {
        if (!isAtHome) {
            return GateRule.FOREIGNER_NAMED;
        }
        if (!match.isDirect()) {
            return GateRule.ACCOUNT_NAMED;
        }
        return match.isUnlimited() ? GateRule.CALLER_NAMED : GateRule.ROLE_NAMED;
    }

    private Answer identity() {
        Answer answer = switch (need) {
            case UNKNOWN -> Answer.skipped(GateRule.NOT_REACHED);
            case NOTHING, LIMITS -> Answer.skipped(withoutNeed(GateRule.CALLER_NAMED_NEEDS_NO_IDENTITY));
            case ALL -> byAllow(Layer.IDENTITY, 0);
        };
        boolean isRoot = request.principal() instanceof Principal.Root;
        return isRoot && answer.verdict() == Verdict.DENIED
                ? new Answer(Verdict.ALLOWED, GateRule.ROOT_USER, List.of())
                : answer;
    }

    private Answer boundary() {
        return policies.boundary() == null ? Answer.skipped(GateRule.NO_POLICY_LIMITS) : limit(Layer.BOUNDARY);
    }

    private Answer session() {
        boolean isEmpty = policies.sessionPolicies().isEmpty();
        boolean isFederated = request.principal() instanceof Principal.FederatedUser;
        if (isEmpty && !isFederated) {
            return Answer.skipped(GateRule.NO_POLICY_LIMITS);
        }
        Answer answer = limit(Layer.SESSION);
        return isEmpty && answer.verdict() == Verdict.DENIED
                ? new Answer(Verdict.DENIED, GateRule.FEDERATED_SESSION_WITHOUT_POLICY, List.of())
                : answer;
    }

    private Answer limit(Layer layer) {
        return switch (need) {
            case UNKNOWN -> Answer.skipped(GateRule.NOT_REACHED);
            case NOTHING -> Answer.skipped(withoutNeed(GateRule.CALLER_NAMED_BEYOND_LIMITS));
            case LIMITS, ALL -> byAllow(layer, 0);
        };
    }

    private GateRule withoutNeed(GateRule otherwise) {
        return restsOnGrant ? GateRule.GRANT_ALLOWS_INSTEAD : otherwise;
    }

    private GateOutcome grant() {
        if (restsOnGrant) {
            return new GateOutcome(
                    Gate.GRANT,
                    0,
                    Verdict.ALLOWED,
                    GateRule.GRANT_ALLOWS,
                    List.of(),
                    grantOfDecision().grantId());
        }
        GateRule rule = decision.isAllowed()
                ? GateRule.POLICIES_ALLOW
                : policies.grants().isEmpty() ? GateRule.NO_GRANT_MATCHES : GateRule.GRANT_CANNOT_HELP;
        return outcome(Gate.GRANT, Verdict.SKIPPED, rule);
    }

    private Answer byAllow(Layer layer, int level) {
        return of(layer, level).stream()
                .filter(Traced::allows)
                .findFirst()
                .map(traced -> new Answer(Verdict.ALLOWED, GateRule.STATEMENT_ALLOWS, List.of(traced.reference())))
                .orElseGet(() -> new Answer(Verdict.DENIED, GateRule.NO_STATEMENT_ALLOWS, List.of()));
    }

    private GateOutcome layer(Gate gate, Layer layer, Answer answer) {
        return withDenies(gate, layer, 0, answer);
    }

    private GateOutcome withDenies(Gate gate, Layer layer, int level, Answer answer) {
        List<StatementReference> denies = of(layer, level).stream()
                .filter(Traced::denies)
                .map(Traced::reference)
                .toList();
        return denies.isEmpty()
                ? new GateOutcome(gate, level, answer.verdict(), answer.rule(), answer.statements(), null)
                : new GateOutcome(gate, level, Verdict.DENIED, GateRule.EXPLICIT_DENY, denies, null);
    }

    private List<Traced> of(Layer layer, int level) {
        return traces.stream()
                .filter(traced ->
                        traced.speaker().layer() == layer && traced.speaker().level() == level)
                .toList();
    }

    private static GateOutcome outcome(Gate gate, Verdict verdict, GateRule rule) {
        return new GateOutcome(gate, 0, verdict, rule, List.of(), null);
    }

    /** What a gate says as long as no statement of its layer denies. */
    private record Answer(Verdict verdict, GateRule rule, List<StatementReference> statements) {
        static Answer skipped(GateRule rule) {
            return new Answer(Verdict.SKIPPED, rule, List.of());
        }
    }
}
