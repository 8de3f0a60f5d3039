package io.claviger.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.claviger.policy.Decision.Ground;
import io.claviger.policy.Decision.Missing;
import io.claviger.policy.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine and the reference answer alike on random cases. {@code -Dpolicy.cases=…} and {@code -Dpolicy.seed=…} make
 * it more, or others.
 */
class DifferentialTest {
    private static final int CASES = Integer.getInteger("policy.cases", 20_000);
    private static final long SEED = Long.getLong("policy.seed", 1);

    @Test
    void decidesAsTheReference() {
        Map<String, Integer> histogram = new TreeMap<>();

        for (int index = 0; index < CASES; index++) {
            PolicyCase question = CaseGenerator.make(SEED, index);
            Verdict verdict = ReferenceEvaluator.decide(question);
            if (!Product.agrees(Product.decide(question), verdict)) {
                fail(describe(index, question));
            }
            histogram.merge(outcome(verdict), 1, Integer::sum);
        }

        System.out.println("policy cases, seed " + SEED + ": " + histogram);
        // the generator must go on making cases worth comparing
        assertThat(histogram).containsOnlyKeys(allOutcomes());
        assertThat(histogram)
                .allSatisfy((outcome, count) -> assertThat(count).as(outcome).isGreaterThan(CASES / 400));
    }

    private static List<String> allOutcomes() {
        return Stream.of(
                        Arrays.stream(Ground.values()).map(DifferentialTest::allowed),
                        Arrays.stream(Layer.values()).map(DifferentialTest::denied),
                        Arrays.stream(Missing.values()).map(DifferentialTest::missing))
                .flatMap(outcomes -> outcomes)
                .toList();
    }

    private static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> allowed(allowed.ground());
            case Verdict.ExplicitlyDenied denied ->
                denied(denied.denying().stream()
                        .map(Verdict.Place::layer)
                        .max(Layer::compareTo)
                        .orElseThrow());
            case Verdict.ImplicitlyDenied denied ->
                missing(denied.missing().stream().max(Missing::compareTo).orElseThrow());
        };
    }

    private static String allowed(Ground ground) {
        return "allowed by " + ground;
    }

    private static String denied(Layer layer) {
        return "denied by " + layer;
    }

    private static String missing(Missing missing) {
        return "not allowed, " + missing;
    }

    private static String describe(int index, PolicyCase question) {
        PolicyCase smallest = Minimiser.minimise(
                question, smaller -> !Product.agrees(Product.decide(smaller), ReferenceEvaluator.decide(smaller)));
        return "seed " + SEED + ", index " + index + "\nwhole: " + question.print() + "\nsmallest: " + smallest.print()
                + "\nengine: " + Product.decide(smallest) + "\nreference: " + ReferenceEvaluator.decide(smallest);
    }
}
