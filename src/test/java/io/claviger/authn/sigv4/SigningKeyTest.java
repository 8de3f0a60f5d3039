package io.claviger.authn.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.Credential;
import io.claviger.common.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    @Test
    void derivesTheSignatureOfTheIamDocumentation() {
        // The string to sign and the signature printed in AWS's Signature Version 4 example (IAM ListUsers).
        String stringToSign = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
                + "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";

        SigningKey key = SigningKey.derive(credential("k", SigV4Fixture.SECRET).secret(), scope("20150830", "iam"));

        assertThat(HexFormat.of()
                        .formatHex(key.sign(stringToSign.getBytes(StandardCharsets.UTF_8))
                                .orElseThrow()))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void signsNothingOnceClosed() {
        SigningKey key = key("k", "20150830");

        key.close();

        assertThat(key.sign(TEXT)).isEmpty();
    }

    @Test
    void neverSignsWithHalfAKeyWhileItIsWiped() throws InterruptedException {
        byte[] expected = key("k", "20150830").sign(TEXT).orElseThrow();
        AtomicInteger wrong = new AtomicInteger();

        for (int i = 0; i < 2000; i++) {
            SigningKey key = key("k", "20150830");
            Thread closer = Thread.ofVirtual().start(key::close);
            key.sign(TEXT)
                    .filter(signature -> !Arrays.equals(signature, expected))
                    .ifPresent(signature -> wrong.incrementAndGet());
            closer.join();
        }

        assertThat(wrong).hasValue(0);
    }

    @Test
    void cacheKeepsNoMoreThanItsCapacityAndWipesTheRest() {
        SigningKeyCache cache = new SigningKeyCache(3);
        SigningKey[] keys = new SigningKey[10];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key("k" + i, "20150830");
            cache.keep(credential("k" + i, "s"), scope("20150830", "kms"), keys[i]);
        }

        assertThat(cache.size()).isEqualTo(3);
        assertThat(keys)
                .filteredOn(key -> key.sign(TEXT).isPresent())
                .hasSize(3)
                .contains(keys[9]);
    }

    @Test
    void cacheDropsYesterdaysKeysWithTheFirstOfTheDay() {
        SigningKeyCache cache = new SigningKeyCache(10);
        SigningKey yesterday = key("k", "20150830");
        cache.keep(credential("k", "s"), scope("20150830", "kms"), yesterday);

        cache.keep(credential("k", "s"), scope("20150831", "kms"), key("k", "20150831"));

        assertThat(cache.size()).isEqualTo(1);
        assertThat(yesterday.sign(TEXT)).isEmpty();
    }

    @Test
    void cacheForgetsTheKeyOfAnotherSecret() {
        SigningKeyCache cache = new SigningKeyCache(10);
        SigningKey key = key("k", "20150830");
        cache.keep(credential("k", "old"), scope("20150830", "kms"), key);

        assertThat(cache.find(credential("k", "old"), scope("20150830", "kms"))).contains(key);
        assertThat(cache.find(credential("k", "new"), scope("20150830", "kms"))).isEmpty();
        assertThat(key.sign(TEXT)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void cacheForgetsTheKeyOfASecretThatItsSourceHasWiped() {
        SigningKeyCache cache = new SigningKeyCache(10);
        Credential credential = credential("k", "s");
        cache.keep(credential, scope("20150830", "kms"), key("k", "20150830"));

        credential.secret().close();

        assertThat(cache.find(credential("k", "s"), scope("20150830", "kms"))).isEmpty();
    }

    private static SigningKey key(String keyId, String date) {
        return SigningKey.derive(credential(keyId, "s").secret(), scope(date, "kms"));
    }

    private static CredentialScope scope(String date, String service) {
        return new CredentialScope(date, "us-east-1", service, "aws4_request");
    }

    private static Credential credential(String keyId, String secret) {
        return new Credential(keyId, SecretBytes.owning(secret.getBytes(StandardCharsets.UTF_8)), SigV4Fixture.ALICE);
    }
}
