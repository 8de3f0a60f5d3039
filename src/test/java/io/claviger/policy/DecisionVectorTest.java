package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole decisions: a sentence, a request, its policies, and the decision with what it rests on. */
class DecisionVectorTest {
    @TestFactory
    Stream<DynamicTest> decidesAsTheVectorsSay() {
        return Stream.of(
                        "principals.json",
                        "not-principal.json",
                        "limits.json",
                        "cross-account.json",
                        "account-operations.json",
                        "grants.json",
                        "not-understood.json",
                        "elements.json")
                .flatMap(file -> OwnVectors.read(file).stream().map(json -> test(file, new Fields(json))));
    }

    private static DynamicTest test(String file, Fields vector) {
        return DynamicTest.dynamicTest(file + ": " + vector.text("sentence"), () -> {
            AccessRequest request = VectorCases.request(vector);
            PolicySet policies = VectorCases.policies(vector);
            String expected = vector.text("decision");
            vector.refuseOthers();

            Decision decision = PolicyEngine.decide(request, policies);

            assertThat(describe(decision)).isEqualTo(expected);
            ExplanationChecks.agreesWithEngine(request, policies);
        });
    }

    /** {@code Allowed RESOURCE_POLICY RESOURCE[0][1]}, {@code ImplicitlyDenied NO_BOUNDARY_ALLOWS}. */
    private static String describe(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed ->
                Stream.concat(
                                Stream.of("Allowed", allowed.ground().name()),
                                Stream.concat(
                                        allowed.statements().stream().map(DecisionVectorTest::describe),
                                        allowed.grant().stream()))
                        .collect(Collectors.joining(" "));
            case Decision.ExplicitlyDenied denied -> "ExplicitlyDenied " + describe(denied.statement());
            case Decision.ImplicitlyDenied denied ->
                "ImplicitlyDenied " + denied.missing().name();
        };
    }

    private static String describe(StatementReference reference) {
        return reference.layer() + "[" + reference.policy() + "][" + reference.statement() + "]"
                + Optional.ofNullable(reference.sid()).map(sid -> " " + sid).orElse("");
    }
}
