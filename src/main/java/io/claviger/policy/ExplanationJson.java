package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.common.JsonMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An explanation as JSON. The names of members and the words of enumerations are stable and documented in
 * docs/explanations.md; sentences are for people and may change.
 */
public final class ExplanationJson {
    private static final int MOST_CHARACTERS = 256;
    private static final int MOST_VALUES = 50;

    private ExplanationJson() {}

    public static Json.Obj of(Explanation explanation) {
        List<SingleChange> changes = explanation.changes().changes();
        return decision(explanation.decision())
                .all("gates", explanation.gates(), ExplanationJson::gate)
                .all(
                        "decidingStatements",
                        explanation.deciding(),
                        reference -> reference(reference).object())
                .all("statements", explanation.statements(), ExplanationJson::statement)
                .all(
                        "allowsByAbsence",
                        explanation.byAbsence(),
                        allow -> reference(allow.statement())
                                .put("condition", condition(allow.condition()))
                                .object())
                .put(
                        "smallestChange",
                        explanation
                                .changes()
                                .smallest()
                                .map(SingleChangeJson::of)
                                .orElseGet(Json.Null::new))
                .all("otherChanges", changes.stream().skip(1).toList(), SingleChangeJson::of)
                .flag("allChangesTried", explanation.changes().isComplete())
                .object();
    }

    private static JsonMembers decision(Decision decision) {
        JsonMembers members = new JsonMembers().text("decision", decision.isAllowed() ? "ALLOWED" : "DENIED");
        return switch (decision) {
            case Decision.Allowed allowed ->
                members.text("ground", allowed.ground().name()).text("grantId", allowed.grantId());
            case Decision.ExplicitlyDenied denied -> members.flag("explicit", true);
            case Decision.ImplicitlyDenied denied ->
                members.flag("explicit", false).text("missing", denied.missing().name());
        };
    }

    private static Json gate(GateOutcome gate) {
        JsonMembers members = new JsonMembers().text("gate", gate.gate().name());
        if (gate.gate() == GateOutcome.Gate.SERVICE_CONTROL) {
            members.number("level", gate.level());
        }
        return members.text("verdict", gate.verdict().name())
                .text("rule", gate.rule().name())
                .text("sentence", gate.rule().sentence())
                .all(
                        "statements",
                        gate.statements(),
                        reference -> reference(reference).object())
                .text("grantId", gate.grantId())
                .object();
    }

    static JsonMembers reference(StatementReference reference) {
        return new JsonMembers()
                .text("layer", reference.layer().name())
                .number("policy", reference.policy())
                .number("statement", reference.statement())
                .text("sid", reference.sid())
                .text("pointer", reference.pointer());
    }

    private static Json statement(StatementTrace trace) {
        return reference(trace.statement())
                .text("effect", trace.effect().name())
                .flag("applies", trace.applies())
                .text("principalMatch", trace.principal().name())
                .flag("actionMatches", trace.actionMatches())
                .texts("actions", trace.actions())
                .flag("resourceMatches", trace.resourceMatches())
                .all("resources", trace.resources(), ExplanationJson::value)
                .all("conditions", trace.conditions(), ExplanationJson::condition)
                .object();
    }

    private static Json condition(ConditionTrace condition) {
        return new JsonMembers()
                .text("pointer", condition.pointer())
                .text("operator", condition.operator())
                .text("key", condition.key())
                .put("policyValues", shown(condition.policyValues(), ExplanationJson::value))
                .put("requestValues", shown(condition.requestValues(), ExplanationJson::shown))
                .flag("holds", condition.holds())
                .text("rule", condition.rule().name())
                .text("sentence", condition.rule().sentence())
                .object();
    }

    private static Json value(PolicyValue value) {
        return new JsonMembers()
                .put("text", shown(value.text()))
                .put("filled", value.filled().map(ExplanationJson::shown).orElseGet(Json.Null::new))
                .object();
    }

    /** Each condition repeats the values of the request, so long ones are cut. */
    private static Json shown(String text) {
        return new Json.Str(
                text.length() <= MOST_CHARACTERS
                        ? text
                        : text.substring(0, MOST_CHARACTERS) + "… (" + text.length() + " characters)");
    }

    private static <T> Json shown(List<T> values, Function<T, Json> form) {
        List<Json> items =
                new ArrayList<>(values.stream().limit(MOST_VALUES).map(form).toList());
        if (values.size() > MOST_VALUES) {
            items.add(new Json.Str("… (" + values.size() + " values)"));
        }
        return new Json.Arr(items);
    }
}
