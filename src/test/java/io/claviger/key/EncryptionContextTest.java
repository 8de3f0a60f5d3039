package io.claviger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptionContextTest {
    @Test
    void orderOfPairsMeansNothing() {
        Map<String, String> forth = new LinkedHashMap<>();
        forth.put("a", "1");
        forth.put("b", "2");
        Map<String, String> back = new LinkedHashMap<>();
        back.put("b", "2");
        back.put("a", "1");

        assertThat(EncryptionContext.of(forth)).isEqualTo(EncryptionContext.of(back));
    }

    @Test
    void pairsAreSortedByTheBytesOfTheirKeysNotByTheirChars() {
        String first = "\uffee";
        String second = "\ud83d\udd11"; // U+1F511: its first char is smaller, its first byte greater

        EncryptionContext context = EncryptionContext.of(Map.of(second, "y", first, "x"));

        assertThat(context.pairs().keySet()).containsExactly(first, second);
    }

    @Test
    void emptyIsTheContextOfNoPairs() {
        assertThat(EncryptionContext.empty()).isEqualTo(EncryptionContext.of(Map.of()));
        assertThat(EncryptionContext.empty().isEmpty()).isTrue();
    }

    @Test
    void keysAndValuesAreComparedByteForByte() {
        EncryptionContext context = EncryptionContext.of(Map.of("Key", "Value"));

        assertThat(context)
                .isNotEqualTo(EncryptionContext.of(Map.of("key", "Value")))
                .isNotEqualTo(EncryptionContext.of(Map.of("Key", "value")))
                .isNotEqualTo(EncryptionContext.of(Map.of("Value", "Key")))
                .isNotEqualTo(EncryptionContext.of(Map.of("KeyV", "alue")));
    }

    @Test
    void canonicalFormsOfRandomContextsDiffer() {
        SeededRandom random = new SeededRandom(3);
        Map<String, Map<String, String>> seen = new HashMap<>();

        for (int i = 0; i < 20_000; i++) {
            Map<String, String> pairs = new HashMap<>();
            for (int pair = random.below(4); pair > 0; pair--) {
                pairs.put(text(random), text(random));
            }
            String canonical = new String(EncryptionContext.of(pairs).canonicalBytes(), StandardCharsets.ISO_8859_1);

            assertThat(seen.computeIfAbsent(canonical, unseen -> pairs)).isEqualTo(pairs);
        }
    }

    @Test
    void unpairedSurrogateIsRefusedInsteadOfReplaced() {
        assertThatThrownBy(() -> EncryptionContext.of(Map.of("a", "\ud800")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EncryptionContext.of(Map.of("\udfff", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooLongIsMoreThan8192CanonicalBytes() {
        int overhead = 4 + 4 + 1 + 4;

        assertThat(EncryptionContext.of(Map.of("k", "v".repeat(8192 - overhead)))
                        .isTooLong())
                .isFalse();
        assertThat(EncryptionContext.of(Map.of("k", "v".repeat(8193 - overhead)))
                        .isTooLong())
                .isTrue();
    }

    @Test
    void textShowsNoValue() {
        assertThat(EncryptionContext.of(Map.of("patient", "Jane")))
                .asString()
                .contains("patient")
                .doesNotContain("Jane");
    }

    @Test
    void changingTheGivenMapChangesNothing() {
        Map<String, String> pairs = new HashMap<>(Map.of("a", "1"));
        EncryptionContext context = EncryptionContext.of(pairs);

        pairs.put("b", "2");

        assertThat(context.pairs()).isEqualTo(Map.of("a", "1"));
    }

    private static String text(SeededRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.below(3); length > 0; length--) {
            text.append((char) ('a' + random.below(2)));
        }
        return text.toString();
    }
}
