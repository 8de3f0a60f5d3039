package io.claviger.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class GrantTokenTest {
    private static final GrantToken TOKEN = new GrantToken(
            new AccountId("111122223333"),
            new Region("eu-central-1"),
            new KeyId("mrk-0123456789abcdef0123456789abcdef"),
            new GrantId("0f".repeat(32)));

    @Test
    void tokensOfAGrantDifferAndMeanTheSame() {
        String first = TOKEN.text(new byte[GrantToken.NONCE_BYTES]);
        String second = TOKEN.text(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

        assertThat(first).isNotEqualTo(second);
        assertThat(GrantToken.parse(first)).contains(TOKEN);
        assertThat(GrantToken.parse(second)).contains(TOKEN);
    }

    @Test
    void otherTextIsNoToken() {
        String token = TOKEN.text(new byte[GrantToken.NONCE_BYTES]);
        byte[] bytes = Base64.getDecoder().decode(token);

        assertThat(GrantToken.parse("")).isEmpty();
        assertThat(GrantToken.parse("not base64 at all")).isEmpty();
        assertThat(GrantToken.parse(Base64.getEncoder()
                        .encodeToString("AQpAM2".repeat(40).getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEmpty();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(GrantToken.parse(encoded(bytes, length))).isEmpty();
        }
        assertThat(GrantToken.parse(encoded(bytes, bytes.length + 1))).isEmpty();
    }

    @Test
    void noChangedByteBreaksTheParser() {
        byte[] bytes = Base64.getDecoder().decode(TOKEN.text(new byte[GrantToken.NONCE_BYTES]));
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                bytes[i] ^= (byte) (1 << bit);
                GrantToken.parse(Base64.getEncoder().encodeToString(bytes))
                        .ifPresent(parsed -> assertThat(
                                        GrantId.isValid(parsed.grantId().value()))
                                .isTrue());
                bytes[i] ^= (byte) (1 << bit);
            }
        }
    }

    private static String encoded(byte[] bytes, int length) {
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes, length));
    }
}
