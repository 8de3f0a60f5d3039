package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AuditPublicKeyTest {

    @Test
    void pemGivesTheKeyBack() {
        assertThat(AuditPublicKey.ofPem(TestChain.KEY.toPem())).isEqualTo(TestChain.KEY);
        assertThat(AuditPublicKey.ofPem("\r\n" + TestChain.KEY.toPem().replace("\n", "\r\n")))
                .isEqualTo(TestChain.KEY);
    }

    @Test
    void everythingElseIsRefused() {
        String pem = TestChain.KEY.toPem();
        byte[] spki = TestChain.KEY.toSpki();

        assertPemRefused("");
        assertPemRefused("-----BEGIN PUBLIC KEY-----");
        assertPemRefused(pem + TestChain.OTHER_KEY.toPem());
        assertPemRefused(pem.replace("PUBLIC", "PRIVATE"));
        assertPemRefused(pem.replace("MCow", "MC*w"));
        for (int bit = 0; bit < 12 * 8; bit++) {
            byte[] changed = TestChain.flip(spki, bit);
            assertThatThrownBy(() -> AuditPublicKey.ofSpki(changed)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> AuditPublicKey.ofSpki(Arrays.copyOf(spki, 43)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuditPublicKey.ofSpki(Arrays.copyOf(spki, 45)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertPemRefused(String pem) {
        assertThatThrownBy(() -> AuditPublicKey.ofPem(pem)).isInstanceOf(IllegalArgumentException.class);
    }
}
