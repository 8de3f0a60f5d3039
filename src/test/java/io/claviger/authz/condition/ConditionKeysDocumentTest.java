package io.claviger.authz.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConditionKeysDocumentTest {
    private static final Path FILE = Path.of("docs", "condition-keys.md");
    private static final String WRITE = "condition-keys.write";

    @Test
    void documentSaysWhatTheTablesSay() throws IOException {
        String text = ConditionKeysDocument.text();

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, text);
        }

        assertThat(FILE)
                .as("out of date; write it anew with: ./mvnw test -Dtest=ConditionKeysDocumentTest -D%s=true", WRITE)
                .hasContent(text);
    }
}
