package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/explanations.md} says what explanations look like. */
class ExplanationsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/explanations.md");

    @Test
    void theExampleIsWhatTheExplainerSays() throws IOException {
        String document = Files.readString(DOCUMENT);
        AccountId account = new AccountId("111122223333");
        AccessRequest request = AccessRequest.onResource(
                new Principal.User(account, Arn.user(account, "/", "ExampleUser"), "AIDAEXAMPLEEXAMPLE01"),
                Action.of("kms:Decrypt"),
                new Arn("aws", "kms", "us-west-2", account.value(), "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
                account,
                Context.EMPTY);
        PolicySet policies =
                PolicySet.EMPTY.withResourcePolicy(PolicyParser.compile(block(document, "policy"), PolicyKind.KEY));

        Json explanation = ExplanationJson.of(Explainer.explain(request, policies));

        // the texts, so that the order of members counts
        assertThat(explanation).hasToString(block(document, "explanation").toString());
    }

    @Test
    void everyWordIsDocumented() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<String> rows = Stream.concat(
                        Arrays.stream(GateRule.values()).map(rule -> row(rule.name(), rule.sentence())),
                        Arrays.stream(ConditionRule.values())
                                .map(rule -> row(rule.name(), (rule.holds() ? "yes" : "no") + " | " + rule.sentence())))
                .toList();
        Stream<Enum<?>> words = Stream.<Enum<?>[]>of(
                        Decision.Ground.values(),
                        Decision.Missing.values(),
                        Layer.values(),
                        Effect.values(),
                        PrincipalMatch.values(),
                        GateOutcome.Gate.values(),
                        GateOutcome.Verdict.values())
                .flatMap(Arrays::stream);

        assertThat(document).contains(rows);
        assertThat(document).contains(words.map(word -> "`" + word.name() + "`").toList());
    }

    private static String row(String name, String rest) {
        return "| `" + name + "` | " + rest + " |\n";
    }

    private static Json block(String document, String name) {
        String start = "```json " + name + "\n";
        int from = document.indexOf(start) + start.length();
        return JsonTrees.parse(document.substring(from, document.indexOf("```", from)));
    }
}
