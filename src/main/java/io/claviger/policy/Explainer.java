package io.claviger.policy;

import io.claviger.policy.Traces.Traced;
import java.util.List;

/**
 * Explains a decision: total and pure like the engine, from which it takes the decision itself and every match. For
 * questions that somebody asks, not for every request: it costs up to some hundred decisions.
 *
 * <p>An explanation repeats statements of every layer and values of the request, also where the caller itself must not
 * learn that the resource exists. Whoever hands it out answers for who may read it.
 */
public final class Explainer {
    private Explainer() {}

    public static Explanation explain(AccessRequest request, PolicySet policies) {
        Decision decision = PolicyEngine.decide(request, policies);
        List<Traced> traces = Traces.all(Speaker.of(request, policies), policies.boundary() != null);
        List<GateOutcome> gates = new Gates(request, policies, decision, traces).all();
        return new Explanation(
                decision,
                gates,
                deciding(decision),
                traces.stream()
                        .filter(traced -> Traces.isTelling(traced, request.action()))
                        .map(Traced::trace)
                        .toList(),
                decision.isAllowed() ? byAbsence(gates, traces) : List.of(),
                ChangeSearch.find(request, policies, decision, traces));
    }

    private static List<StatementReference> deciding(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> allowed.statements();
            case Decision.ExplicitlyDenied denied -> List.of(denied.statement());
            case Decision.ImplicitlyDenied denied -> List.of();
        };
    }

    private static List<AbsentKeyAllow> byAbsence(List<GateOutcome> gates, List<Traced> traces) {
        List<StatementReference> allows =
                gates.stream().flatMap(gate -> gate.statements().stream()).toList();
        return traces.stream()
                .filter(traced -> allows.contains(traced.reference()))
                .flatMap(traced -> traced.trace().conditions().stream()
                        .filter(condition -> condition.rule().holdsByAbsence())
                        .map(condition -> new AbsentKeyAllow(traced.reference(), condition)))
                .toList();
    }
}
