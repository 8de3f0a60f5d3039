package io.claviger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.testkit.SeededRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CiphertextEnvelopeTest {
    private static final EncryptionContext CONTEXT = EncryptionContext.of(Map.of("app", "demo", "purpose", "test"));
    private static final CiphertextHeader HEADER = header("us-west-2", "1234abcd-12ab-34cd-56ef-1234567890ab");
    private static final CiphertextHeader MULTI_REGION = header("us-west-2", "mrk-1234abcd12ab34cd56ef1234567890ab");

    private final SeededRandom random = new SeededRandom(4);
    private final OneTimeKeyAead aead = new OneTimeKeyAead();
    private final SecretBytes material = SecretBytes.owning(random.bytes(32));
    private final OneTimeKeyAead.Key key = OneTimeKeyAead.Key.of(material);
    private final SecretBytes plaintext = SecretBytes.owning(random.bytes(32));

    @Test
    void decryptsUnderTheSameContext() throws SealBrokenException {
        byte[] blob = encrypt(HEADER, CONTEXT);

        assertThat(decrypt(blob, CONTEXT)).isEqualTo(plaintext);
    }

    @Test
    void beginsAsBlobsOfAwsDo() {
        CiphertextHeader dataKey = new CiphertextHeader(
                CiphertextHeader.Maker.DATA_KEY,
                HEADER.account(),
                HEADER.region(),
                HEADER.keyId(),
                HEADER.materialId());

        assertThat(HexFormat.of().formatHex(HEADER.bytes())).startsWith("0102020078");
        assertThat(HexFormat.of().formatHex(dataKey.bytes())).startsWith("0102030078");
    }

    @Test
    void everyChangedBitIsRefused() {
        byte[] blob = encrypt(HEADER, CONTEXT);

        for (int bit = 0; bit < 8 * blob.length; bit++) {
            byte[] changed = blob.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (CiphertextEnvelope.parse(changed).isPresent()) {
                assertRefused(changed, CONTEXT);
            }
        }
    }

    @Test
    void everyOtherContextIsRefused() {
        byte[] blob = encrypt(HEADER, CONTEXT);

        assertRefused(blob, EncryptionContext.empty());
        assertRefused(blob, EncryptionContext.of(Map.of("app", "demo")));
        assertRefused(blob, EncryptionContext.of(Map.of("app", "demo", "purpose", "test", "x", "")));
        assertRefused(blob, EncryptionContext.of(Map.of("app", "test", "purpose", "demo")));
        assertRefused(blob, EncryptionContext.of(Map.of("demo", "app", "test", "purpose")));
        assertRefused(blob, EncryptionContext.of(Map.of("appd", "emo", "purpose", "test")));
        CONTEXT.pairs().forEach((name, value) -> {
            for (int bit = 0; bit < 7 * name.length(); bit++) {
                assertRefused(blob, withChanged(name, flipped(name, bit), value));
            }
            for (int bit = 0; bit < 7 * value.length(); bit++) {
                assertRefused(blob, withChanged(name, name, flipped(value, bit)));
            }
        });
    }

    @Test
    void contextOrderMeansNothing() throws SealBrokenException {
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed.put("purpose", "test");
        reversed.put("app", "demo");
        byte[] blob = encrypt(HEADER, CONTEXT);

        assertThat(decrypt(blob, EncryptionContext.of(reversed))).isEqualTo(plaintext);
    }

    @Test
    void keyWithTheSameMaterialDoesNotDecrypt() {
        byte[] blob = encrypt(HEADER, CONTEXT);
        CiphertextHeader other = header("us-west-2", "1234abcd-12ab-34cd-56ef-1234567890ac");
        Blob sealed = CiphertextEnvelope.parse(blob).orElseThrow().sealed();

        assertRefused(new CiphertextEnvelope(other, sealed).toBlob().toByteArray(), CONTEXT);
    }

    @Test
    void singleAndMultiRegionKeysOfTheSameDigitsAreDifferentKeys() {
        Blob sealed =
                CiphertextEnvelope.parse(encrypt(HEADER, CONTEXT)).orElseThrow().sealed();

        assertRefused(new CiphertextEnvelope(MULTI_REGION, sealed).toBlob().toByteArray(), CONTEXT);
    }

    @Test
    void multiRegionBlobOpensWithTheRegionThatItNamesAndNoOther() throws SealBrokenException {
        byte[] blob = encrypt(MULTI_REGION, CONTEXT);
        CiphertextEnvelope envelope = CiphertextEnvelope.parse(blob).orElseThrow();
        CiphertextHeader moved = header("eu-central-1", "mrk-1234abcd12ab34cd56ef1234567890ab");

        assertThat(envelope.header().region()).isEqualTo(new Region("us-west-2"));
        assertThat(decrypt(blob, CONTEXT)).isEqualTo(plaintext);
        assertRefused(new CiphertextEnvelope(moved, envelope.sealed()).toBlob().toByteArray(), CONTEXT);
    }

    @Test
    void appendedOrMissingBytesAreRefused() {
        byte[] blob = encrypt(HEADER, CONTEXT);

        for (int length = 0; length < blob.length + 20; length++) {
            byte[] other = Arrays.copyOf(blob, length);
            if (length != blob.length && CiphertextEnvelope.parse(other).isPresent()) {
                assertRefused(other, CONTEXT);
            }
        }
    }

    @Test
    void longestPlaintextFitsTheLongestBlob() {
        CiphertextHeader header =
                header("aaaaaaaaa-bbbbbbbbb-cccccccccc-1", HEADER.keyId().value());
        byte[] sealed = aead.seal(key, header.aad(CONTEXT), SecretBytes.owning(new byte[4096]), random);

        byte[] blob =
                new CiphertextEnvelope(header, Blob.owning(sealed)).toBlob().toByteArray();

        assertThat(blob).hasSize(4096 + 125);
        assertThat(CiphertextEnvelope.parse(blob)).isPresent();
    }

    @Test
    void blobOfADataKeyIsShort() {
        assertThat(encrypt(HEADER, CONTEXT)).hasSize(134);
    }

    @Test
    void tooLongBlobIsRefused() {
        byte[] blob = Arrays.copyOf(encrypt(HEADER, CONTEXT), CiphertextEnvelope.MAX_LENGTH_BYTES + 1);

        assertThat(CiphertextEnvelope.parse(blob)).isEmpty();
        assertThat(CiphertextEnvelope.parse(Arrays.copyOf(blob, CiphertextEnvelope.MAX_LENGTH_BYTES)))
                .isPresent();
    }

    @Test
    void accountNumberOfMoreThanTwelveDigitsIsRefused() {
        byte[] blob = encrypt(HEADER, CONTEXT);

        System.arraycopy(HexFormat.of().parseHex("e8d4a50fff"), 0, blob, 6, 5);
        assertThat(CiphertextEnvelope.parse(blob))
                .get()
                .extracting(envelope -> envelope.header().account())
                .isEqualTo(new AccountId("999999999999"));
        System.arraycopy(HexFormat.of().parseHex("e8d4a51000"), 0, blob, 6, 5);
        assertThat(CiphertextEnvelope.parse(blob)).isEmpty();
    }

    @Test
    void whateverParsesEncodesToTheSameBytes() {
        byte[] blob = encrypt(HEADER, CONTEXT);
        int parsed = 0;

        for (int i = 0; i < 50_000; i++) {
            byte[] changed = Arrays.copyOf(blob, blob.length - random.below(40));
            for (int changes = random.below(3); changes >= 0; changes--) {
                changed[random.below(changed.length)] = (byte) random.below(256);
            }
            Optional<CiphertextEnvelope> envelope = CiphertextEnvelope.parse(changed);
            parsed += envelope.isPresent() ? 1 : 0;
            envelope.ifPresent(value -> assertThat(value.toBlob()).isEqualTo(Blob.owning(changed)));
        }

        assertThat(parsed).isGreaterThan(1000);
    }

    @Test
    void randomBytesBehindAnyPrefixNeverThrow() {
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = random.bytes(random.below(200));
            byte[] head = HEADER.bytes();
            System.arraycopy(head, 0, bytes, 0, Math.min(random.below(head.length), bytes.length));

            CiphertextEnvelope.parse(bytes)
                    .ifPresent(envelope -> assertThat(envelope.toBlob()).isEqualTo(Blob.owning(bytes)));
        }
    }

    private static CiphertextHeader header(String region, String keyId) {
        return new CiphertextHeader(
                CiphertextHeader.Maker.ENCRYPT,
                new AccountId("111122223333"),
                new Region(region),
                new KeyId(keyId),
                new MaterialId("ab".repeat(32)));
    }

    private byte[] encrypt(CiphertextHeader header, EncryptionContext context) {
        byte[] sealed = aead.seal(key, header.aad(context), plaintext, random);
        return new CiphertextEnvelope(header, Blob.owning(sealed)).toBlob().toByteArray();
    }

    private SecretBytes decrypt(byte[] blob, EncryptionContext context) throws SealBrokenException {
        CiphertextEnvelope envelope = CiphertextEnvelope.parse(blob).orElseThrow();
        return aead.open(key, envelope.header().aad(context), envelope.sealed().toByteArray());
    }

    private void assertRefused(byte[] blob, EncryptionContext context) {
        assertThatThrownBy(() -> decrypt(blob, context)).isInstanceOf(SealBrokenException.class);
    }

    private static EncryptionContext withChanged(String name, String newName, String newValue) {
        Map<String, String> pairs = new LinkedHashMap<>(CONTEXT.pairs());
        pairs.remove(name);
        pairs.put(newName, newValue);
        return EncryptionContext.of(pairs);
    }

    /** Changes one of the seven bits of an ASCII character, so that the result is ASCII too. */
    private static String flipped(String text, int bit) {
        char[] chars = text.toCharArray();
        chars[bit / 7] ^= (char) (1 << bit % 7);
        return new String(chars);
    }
}
