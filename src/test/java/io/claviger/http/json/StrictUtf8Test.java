package io.claviger.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictUtf8Test {
    @Test
    void agreesWithTheJdkOnEveryShortSequence() {
        for (int i = 0; i < 1 << 16; i++) {
            check(new byte[] {(byte) (i >> 8), (byte) i});
        }
        for (int lead = 0xe0; lead <= 0xff; lead++) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[] {0x00, 0x7f, 0x80, 0xbf, 0xc0}) {
                    check(new byte[] {(byte) lead, (byte) second, (byte) third, (byte) 0x80});
                    check(new byte[] {(byte) lead, (byte) second, (byte) third});
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    private static void check(byte[] bytes) {
        if (StrictUtf8.isValid(bytes) != jdkAccepts(bytes)) {
            assertThat(bytes).as("the JDK thinks otherwise").isNull();
        }
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
