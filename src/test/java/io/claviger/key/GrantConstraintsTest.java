package io.claviger.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantConstraintsTest {
    private static final String VOLUME = "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1";

    @Test
    void equalsNeedsExactlyThesePairs() {
        GrantConstraints constraints = equal(Map.of("Dept", "IT", "Env", "test"));

        assertThat(hold(constraints, Map.of("Env", "test", "Dept", "IT"))).isTrue();
        assertThat(hold(constraints, Map.of("Dept", "IT"))).isFalse();
        assertThat(hold(constraints, Map.of("Dept", "IT", "Env", "test", "more", "x")))
                .isFalse();
        assertThat(hold(constraints, Map.of())).isFalse();
    }

    @Test
    void subsetNeedsThesePairsAtLeast() {
        GrantConstraints constraints = subset(Map.of("Dept", "IT"));

        assertThat(hold(constraints, Map.of("Dept", "IT"))).isTrue();
        assertThat(hold(constraints, Map.of("Dept", "IT", "more", "x"))).isTrue();
        assertThat(hold(constraints, Map.of("more", "x"))).isFalse();
    }

    @Test
    void namesAreComparedWithoutCaseAndValuesWithIt() {
        assertThat(hold(subset(Map.of("Dept", "IT")), Map.of("DEPT", "IT"))).isTrue();
        assertThat(hold(equal(Map.of("Dept", "IT")), Map.of("dept", "IT"))).isTrue();
        assertThat(hold(subset(Map.of("Dept", "IT")), Map.of("Dept", "it"))).isFalse();
    }

    @Test
    void anEmptyMapIsAConstraintToNoContext() {
        assertThat(hold(equal(Map.of()), Map.of())).isTrue();
        assertThat(hold(equal(Map.of()), Map.of("a", "b"))).isFalse();
        assertThat(hold(subset(Map.of()), Map.of("a", "b"))).isTrue();
    }

    @Test
    void bothKindsMustHold() {
        GrantConstraints both = new GrantConstraints(Map.of("a", "1", "b", "2"), Map.of("b", "2"), null);
        GrantConstraints never = new GrantConstraints(Map.of("a", "1"), Map.of("b", "2"), null);

        assertThat(hold(both, Map.of("a", "1", "b", "2"))).isTrue();
        assertThat(hold(never, Map.of("a", "1"))).isFalse();
        assertThat(hold(never, Map.of("a", "1", "b", "2"))).isFalse();
    }

    @Test
    void theContextDoesNotConcernDescribeKey() {
        assertThat(equal(Map.of("a", "1")).hold(GrantOperation.DESCRIBE_KEY, Map.of(), null))
                .isTrue();
    }

    @Test
    void theSourceMustBeTheOneNamed() {
        GrantConstraints constraints = new GrantConstraints(null, null, VOLUME);

        assertThat(constraints.hold(GrantOperation.DECRYPT, Map.of(), VOLUME)).isTrue();
        assertThat(constraints.hold(GrantOperation.DESCRIBE_KEY, Map.of(), null))
                .isFalse();
        assertThat(constraints.hold(GrantOperation.DECRYPT, Map.of(), VOLUME + "2"))
                .isFalse();
    }

    @Test
    void aChildMayNarrowItsParentAndNeverWidenIt() {
        GrantConstraints parent = subset(Map.of("Dept", "IT"));

        assertThat(parent.areWithin(parent)).isTrue();
        assertThat(subset(Map.of("dept", "IT", "Env", "x")).areWithin(parent)).isTrue();
        assertThat(equal(Map.of("Dept", "IT")).areWithin(parent)).isTrue();
        assertThat(equal(Map.of("Env", "x")).areWithin(parent)).isFalse();
        assertThat(GrantConstraints.NONE.areWithin(parent)).isFalse();
        assertThat(subset(Map.of("Dept", "HR")).areWithin(parent)).isFalse();
        assertThat(subset(Map.of("Dept", "IT")).areWithin(equal(Map.of("Dept", "IT"))))
                .isFalse();
        assertThat(parent.areWithin(GrantConstraints.NONE)).isTrue();
        assertThat(GrantConstraints.NONE.areWithin(new GrantConstraints(null, null, VOLUME)))
                .isFalse();
    }

    /** One pair of a context satisfies both kinds in the child, the parent needs two. */
    @Test
    void aPairDoesNotCountTwiceBecauseBothKindsNameIt() {
        GrantConstraints parent = subset(Map.of("dept", "IT", "DEPT", "IT"));
        GrantConstraints child = new GrantConstraints(Map.of("dept", "IT"), Map.of("DEPT", "IT"), null);

        assertThat(hold(child, Map.of("dept", "IT"))).isTrue();
        assertThat(hold(parent, Map.of("dept", "IT"))).isFalse();
        assertThat(child.areWithin(parent)).isFalse();
    }

    /** The sense of being within: no context satisfies the child and not the parent. */
    @Test
    void whatSatisfiesAChildSatisfiesItsParent() {
        Random random = new Random(20261125);
        int within = 0;
        for (int i = 0; i < 20_000; i++) {
            GrantConstraints child = any(random);
            GrantConstraints parent = any(random);
            Map<String, String> context = pairs(random);
            if (child.areWithin(parent)) {
                within++;
                if (hold(child, context)) {
                    assertThat(hold(parent, context))
                            .as("%s in %s for %s", child, parent, context)
                            .isTrue();
                }
            }
        }
        assertThat(within).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(GrantOperation.class)
    void noLeadHidesAGrantWhoseConstraintsHold(GrantOperation operation) {
        Random random = new Random(operation.wireName().hashCode());
        int held = 0;
        for (int i = 0; i < 3_000; i++) {
            GrantConstraints constraints = any(random);
            Map<String, String> context = pairs(random);
            String source = random.nextInt(3) == 0 ? VOLUME : null;
            if (constraints.hold(operation, context, source)) {
                held++;
                assertThat(GrantLead.ofRequest(operation, context, source))
                        .as("%s for %s", constraints, context)
                        .contains(GrantLead.of(constraints, operation));
            }
        }
        assertThat(held).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(GrantOperation.class)
    void constraintsUnderAnExactLeadAllHoldOrNoneDoes(GrantOperation operation) {
        Random random = new Random(operation.wireName().hashCode());
        Map<String, GrantConstraints> first = new LinkedHashMap<>();
        Map<String, String> context = Map.of("a", "1");
        for (int i = 0; i < 3_000; i++) {
            GrantConstraints constraints = any(random);
            GrantLead lead = GrantLead.of(constraints, operation);
            if (lead.isExact()) {
                GrantConstraints other = first.computeIfAbsent(lead.value(), absent -> constraints);
                assertThat(constraints.hold(operation, context, VOLUME))
                        .as("%s and %s", constraints, other)
                        .isEqualTo(other.hold(operation, context, VOLUME));
            }
        }
        assertThat(first).hasSizeGreaterThan(1);
    }

    private static boolean hold(GrantConstraints constraints, Map<String, String> context) {
        return constraints.hold(GrantOperation.DECRYPT, context, null);
    }

    private static GrantConstraints equal(Map<String, String> pairs) {
        return new GrantConstraints(pairs, null, null);
    }

    private static GrantConstraints subset(Map<String, String> pairs) {
        return new GrantConstraints(null, pairs, null);
    }

    private static GrantConstraints any(Random random) {
        return new GrantConstraints(pairsOrNull(random), pairsOrNull(random), random.nextInt(5) == 0 ? VOLUME : null);
    }

    private static @Nullable Map<String, String> pairsOrNull(Random random) {
        return random.nextInt(3) == 0 ? null : pairs(random);
    }

    private static Map<String, String> pairs(Random random) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name : new String[] {"a", "A", "b", "c"}) {
            if (random.nextInt(3) == 0) {
                pairs.put(name, Integer.toString(random.nextInt(2)));
            }
        }
        return pairs;
    }
}
