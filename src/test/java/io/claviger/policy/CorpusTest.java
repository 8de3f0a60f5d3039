package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The policy corpus: decision records on which two independent evaluators agree. It is not part of the repository:
 * {@code -Dcorpus.dir=…} names its directory, or it lies beside the checkout.
 */
class CorpusTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("corpus.dir", "../shared/policy-corpus"));

    @ParameterizedTest(name = "{0}")
    @CsvSource({"seed-example.jsonl, 10", "cond.jsonl, 2462", "stack.jsonl, 2194"})
    void decidesAsTheCorpus(String file, int records) throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + DIRECTORY + ", see -Dcorpus.dir");

        List<String> lines = Files.readAllLines(path);
        List<String> mismatches = new ArrayList<>();
        for (String line : lines) {
            mismatch(CorpusRecord.read(line)).ifPresent(mismatches::add);
        }

        assertThat(lines).hasSize(records);
        assertThat(mismatches).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"seed-example.jsonl", "cond.jsonl", "stack.jsonl"})
    void explainsWhatItDecides(String file) throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + DIRECTORY + ", see -Dcorpus.dir");

        for (String line : Files.readAllLines(path)) {
            CorpusRecord record = CorpusRecord.read(line);

            ExplanationChecks.agreesWithEngine(record.request(), record.policies());
        }
    }

    private static Optional<String> mismatch(CorpusRecord record) {
        Decision decision = PolicyEngine.decide(record.request(), record.policies());

        String name = decision.getClass().getSimpleName();
        boolean isAsExpected = decision.isAllowed() == record.isAllowed()
                && record.result().orElse(name).equals(name);
        return isAsExpected ? Optional.empty() : Optional.of(record.id() + ": " + decision);
    }
}
