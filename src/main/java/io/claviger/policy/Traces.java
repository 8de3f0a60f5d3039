package io.claviger.policy;

import java.util.List;

/** Takes statements apart over a request, with the matching that the engine itself uses. */
final class Traces {
    private Traces() {}

    /** A statement, where it stands, and how it met the request. */
    record Traced(Speaker speaker, Statement source, StatementTrace trace) {
        StatementReference reference() {
            return trace.statement();
        }

        boolean denies() {
            return trace.applies() && trace.effect() == Effect.DENY;
        }

        boolean allows() {
            return trace.applies() && trace.effect() == Effect.ALLOW;
        }

        /** Whether it would apply if its conditions or variables did. */
        boolean concernsCaller() {
            return trace.actionMatches() && trace.principal() != PrincipalMatch.NONE;
        }
    }

    /** All statements of all documents. */
    static List<Traced> all(List<Speaker> speakers, boolean isBounded) {
        return speakers.stream()
                .flatMap(speaker -> speaker.document().statements().stream()
                        .map(statement -> new Traced(speaker, statement, trace(speaker, statement, isBounded))))
                .toList();
    }

    private static StatementTrace trace(Speaker speaker, Statement statement, boolean isBounded) {
        AccessRequest asked = speaker.asked();
        Context context = asked.context();
        return new StatementTrace(
                statement.reference(speaker.layer(), speaker.policy()),
                statement.effect(),
                statement.applies(asked, isBounded) != PrincipalMatch.NONE,
                statement.principals().match(asked.principal(), isBounded),
                statement.actions().written(),
                statement.actions().matches(asked.action()),
                values(statement.resources().written(), context),
                statement.resources().matches(asked.resource(), context),
                statement.conditions().stream()
                        .map(condition -> trace(statement, condition, context))
                        .toList());
    }

    private static ConditionTrace trace(Statement statement, Condition condition, Context context) {
        WrittenCondition written = condition.written();
        return new ConditionTrace(
                written.pointerIn(statement.pointer()),
                written.operator(),
                written.key(),
                values(written.values(), context),
                context.values(condition.foldedKey()),
                condition.rule(context));
    }

    private static List<PolicyValue> values(List<WrittenText> written, Context context) {
        return written.stream()
                .map(text -> new PolicyValue(text.text(), text.filled(context)))
                .toList();
    }

    /** Whether a statement has its place in an explanation. */
    static boolean isTelling(Traced traced, Action action) {
        StatementTrace trace = traced.trace();
        return trace.actionMatches() || (isMissedByActionOnly(trace) && isOfSameService(trace, action));
    }

    private static boolean isMissedByActionOnly(StatementTrace trace) {
        return trace.principal() != PrincipalMatch.NONE
                && trace.resourceMatches()
                && trace.conditions().stream().allMatch(ConditionTrace::holds);
    }

    private static boolean isOfSameService(StatementTrace trace, Action action) {
        String service = action.folded().substring(0, action.folded().indexOf(':') + 1);
        return trace.actions().stream().anyMatch(text -> CaseFold.fold(text).startsWith(service));
    }
}
