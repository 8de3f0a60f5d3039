package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Explanations: a sentence, a request, its policies, and parts of the explanation as short texts. */
class ExplanationVectorTest {
    private static final Map<String, Function<Explanation, Stream<String>>> PARTS = Map.of(
            "gates", explanation -> explanation.gates().stream().map(ExplanationVectorTest::describe),
            "deciding", explanation -> explanation.deciding().stream().map(ExplanationVectorTest::describe),
            "statements",
                    explanation -> explanation.statements().stream()
                            .map(trace -> describe(trace.statement()) + " " + trace.principal()),
            "conditions",
                    explanation -> explanation.statements().stream()
                            .flatMap(trace -> trace.conditions().stream())
                            .map(ExplanationVectorTest::describe),
            "byAbsence",
                    explanation -> explanation.byAbsence().stream()
                            .map(allow -> allow.condition().pointer() + " "
                                    + allow.condition().rule()),
            "changes", explanation -> explanation.changes().changes().stream().map(SingleChange::sentence));

    @TestFactory
    Stream<DynamicTest> explainsAsTheVectorsSay() {
        return OwnVectors.read("explanations.json").stream().map(json -> test(new Fields(json)));
    }

    private static DynamicTest test(Fields vector) {
        return DynamicTest.dynamicTest(vector.text("sentence"), () -> {
            AccessRequest request = VectorCases.request(vector);
            PolicySet policies = VectorCases.policies(vector);
            Map<String, List<String>> expected = new TreeMap<>();
            PARTS.keySet().forEach(part -> vector.optional(part).ifPresent(json -> expected.put(part, texts(json))));
            vector.refuseOthers();

            Explanation explanation = ExplanationChecks.agreesWithEngine(request, policies);

            Map<String, List<String>> told = new TreeMap<>();
            expected.keySet()
                    .forEach(part ->
                            told.put(part, PARTS.get(part).apply(explanation).toList()));
            assertThat(told).isEqualTo(expected);
        });
    }

    private static List<String> texts(Json json) {
        return ((Json.Arr) json).items().stream().map(Fields::asText).toList();
    }

    private static String describe(GateOutcome gate) {
        String level = gate.level() == 0 ? "" : " " + gate.level();
        return gate.gate() + level + " " + gate.verdict() + " " + gate.rule()
                + gate.statements().stream()
                        .map(statement -> " " + describe(statement))
                        .collect(Collectors.joining());
    }

    private static String describe(StatementReference reference) {
        return reference.layer() + "[" + reference.policy() + "]" + reference.pointer();
    }

    private static String describe(ConditionTrace condition) {
        return condition.pointer() + " "
                + condition.policyValues().stream()
                        .map(ExplanationVectorTest::describe)
                        .toList() + " " + condition.requestValues() + " " + condition.rule();
    }

    private static String describe(PolicyValue value) {
        return value.filled()
                .map(filled -> filled.equals(value.text()) ? filled : value.text() + " as " + filled)
                .orElse(value.text() + " unresolved");
    }
}
