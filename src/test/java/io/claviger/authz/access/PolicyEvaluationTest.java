package io.claviger.authz.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEvaluationTest {
    private static final Path CORPUS = Path.of(System.getProperty("corpus.dir", "../shared/policy-corpus"));
    private static final String REQUEST = "{\"principal\":\"arn:aws:iam::111122223333:user/Example\","
            + "\"action\":\"kms:Decrypt\",\"resource\":\"arn:aws:kms:us-west-2:111122223333:key/k\","
            + "\"resourceAccount\":\"111122223333\",\"context\":{CONTEXT}}";
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"PRINCIPAL\"},\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"CONDITION}]}";

    private final PolicyEvaluation evaluation = new PolicyEvaluation(() -> 0);

    /** The whole corpus as the service itself would decide, which knows what crosses accounts. */
    @ParameterizedTest
    @ValueSource(strings = {"seed-example.jsonl", "cond.jsonl", "stack.jsonl"})
    void agreesWithTheCorpus(String file) throws IOException {
        Path path = CORPUS.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + CORPUS + ", see -Dcorpus.dir");

        List<Json> records =
                Files.readAllLines(path).stream().map(JsonTrees::parse).toList();

        List<String> wrong = new ArrayList<>();
        for (int from = 0; from < records.size(); from += 100) {
            Json answer =
                    evaluation.evaluate(new Json.Arr(records.subList(from, Math.min(from + 100, records.size()))));
            for (Json result : results(answer)) {
                if (!member(result, "matches").equals(new Json.Bool(true))) {
                    wrong.add(member(result, "id").toString());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theExampleOfTheDocumentIsWhatItSays() throws IOException {
        String document = Files.readString(Path.of("docs/policy-testing.md"));
        int from = document.indexOf("```json") + "```json".length();

        Json answer = evaluation.evaluate(JsonTrees.parse(document.substring(from, document.indexOf("```", from))));

        Json result = results(answer).getFirst();
        Json change = member(member(result, "explanation"), "smallestChange");
        assertThat(member(answer, "allMatch")).isEqualTo(new Json.Bool(true));
        assertThat(member(result, "result")).isEqualTo(new Json.Str("ImplicitlyDenied"));
        assertThat(document).contains("\"sentence\": \"" + ((Json.Str) member(change, "sentence")).value());
    }

    @Test
    void saysWhatIsDecidedAndWhy() {
        Json answer = evaluate("", "arn:aws:iam::111122223333:user/Example", "", ",\"id\":\"one\"");

        Json result = results(answer).getFirst();
        assertThat(((Json.Obj) answer).members()).containsOnlyKeys("results");
        assertThat(((Json.Obj) result).members().sequencedKeySet())
                .containsExactly("id", "decision", "result", "explanation", "warnings");
        assertThat(member(result, "decision")).isEqualTo(new Json.Str("Allow"));
        assertThat(member(result, "result")).isEqualTo(new Json.Str("Allowed"));
        assertThat(member(member(result, "explanation"), "ground")).isEqualTo(new Json.Str("RESOURCE_POLICY"));
    }

    @Test
    void saysWhetherAllIsAsExpected() {
        Json wrong = evaluate("", "arn:aws:iam::111122223333:user/Example", "", ",\"expected\":\"Deny\"");
        Json right = evaluate("", "arn:aws:iam::111122223333:user/Example", "", ",\"expected\":\"Allow\"");

        assertThat(member(wrong, "allMatch")).isEqualTo(new Json.Bool(false));
        assertThat(member(results(wrong).getFirst(), "matches")).isEqualTo(new Json.Bool(false));
        assertThat(member(right, "allMatch")).isEqualTo(new Json.Bool(true));
    }

    @Test
    void warnsOfEachPolicyByItsName() {
        Json answer = evaluate(
                "", "*", ",\"Condition\":{\"ForAllValues:StringEquals\":{\"kms:EncryptionContext:a\":\"o-1\"}}", "");

        List<Json> warnings = ((Json.Arr) member(results(answer).getFirst(), "warnings")).items();
        assertThat(warnings).extracting(warning -> member(warning, "document")).containsOnly(new Json.Str("keyPolicy"));
        assertThat(warnings)
                .extracting(warning -> member(warning, "kind"))
                .contains(new Json.Str("OVERLY_PERMISSIVE_CONDITION"));
    }

    @Test
    void theContextIsTakenAsItIsWritten() {
        String condition = ",\"Condition\":{\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"alias/a\"}}";

        Json answer = evaluate(
                "\"kms:ResourceAliases\":[\"alias/a\"]", "arn:aws:iam::111122223333:user/Example", condition, "");

        assertThat(member(results(answer).getFirst(), "decision")).isEqualTo(new Json.Str("Allow"));
        assertThat(((Json.Arr) member(results(answer).getFirst(), "warnings")).items())
                .extracting(warning -> member(warning, "kind"))
                .contains(new Json.Str("KEY_UNSEEN_BY_KEY_POLICY"));
    }

    @Test
    void theSearchForChangesEndsInTime() {
        AtomicLong now = new AtomicLong();
        PolicyEvaluation hurried = new PolicyEvaluation(() -> now.getAndAdd(400_000_000));

        Json answer = hurried.evaluate(record("", "arn:aws:iam::444455556666:root", "", ""));

        Json explanation = member(results(answer).getFirst(), "explanation");
        assertThat(member(explanation, "allChangesTried")).isEqualTo(new Json.Bool(false));
    }

    @Test
    void patternsThatWouldTakeVeryLongAreRefused() {
        String stars = "*a".repeat(50_000);

        assertThatThrownBy(() -> evaluate(
                        "\"kms:ViaService\":\"" + "a".repeat(8000) + "\"",
                        "*",
                        ",\"Condition\":{\"StringLike\":{\"kms:ViaService\":\"" + stars + "\"}}",
                        ""))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION));
    }

    private Json evaluate(String context, String principal, String condition, String more) {
        return evaluation.evaluate(record(context, principal, condition, more));
    }

    private static Json record(String context, String principal, String condition, String more) {
        return JsonTrees.parse("{\"request\":" + REQUEST.replace("CONTEXT", context) + ",\"keyPolicy\":"
                + POLICY.replace("PRINCIPAL", principal).replace("CONDITION", condition) + more + "}");
    }

    private static List<Json> results(Json answer) {
        return ((Json.Arr) member(answer, "results")).items();
    }

    private static Json member(Json object, String name) {
        Json value = ((Json.Obj) object).members().get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + object);
        }
        return value;
    }
}
