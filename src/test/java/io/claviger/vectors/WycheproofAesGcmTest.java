package io.claviger.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.crypto.WipeableKey;
import io.claviger.crypto.aes.AesGcm;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.testkit.VectorFiles;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** AES-GCM against C2SP Wycheproof (Apache-2.0), aes_gcm_test. */
class WycheproofAesGcmTest {
    private final AesGcm aesGcm = new AesGcm();

    @TestFactory
    Stream<DynamicTest> agreesWithWycheproof() {
        return VectorFiles.outside("wycheproof/aes_gcm_test.json", this::tests);
    }

    private Stream<DynamicTest> tests(JsonNode file) {
        JsonNode groups = file.get("testGroups");
        assertThat(stream(groups)
                        .filter(WycheproofAesGcmTest::isOurs)
                        .mapToInt(group -> group.get("tests").size())
                        .sum())
                .isEqualTo(66);

        return stream(groups).map(group -> DynamicTest.dynamicTest(nameOf(group), () -> run(group)));
    }

    private void run(JsonNode group) {
        Assumptions.assumeTrue(isOurs(group), "left out: we use 256-bit keys, 96-bit nonces and 128-bit tags only");
        group.get("tests").forEach(this::check);
    }

    private void check(JsonNode test) {
        String name = "tcId " + test.get("tcId") + " " + test.get("comment");
        byte[] nonce = hex(test, "iv");
        byte[] aad = hex(test, "aad");
        byte[] message = hex(test, "msg");
        byte[] sealed = HexFormat.of()
                .parseHex(test.get("ct").asText() + test.get("tag").asText());
        WipeableKey key = WipeableKey.owning(hex(test, "key"), "AES");
        if (test.get("result").asText().equals("valid")) {
            assertThat(aesGcm.insecureNonceEncrypt(key, nonce, aad, message))
                    .as(name)
                    .isEqualTo(sealed);
            assertThat(opened(key, nonce, aad, sealed)).as(name).isEqualTo(message);
        } else {
            assertThatThrownBy(() -> aesGcm.insecureNonceDecrypt(key, nonce, aad, sealed, 0))
                    .as(name)
                    .isInstanceOf(SealBrokenException.class);
        }
    }

    private byte[] opened(WipeableKey key, byte[] nonce, byte[] aad, byte[] sealed) {
        try {
            return aesGcm.insecureNonceDecrypt(key, nonce, aad, sealed, 0);
        } catch (SealBrokenException e) {
            throw new AssertionError("a valid ciphertext does not open", e);
        }
    }

    private static boolean isOurs(JsonNode group) {
        return group.get("keySize").asInt() == 256
                && group.get("ivSize").asInt() == 96
                && group.get("tagSize").asInt() == 128;
    }

    private static String nameOf(JsonNode group) {
        return "key " + group.get("keySize") + ", nonce " + group.get("ivSize") + ", tag " + group.get("tagSize");
    }

    private static byte[] hex(JsonNode test, String member) {
        return HexFormat.of().parseHex(test.get(member).asText());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
