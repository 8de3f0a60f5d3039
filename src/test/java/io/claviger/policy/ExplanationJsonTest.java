package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import io.claviger.policy.SingleChange.AddAllow;
import io.claviger.policy.SingleChange.CallAs;
import io.claviger.policy.SingleChange.RemoveConditionKey;
import io.claviger.policy.SingleChange.RemoveGrant;
import io.claviger.policy.SingleChange.RemoveStatement;
import io.claviger.policy.SingleChange.SetConditionKey;
import io.claviger.policy.SingleChange.UseAction;
import io.claviger.testkit.JsonTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationJsonTest {

    static Stream<Arguments> changes() {
        StatementReference statement = new StatementReference(Layer.IDENTITY, 1, 2, "S", "/Statement/2");
        return Stream.of(
                Arguments.of(new SetConditionKey("a:b", List.of("x"), "*"), """
                        {"kind": "SET_CONDITION_KEY", "sentence": "if the request had `a:b` with a value like `*`",
                         "key": "a:b", "values": ["x"], "exampleOf": "*"}"""),
                Arguments.of(new SetConditionKey("a:b", List.of("x"), null), """
                        {"kind": "SET_CONDITION_KEY", "sentence": "if the request had `a:b` with `x`",
                         "key": "a:b", "values": ["x"]}"""),
                Arguments.of(new RemoveConditionKey("a:b"), """
                        {"kind": "REMOVE_CONDITION_KEY", "sentence": "if the request lacked `a:b`", "key": "a:b"}"""),
                Arguments.of(new RemoveStatement(Effect.DENY, statement), """
                        {"kind": "REMOVE_STATEMENT",
                         "sentence": "without the deny of statement 2 (Sid S) of identity-based policy 1",
                         "effect": "DENY",
                         "statement": {"layer": "IDENTITY", "policy": 1, "statement": 2, "sid": "S",
                           "pointer": "/Statement/2"}}"""),
                Arguments.of(
                        new RemoveGrant("g"),
                        "{\"kind\": \"REMOVE_GRANT\", \"sentence\": \"without the grant g\", \"grantId\": \"g\"}"),
                Arguments.of(new AddAllow(Layer.SERVICE_CONTROL, 1, null), """
                        {"kind": "ADD_ALLOW",
                         "sentence": "if a service control policy of level 1 allowed the action",
                         "layer": "SERVICE_CONTROL", "level": 1}"""),
                Arguments.of(new AddAllow(Layer.RESOURCE, 0, "p"), """
                        {"kind": "ADD_ALLOW", "sentence": "if a resource-based policy allowed the action to `p`",
                         "layer": "RESOURCE", "principal": "p"}"""),
                Arguments.of(new CallAs("p"), """
                        {"kind": "CALL_AS", "sentence": "if `p` made the request, unless a policy of its own denies it",
                         "principal": "p"}"""),
                Arguments.of(
                        new UseAction("a:B"),
                        "{\"kind\": \"USE_ACTION\", \"sentence\": \"if the action were `a:B`\", \"action\": \"a:B\"}"));
    }

    @Test
    void aDecisionIsTold() {
        StatementReference deny = new StatementReference(Layer.RESOURCE, 0, 0, null, "/Statement");

        assertThat(head(new Decision.Allowed(Decision.Ground.GRANT, List.of(), "g")))
                .isEqualTo("{decision=ALLOWED, ground=GRANT, grantId=g}");
        assertThat(head(new Decision.ExplicitlyDenied(deny))).isEqualTo("{decision=DENIED, explicit=true}");
        assertThat(head(new Decision.ImplicitlyDenied(Decision.Missing.NO_BOUNDARY_ALLOWS)))
                .isEqualTo("{decision=DENIED, explicit=false, missing=NO_BOUNDARY_ALLOWS}");
    }

    /** The members before the gates. */
    private static String head(Decision decision) {
        Explanation explanation = new Explanation(
                decision, List.of(), List.of(), List.of(), List.of(), new ChangeSearch.Found(List.of(), true));
        Map<String, String> members = new LinkedHashMap<>();
        ExplanationJson.of(explanation).members().forEach((name, value) -> {
            if (value instanceof Json.Str string) {
                members.put(name, string.value());
            } else if (value instanceof Json.Bool bool && !name.equals("allChangesTried")) {
                members.put(name, Boolean.toString(bool.value()));
            }
        });
        return members.toString();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesHaveTheMembersOfTheirKind(SingleChange change, String expected) {
        Json json = SingleChangeJson.of(change);

        assertThat(json).hasToString(JsonTrees.parse(expected).toString());
    }
}
