package io.claviger.policy;

import java.util.List;

/**
 * Why a request is allowed or denied.
 *
 * @param decision exactly what {@link PolicyEngine#decide} says
 * @param gates every gate, in the engine's order; the request is allowed exactly if none denies
 * @param deciding the statements on which the decision rests; none where nothing allows, or a grant does
 * @param statements those that concern the action, and those that only the action keeps from applying, in the order in
 *     which the engine looks for a deny
 * @param byAbsence the conditions of allows that decided which hold only because the request lacks a key
 * @param changes single changes that turn the answer around
 */
public record Explanation(
        Decision decision,
        List<GateOutcome> gates,
        List<StatementReference> deciding,
        List<StatementTrace> statements,
        List<AbsentKeyAllow> byAbsence,
        ChangeSearch.Found changes) {
    public Explanation {
        gates = List.copyOf(gates);
        deciding = List.copyOf(deciding);
        statements = List.copyOf(statements);
        byAbsence = List.copyOf(byAbsence);
    }
}
