package io.claviger.http.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictBase64Test {
    @Test
    void decodesWhatTheJdkEncodes() {
        Random random = new Random(3);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] text = Base64.getEncoder().encode(bytes);

            assertThat(StrictBase64.decode(text, 0, text.length).orElseThrow()).isEqualTo(bytes);
        }
    }

    @Test
    void acceptsOnlyTheSpellingThatTheJdkWrites() {
        Random random = new Random(4);
        String alphabet = "AQg/+=wB9 _-\n";
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder builder = new StringBuilder();
            int length = random.nextInt(9);
            for (int j = 0; j < length; j++) {
                builder.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] text = builder.toString().getBytes(ISO_8859_1);

            byte[] decoded = StrictBase64.decode(text, 0, text.length).orElse(null);

            if (decoded == null) {
                assertThat(isCanonical(text)).as(builder.toString()).isFalse();
            } else {
                accepted++;
                assertThat(Base64.getEncoder().encode(decoded)).isEqualTo(text);
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    @Test
    void decodesAPartOfAnArray() {
        byte[] text = "xxYWJjxx".getBytes(ISO_8859_1);

        assertThat(StrictBase64.decode(text, 2, 6).orElseThrow()).asString().isEqualTo("abc");
    }

    private static boolean isCanonical(byte[] text) {
        try {
            return Arrays.equals(
                    text, Base64.getEncoder().encode(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
