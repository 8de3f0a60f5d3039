package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of vectors among the test resources: a list of objects. */
final class OwnVectors {
    private OwnVectors() {}

    static List<Json> read(String name) {
        try (InputStream stream = OwnVectors.class.getResourceAsStream("/policy/" + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no file of vectors " + name);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return ((Json.Arr) JsonTrees.parse(text)).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
