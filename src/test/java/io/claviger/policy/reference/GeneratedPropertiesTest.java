package io.claviger.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import io.claviger.policy.Decision;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What must hold of the engine whatever the policies say. */
class GeneratedPropertiesTest {
    private static final int CASES = Integer.getInteger("policy.cases", 5_000);
    private static final long SEED = Long.getLong("policy.seed", 2);

    @Test
    void aFurtherDenyNeverAllows() {
        int denied = 0;
        for (int index = 0; index < CASES; index++) {
            PolicyCase before = CaseGenerator.make(SEED, index);
            PolicyCase after = withStatement(before, new Dice(SEED + 1, index), 100);

            boolean isAllowed = Product.decide(after).isAllowed();

            boolean wasAllowed = Product.decide(before).isAllowed();
            assertThat(wasAllowed || !isAllowed).as(after::print).isTrue();
            denied += wasAllowed && !isAllowed ? 1 : 0;
        }
        assertThat(denied).isGreaterThan(CASES / 100);
    }

    @Test
    void aFurtherAllowNeverDenies() {
        int allowed = 0;
        for (int index = 0; index < CASES; index++) {
            PolicyCase before = CaseGenerator.make(SEED, index);
            PolicyCase after = withStatement(before, new Dice(SEED + 1, index), 0);

            boolean isAllowed = Product.decide(after).isAllowed();

            boolean wasAllowed = Product.decide(before).isAllowed();
            assertThat(isAllowed || !wasAllowed).as(after::print).isTrue();
            allowed += isAllowed && !wasAllowed ? 1 : 0;
        }
        assertThat(allowed).isGreaterThan(CASES / 100);
    }

    @Test
    void orderAndDuplicatesDoNotMatter() {
        for (int index = 0; index < CASES; index++) {
            PolicyCase before = CaseGenerator.make(SEED, index);
            PolicyCase after = Shuffle.shuffled(before, new Dice(SEED + 1, index));

            assertThat(kind(Product.decide(after))).as(after::print).isEqualTo(kind(Product.decide(before)));
        }
    }

    @Test
    void printedAndReadAgainDecidesTheSame() {
        for (int index = 0; index < CASES; index++) {
            PolicyCase before = CaseGenerator.make(SEED, index);
            PolicyCase after = before.with(before.policies().map(document -> JsonTrees.parse(Trees.print(document))));

            assertThat(after).isEqualTo(before);
            assertThat(Product.decide(after)).isEqualTo(Product.decide(before));
        }
    }

    /** The strict parser, for new documents, and the total compiler, for stored ones, read the same. */
    @Test
    void acceptedDocumentsDecideAsStoredOnes() {
        int accepted = 0;
        for (int index = 0; index < CASES; index++) {
            PolicyCase question = CaseGenerator.make(SEED, index);
            Decision stored = Product.decide(question);

            assertThat(Product.decide(question, GeneratedPropertiesTest::strictWherePossible))
                    .isEqualTo(stored);
            boolean isAccepted = question.policies().resource().stream()
                    .anyMatch(document -> Product.isAccepted(document, PolicyKind.KEY));
            accepted += isAccepted ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(CASES / 2);
    }

    private static PolicyDocument strictWherePossible(Json document, PolicyKind kind) {
        return PolicyParser.parse(document, kind) instanceof ParseResult.Accepted accepted
                ? accepted.document()
                : PolicyParser.compile(document, kind);
    }

    /** With one more statement in a document that is there, or in a further identity policy. */
    private static PolicyCase withStatement(PolicyCase question, Dice dice, int denyChance) {
        DocumentGenerator documents = new DocumentGenerator(
                dice, question.caller(), question.action(), question.resource(), question.seenContext(false));
        PolicyCase.Policies policies = question.policies();
        int at = dice.below(1 + policies.count());
        if (at == policies.count()) {
            Json further = Trees.withStatements(
                    JsonTrees.parse("{\"Version\": \"2012-10-17\"}"),
                    List.of(documents.statement(false, denyChance, "Further")));
            return question.with(policies.withIdentity(Trees.joined(policies.identity(), List.of(further))));
        }
        boolean isResourcePolicy = policies.resource().isPresent() && at == 0;
        Json statement = documents.statement(isResourcePolicy, denyChance, "Further");
        UnaryOperator<Json> extended = document ->
                Trees.withStatements(document, Trees.joined(Trees.statements(document), List.of(statement)));
        return question.with(policies.mapOne(at, extended));
    }

    private static Object kind(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> allowed.ground();
            case Decision.ExplicitlyDenied denied -> Decision.ExplicitlyDenied.class;
            case Decision.ImplicitlyDenied denied -> denied.missing();
        };
    }
}
