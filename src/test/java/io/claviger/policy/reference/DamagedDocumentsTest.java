package io.claviger.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.policy.Decision;
import org.junit.jupiter.api.Test;

/** A stored document that cannot be read any more never opens what it kept shut, and never fails. */
class DamagedDocumentsTest {
    private static final int CASES = Integer.getInteger("policy.cases", 20_000);
    private static final long SEED = Long.getLong("policy.seed", 3);

    @Test
    void damageNeverAllows() {
        int closed = 0;
        for (int index = 0; index < CASES; index++) {
            PolicyCase whole = CaseGenerator.make(SEED, index);
            if (whole.policies().count() == 0) {
                continue;
            }
            Dice dice = new Dice(SEED + 1, index);
            PolicyCase damaged = whole.with(whole.policies()
                    .mapOne(dice.below(whole.policies().count()), document -> Damage.damaged(document, dice)));

            Decision decision = Product.decide(damaged);

            boolean wasAllowed = Product.decide(whole).isAllowed();
            int at = index;
            assertThat(wasAllowed || !decision.isAllowed())
                    .as(() -> "index " + at + "\nwhole: " + whole.print() + "\ndamaged: " + damaged.print())
                    .isTrue();
            closed += wasAllowed && !decision.isAllowed() ? 1 : 0;
        }
        assertThat(closed).isGreaterThan(CASES / 50);
    }
}
