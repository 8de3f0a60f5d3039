package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.policy.GateOutcome.Gate;
import io.claviger.policy.GateOutcome.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold for the explanation of every request. */
final class ExplanationChecks {
    private static final Map<Layer, Set<Gate>> GATES = Map.of(
            Layer.SERVICE_CONTROL, Set.of(Gate.SERVICE_CONTROL),
            Layer.RESOURCE, Set.of(Gate.RESOURCE, Gate.CROSS_ACCOUNT),
            Layer.IDENTITY, Set.of(Gate.IDENTITY),
            Layer.BOUNDARY, Set.of(Gate.BOUNDARY),
            Layer.SESSION, Set.of(Gate.SESSION));

    private ExplanationChecks() {}

    static Explanation agreesWithEngine(AccessRequest request, PolicySet policies) {
        Decision enforced = PolicyEngine.decide(request, policies);

        Explanation explanation = Explainer.explain(request, policies);

        assertThat(explanation.decision()).isEqualTo(enforced);
        checkGates(explanation, enforced);
        assertThat(explanation.statements()).allMatch(trace -> trace.applies() == allMatches(trace));
        assertThat(explanation.statements())
                .filteredOn(StatementTrace::applies)
                .extracting(StatementTrace::statement)
                .containsAll(explanation.deciding());
        assertThat(PolicyEngine.decide(request.withContext(mentioned(request.context(), policies)), policies))
                .as("keys that no policy mentions do not matter")
                .isEqualTo(enforced);
        return explanation;
    }

    private static void checkGates(Explanation explanation, Decision enforced) {
        List<GateOutcome> denying = explanation.gates().stream()
                .filter(gate -> gate.verdict() == Verdict.DENIED)
                .toList();
        List<StatementReference> denies = denying.stream()
                .filter(gate -> gate.rule() == GateRule.EXPLICIT_DENY)
                .flatMap(gate -> gate.statements().stream())
                .toList();
        switch (enforced) {
            case Decision.Allowed allowed -> {
                assertThat(denying).as(explanation::toString).isEmpty();
                assertThat(explanation.gates().stream().flatMap(gate -> gate.statements().stream()))
                        .containsAll(allowed.statements());
            }
            case Decision.ExplicitlyDenied denied ->
                assertThat(denies.getFirst()).as(explanation::toString).isEqualTo(denied.statement());
            case Decision.ImplicitlyDenied denied -> {
                assertThat(denies).as(explanation::toString).isEmpty();
                assertThat(GATES.get(denied.missing().layer()))
                        .as(explanation::toString)
                        .contains(denying.getFirst().gate());
            }
        }
    }

    private static boolean allMatches(StatementTrace trace) {
        return trace.actionMatches()
                && trace.principal() != PrincipalMatch.NONE
                && trace.resourceMatches()
                && trace.conditions().stream().allMatch(ConditionTrace::holds);
    }

    /** The context with nothing but the keys that some policy mentions. */
    private static Context mentioned(Context context, PolicySet policies) {
        Set<String> keys = new HashSet<>();
        PolicyDocument resourcePolicy = policies.resourcePolicy();
        if (resourcePolicy != null) {
            keys.addAll(resourcePolicy.mentionedKeys());
        }
        PolicyDocument boundary = policies.boundary();
        if (boundary != null) {
            keys.addAll(boundary.mentionedKeys());
        }
        policies.identityPolicies().forEach(policy -> keys.addAll(policy.mentionedKeys()));
        policies.sessionPolicies().forEach(policy -> keys.addAll(policy.mentionedKeys()));
        policies.controlLevels().forEach(level -> level.forEach(policy -> keys.addAll(policy.mentionedKeys())));
        return foldedKey -> keys.contains(foldedKey) ? context.values(foldedKey) : List.of();
    }
}
