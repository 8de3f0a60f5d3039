package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.common.JsonMembers;

/** A single change as JSON: its kind, its sentence, and what the kind is about. */
final class SingleChangeJson {
    private SingleChangeJson() {}

    static Json of(SingleChange change) {
        return switch (change) {
            case SingleChange.SetConditionKey set ->
                kind("SET_CONDITION_KEY", set)
                        .text("key", set.key())
                        .texts("values", set.values())
                        .text("exampleOf", set.pattern())
                        .object();
            case SingleChange.RemoveConditionKey removed ->
                kind("REMOVE_CONDITION_KEY", removed).text("key", removed.key()).object();
            case SingleChange.RemoveStatement removed ->
                kind("REMOVE_STATEMENT", removed)
                        .text("effect", removed.effect().name())
                        .put(
                                "statement",
                                ExplanationJson.reference(removed.statement()).object())
                        .object();
            case SingleChange.RemoveGrant removed ->
                kind("REMOVE_GRANT", removed).text("grantId", removed.grantId()).object();
            case SingleChange.AddAllow added -> added(added);
            case SingleChange.CallAs call ->
                kind("CALL_AS", call).text("principal", call.principal()).object();
            case SingleChange.UseAction use ->
                kind("USE_ACTION", use).text("action", use.action()).object();
        };
    }

    private static Json added(SingleChange.AddAllow added) {
        JsonMembers members =
                kind("ADD_ALLOW", added).text("layer", added.layer().name());
        if (added.layer() == Layer.SERVICE_CONTROL) {
            members.number("level", added.level());
        }
        return members.text("principal", added.principal()).object();
    }

    private static JsonMembers kind(String kind, SingleChange change) {
        return new JsonMembers().text("kind", kind).text("sentence", change.sentence());
    }
}
