package io.claviger.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Test vectors: small ones of our own on the class path, large ones from outside in the folder that
 * {@code -Dvectors.dir} names, else in {@code ../shared/vectors}. Where that folder is missing, the test is left out and
 * says so.
 */
public final class VectorFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VectorFiles() {}

    /**
     * The tests that an outside file yields, such as {@code wycheproof/aes_gcm_test.json}; unpacked if its name ends in
     * {@code .gz}. Where it is missing, one test that is left out: a factory that is left out itself is not reported.
     */
    public static Stream<DynamicTest> outside(String name, Function<JsonNode, Stream<DynamicTest>> tests) {
        Path file = Path.of(System.getProperty("vectors.dir", "../shared/vectors"), name);
        if (!Files.isRegularFile(file)) {
            return Stream.of(DynamicTest.dynamicTest(
                    name, () -> Assumptions.abort("left out: " + file + " is missing, see -Dvectors.dir")));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return tests.apply(JSON.readTree(name.endsWith(".gz") ? new GZIPInputStream(in) : in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of our own, from the test resources under {@code vectors/}. */
    public static JsonNode own(String name) {
        try (InputStream in = Objects.requireNonNull(VectorFiles.class.getResourceAsStream("/vectors/" + name), name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
