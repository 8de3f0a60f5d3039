package io.claviger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.crypto.WipeableKey;
import io.claviger.crypto.kdf.CounterKdf;
import io.claviger.testkit.VectorFiles;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SP 800-108 counter mode against NIST ACVP KDF-1.0 (public domain). */
class AcvpCounterKdfTest {
    private static final String OURS = "counter, HMAC-SHA2-256, 32-bit counter before fixed data";

    private final CounterKdf kdf = new CounterKdf();

    @TestFactory
    Stream<DynamicTest> agreesWithAcvp() {
        return VectorFiles.outside(
                "acvp/KDF-1.0/prompt.json.gz",
                questions -> VectorFiles.outside(
                        "acvp/KDF-1.0/expectedResults.json.gz", results -> tests(questions, answers(results))));
    }

    private Stream<DynamicTest> tests(JsonNode questions, Map<Integer, JsonNode> answers) {
        Map<String, List<JsonNode>> kinds =
                stream(questions.get("testGroups")).collect(Collectors.groupingBy(AcvpCounterKdfTest::kindOf));
        assertThat(kinds.get(OURS)).hasSize(8);

        return kinds.entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                    Assumptions.assumeTrue(kind.getKey().equals(OURS), "left out: we use " + OURS + " only");
                    kind.getValue().forEach(group -> check(group, answers));
                }));
    }

    private void check(JsonNode group, Map<Integer, JsonNode> answers) {
        int lengthBits = group.get("keyOutLength").asInt();
        for (JsonNode test : group.get("tests")) {
            JsonNode answer = answers.get(test.get("tcId").asInt());
            byte[] fixedData = HexFormat.of().parseHex(answer.get("fixedData").asText());
            WipeableKey key =
                    WipeableKey.owning(HexFormat.of().parseHex(test.get("keyIn").asText()), "HmacSHA256");

            byte[] output = kdf.deriveFrom(key, fixedData, Math.ceilDiv(lengthBits, 8));

            // the vectors cut to the bit; we only ever cut to the byte
            int spareBits = 8 * output.length - lengthBits;
            output[output.length - 1] &= (byte) (0xff << spareBits);
            assertThat(HexFormat.of().withUpperCase().formatHex(output))
                    .as("tcId " + test.get("tcId"))
                    .isEqualTo(answer.get("keyOut").asText());
        }
    }

    private static String kindOf(JsonNode group) {
        if (!group.get("kdfMode").asText().equals("counter")
                || !group.get("macMode").asText().equals("HMAC-SHA2-256")) {
            return "other modes and pseudorandom functions";
        }
        return group.get("kdfMode").asText() + ", " + group.get("macMode").asText() + ", "
                + group.path("counterLength").asText() + "-bit counter "
                + group.path("counterLocation").asText();
    }

    private static Map<Integer, JsonNode> answers(JsonNode results) {
        Map<Integer, JsonNode> answers = new HashMap<>();
        results.get("testGroups")
                .forEach(group -> group.get("tests")
                        .forEach(test -> answers.put(test.get("tcId").asInt(), test)));
        return answers;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
