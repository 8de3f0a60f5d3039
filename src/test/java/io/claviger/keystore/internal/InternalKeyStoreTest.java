package io.claviger.keystore.internal;

import static io.claviger.testkit.KeyHierarchy.CONTEXT;
import static io.claviger.testkit.KeyHierarchy.PLAINTEXT;
import static io.claviger.testkit.KeyHierarchy.withMaterial;
import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.materialId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.CiphertextHeader;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KeySpec;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.keystore.KeyStore;
import io.claviger.keystore.Workers;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.KeyHierarchy;
import io.claviger.testkit.TestWorkers;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InternalKeyStoreTest {
    @TempDir
    Path directory;

    private KeyHierarchy hierarchy;
    private KeyHierarchy.Node node;
    private KeyStore keyStore;
    private KmsKey first;
    private KmsKey second;

    @BeforeEach
    void begin() {
        hierarchy = new KeyHierarchy(directory);
        node = hierarchy.node();
        hierarchy.with(node, 2);
        keyStore = node.keyStore();
        first = hierarchy.keys().get(0);
        second = hierarchy.keys().get(1);
    }

    @Test
    void ciphertextOpensWithItsKeyAndContext() {
        CiphertextEnvelope envelope = envelope(node.encrypt(first));

        assertThat(decrypt(first, envelope, CONTEXT)).isEqualTo(PLAINTEXT);
        assertThat(envelope.header())
                .isEqualTo(new CiphertextHeader(
                        CiphertextHeader.Maker.ENCRYPT,
                        first.account(),
                        first.region(),
                        first.id(),
                        first.currentMaterialId().orElseThrow()));
    }

    @Test
    void samePlaintextNeverGivesTheSameCiphertext() {
        assertThat(node.encrypt(first)).isNotEqualTo(node.encrypt(first));
    }

    @Test
    void dataKeyComesWithItsEncryption() {
        KeyStore.DataKey dataKey =
                keyStore.generateDataKey(first, 32, CONTEXT).await().indefinitely();

        CiphertextEnvelope envelope = envelope(dataKey.ciphertext());
        assertThat(envelope.header().maker()).isEqualTo(CiphertextHeader.Maker.DATA_KEY);
        assertThat(dataKey.material()).isEqualTo(first.currentMaterialId().orElseThrow());
        try (SecretBytes opened =
                keyStore.decrypt(first, envelope, CONTEXT).await().indefinitely()) {
            assertThat(opened).isEqualTo(dataKey.plaintext());
            assertThat(opened.lengthBytes()).isEqualTo(32);
        }
    }

    @Test
    void reEncryptionMovesAPlaintextToAnotherKey() {
        EncryptionContext other = EncryptionContext.of(Map.of("other", "context"));

        KeyStore.Encrypted moved = keyStore.reEncrypt(first, envelope(node.encrypt(first)), CONTEXT, second, other)
                .await()
                .indefinitely();

        assertThat(moved.material()).isEqualTo(second.currentMaterialId().orElseThrow());
        assertThat(decrypt(second, envelope(moved.ciphertext()), other)).isEqualTo(PLAINTEXT);
        assertInvalid(second, envelope(moved.ciphertext()), CONTEXT);
    }

    @Test
    void reEncryptionOfWhatDoesNotOpenIsInvalid() {
        assertThatThrownBy(() -> keyStore.reEncrypt(
                                first, envelope(node.encrypt(first)), EncryptionContext.empty(), second, CONTEXT)
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CIPHERTEXT));
    }

    @Test
    void generatedMaterialIsBoundToItsKeyAndNew() {
        KeyMaterial one = generate(keyId(7));
        KeyMaterial two = generate(keyId(7));

        assertThat(one.domainKeyId()).isEqualTo(node.keyring().current().id());
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(one.wrapped()).isNotEqualTo(two.wrapped());
    }

    @Test
    void materialOfAnotherKindCannotBeMadeHere() {
        assertThatThrownBy(() -> keyStore.generate(ACCOUNT, keyId(7), KeySpec.RSA_2048, NOW))
                .isInstanceOf(BugException.class);
    }

    @Test
    void randomBytesAreRandom() {
        try (SecretBytes one = keyStore.random(1024).await().indefinitely();
                SecretBytes two = keyStore.random(1024).await().indefinitely()) {
            assertThat(one.lengthBytes()).isEqualTo(1024);
            assertThat(one).isNotEqualTo(two);
        }
    }

    @Test
    void keyWithoutMaterialIsPendingImport() {
        KmsKey empty = new KmsKey(
                ACCOUNT,
                first.region(),
                keyId(8),
                first.spec(),
                first.usage(),
                first.origin(),
                first.state(),
                "",
                NOW,
                null,
                null,
                null,
                null,
                first.policy(),
                List.of(),
                0);

        assertThatThrownBy(() -> node.encrypt(empty)).hasMessage(empty.arn() + " is pending import.");
    }

    // what an attacker may alter: ciphertexts

    @Test
    void everyBitOfACiphertextCounts() {
        byte[] blob = node.encrypt(first).toByteArray();

        for (int bit = 0; bit < 8 * blob.length; bit++) {
            // one that cannot be parsed is refused before it comes here
            Optional<CiphertextEnvelope> altered = CiphertextEnvelope.parse(flip(blob, bit));
            altered.ifPresent(envelope -> assertInvalid(first, envelope, CONTEXT));
        }
    }

    @Test
    void everyBitOfTheContextCounts() {
        CiphertextEnvelope envelope = envelope(node.encrypt(first));
        byte[] name = "purpose".getBytes(StandardCharsets.US_ASCII);
        byte[] value = "test".getBytes(StandardCharsets.US_ASCII);

        for (int bit = 0; bit < 8 * name.length; bit++) {
            assertInvalid(first, envelope, EncryptionContext.of(Map.of(latin(flip(name, bit)), "test")));
        }
        for (int bit = 0; bit < 8 * value.length; bit++) {
            assertInvalid(first, envelope, EncryptionContext.of(Map.of("purpose", latin(flip(value, bit)))));
        }
        assertInvalid(first, envelope, EncryptionContext.empty());
        assertInvalid(first, envelope, EncryptionContext.of(Map.of("purpose", "test", "more", "")));
        assertInvalid(first, envelope, EncryptionContext.of(Map.of("purposetest", "")));
    }

    @Test
    void ciphertextOfOneKeyDoesNotOpenUnderAnothersName() {
        CiphertextEnvelope ofFirst = envelope(node.encrypt(first));
        MaterialId secondMaterial = second.currentMaterialId().orElseThrow();

        assertInvalid(second, ofFirst, CONTEXT);
        assertInvalid(second, renamed(ofFirst, second.id(), ofFirst.header().materialId()), CONTEXT);
        assertInvalid(second, renamed(ofFirst, second.id(), secondMaterial), CONTEXT);
        assertInvalid(second, renamed(ofFirst, first.id(), secondMaterial), CONTEXT);
    }

    @Test
    void ciphertextIsBoundToItsPlaceAndMaker() {
        CiphertextEnvelope whole = envelope(node.encrypt(first));
        CiphertextHeader header = whole.header();

        assertInvalid(
                first,
                new CiphertextEnvelope(
                        new CiphertextHeader(
                                header.maker(),
                                header.account(),
                                new Region("eu-west-1"),
                                header.keyId(),
                                header.materialId()),
                        whole.sealed()),
                CONTEXT);
        assertInvalid(
                first,
                new CiphertextEnvelope(
                        new CiphertextHeader(
                                header.maker(), OTHER_ACCOUNT, header.region(), header.keyId(), header.materialId()),
                        whole.sealed()),
                CONTEXT);
        assertInvalid(
                first,
                new CiphertextEnvelope(
                        new CiphertextHeader(
                                CiphertextHeader.Maker.DATA_KEY,
                                header.account(),
                                header.region(),
                                header.keyId(),
                                header.materialId()),
                        whole.sealed()),
                CONTEXT);
    }

    @Test
    void keysOfTheSameMaterialDoNotOpenEachOthersCiphertexts() {
        byte[] bytes = new byte[32];
        KmsKey one = store(11, materialId(5), bytes);
        KmsKey two = store(12, materialId(5), bytes);
        CiphertextEnvelope ofOne = envelope(node.encrypt(one));

        assertThat(decrypt(one, ofOne, CONTEXT)).isEqualTo(PLAINTEXT);
        assertInvalid(two, ofOne, CONTEXT);
        assertInvalid(two, renamed(ofOne, two.id(), materialId(5)), CONTEXT);
    }

    @Test
    void shortenedAndLengthenedCiphertextsAreInvalid() {
        byte[] blob = node.encrypt(first).toByteArray();

        for (int length = 0; length < blob.length; length++) {
            CiphertextEnvelope.parse(java.util.Arrays.copyOf(blob, length))
                    .ifPresent(envelope -> assertInvalid(first, envelope, CONTEXT));
        }
        assertInvalid(first, envelope(Blob.owning(java.util.Arrays.copyOf(blob, blob.length + 1))), CONTEXT);
    }

    // what an attacker may alter: rows

    @Test
    void everyBitOfStoredMaterialCounts() {
        CiphertextEnvelope envelope = envelope(node.encrypt(first));
        KeyMaterial stored = stored(first);
        byte[] wrapped = stored.wrapped().toByteArray();

        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            write(with(stored, stored.domainKeyId(), Blob.owning(flip(wrapped, bit))));
            KeyStore fresh = node.keyStore();

            assertUnavailable(fresh.decrypt(first, envelope, CONTEXT));
            assertUnavailable(fresh.generateDataKey(first, 32, CONTEXT));
            assertUnavailable(fresh.reEncrypt(second, envelope(node.encrypt(second)), CONTEXT, first, CONTEXT));
        }
    }

    @Test
    void materialBelongsToItsKeyItsAccountAndItsVersion() {
        KeyMaterial own = stored(first);
        hierarchy.storage().with(new Change.AccountCreated(account(OTHER_ACCOUNT)));

        for (KeyMaterial moved : List.of(
                new KeyMaterial(ACCOUNT, keyId(20), own.id(), own.domainKeyId(), own.wrapped(), NOW),
                new KeyMaterial(ACCOUNT, keyId(21), materialId(9), own.domainKeyId(), own.wrapped(), NOW),
                new KeyMaterial(OTHER_ACCOUNT, first.id(), own.id(), own.domainKeyId(), own.wrapped(), NOW))) {
            KmsKey key = withMaterial(keyOf(moved.account(), moved.keyId()), moved);
            hierarchy.storage().with(new Change.KeyCreated(key, moved));

            assertUnavailable(keyStore.generateDataKey(key, 32, CONTEXT));
        }
    }

    @Test
    void materialUnderADomainKeyThatIsGoneIsUnavailable() {
        KeyMaterial own = stored(first);
        write(with(own, UUID.randomUUID(), own.wrapped()));

        assertUnavailable(keyStore.generateDataKey(first, 32, CONTEXT));
    }

    @Test
    void materialThatIsNoWrappedSecretIsUnavailable() {
        KeyMaterial own = stored(first);
        write(with(own, own.domainKeyId(), Blob.owning(new byte[3])));

        assertUnavailable(keyStore.generateDataKey(first, 32, CONTEXT));
    }

    @Test
    void failedUnwrapIsNotRemembered() {
        KeyMaterial whole = stored(first);
        CiphertextEnvelope envelope = envelope(node.encrypt(first));
        write(with(whole, whole.domainKeyId(), Blob.owning(new byte[3])));
        assertUnavailable(keyStore.decrypt(first, envelope, CONTEXT));

        write(whole);

        assertThat(decrypt(first, envelope, CONTEXT)).isEqualTo(PLAINTEXT);
    }

    @Test
    void ciphertextOfAMaterialThatTheKeyNeverHadIsInvalid() {
        assertInvalid(first, renamed(envelope(node.encrypt(first)), first.id(), materialId(77)), CONTEXT);
    }

    // the parts that it stands on

    @Test
    void unwrappedMaterialIsKept() {
        CiphertextEnvelope envelope = envelope(node.encrypt(first));
        decrypt(first, envelope, CONTEXT);
        hierarchy.storage().setUnavailable(true);

        assertThat(decrypt(first, envelope, CONTEXT)).isEqualTo(PLAINTEXT);
    }

    @Test
    void databaseThatIsDownIsNotAMissingMaterial() {
        CiphertextEnvelope envelope = envelope(node.encrypt(first));
        hierarchy.storage().setUnavailable(true);

        assertThatThrownBy(() -> decrypt(first, envelope, CONTEXT)).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void fullPoolThrottles() {
        TestWorkers workers = new TestWorkers();
        KeyStore busy = node.keyStore(workers);
        workers.setFull(Workers.Pool.CRYPTO, true);

        assertThatThrownBy(() -> busy.random(32).await().indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLING));

        workers.setFull(Workers.Pool.CRYPTO, false);
        assertThat(busy.random(32).await().indefinitely().lengthBytes()).isEqualTo(32);
    }

    @Test
    void domainKeyOfAnotherNodeIsOpenedOnDemand() {
        KeyHierarchy.Node other = hierarchy.node();
        other.keyring().rotate(other.keyring().current().id(), NOW).await().indefinitely();
        KeyMaterial material = other.keyStore()
                .generate(ACCOUNT, keyId(30), KeySpec.SYMMETRIC_DEFAULT, NOW)
                .await()
                .indefinitely();
        KmsKey key = withMaterial(key(30), material);
        hierarchy.storage().with(new Change.KeyCreated(key, material));

        assertThat(decrypt(key, envelope(other.encrypt(key)), CONTEXT)).isEqualTo(PLAINTEXT);
    }

    @Test
    void materialIsReadOnceForManyCalls() {
        int[] reads = new int[1];
        KeyHierarchy.Node counting = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), (method, call) -> {
            if (method.equals("findMaterial")) {
                reads[0]++;
            }
            return call.get();
        }));
        KeyStore cached = counting.keyStore();

        for (int i = 0; i < 10; i++) {
            cached.generateDataKey(first, 32, CONTEXT).await().indefinitely();
        }

        assertThat(reads[0]).isEqualTo(1);
    }

    private KeyMaterial generate(KeyId id) {
        return keyStore.generate(ACCOUNT, id, KeySpec.SYMMETRIC_DEFAULT, NOW)
                .await()
                .indefinitely();
    }

    /** A key of the given material. */
    private KmsKey store(int number, MaterialId id, byte[] bytes) {
        KmsKey key = key(number);
        try (SecretBytes secret = SecretBytes.copyOf(bytes)) {
            var wrapped = node.keyring()
                    .current()
                    .wrap(secret, SecretBinding.keyMaterial(ACCOUNT, key.id(), id), hierarchy.random());
            KeyMaterial material = new KeyMaterial(ACCOUNT, key.id(), id, wrapped.domainKeyId(), wrapped.toBlob(), NOW);
            KmsKey complete = withMaterial(key, material);
            hierarchy.storage().with(new Change.KeyCreated(complete, material));
            return complete;
        }
    }

    private static KmsKey keyOf(AccountId account, KeyId id) {
        KmsKey any = key(account, 1);
        return new KmsKey(
                account,
                any.region(),
                id,
                any.spec(),
                any.usage(),
                any.origin(),
                any.state(),
                "",
                NOW,
                null,
                null,
                null,
                null,
                any.policy(),
                List.of(),
                0);
    }

    private KeyMaterial stored(KmsKey key) {
        return hierarchy
                .storage()
                .findMaterial(key.account(), key.id(), key.currentMaterialId().orElseThrow())
                .await()
                .indefinitely()
                .orElseThrow();
    }

    private static KeyMaterial with(KeyMaterial material, UUID domainKey, Blob wrapped) {
        return new KeyMaterial(
                material.account(), material.keyId(), material.id(), domainKey, wrapped, material.createdAt());
    }

    private void write(KeyMaterial material) {
        UUID from = hierarchy
                .storage()
                .findMaterial(material.account(), material.keyId(), material.id())
                .await()
                .indefinitely()
                .orElseThrow()
                .domainKeyId();
        hierarchy
                .storage()
                .rewrap(from, List.of(material), List.of(), List.of())
                .await()
                .indefinitely();
    }

    private String decrypt(KmsKey key, CiphertextEnvelope envelope, EncryptionContext context) {
        try (SecretBytes plaintext =
                keyStore.decrypt(key, envelope, context).await().indefinitely()) {
            return new String(plaintext.reveal(), StandardCharsets.UTF_8);
        }
    }

    private void assertInvalid(KmsKey key, CiphertextEnvelope envelope, EncryptionContext context) {
        assertThatThrownBy(() -> decrypt(key, envelope, context))
                .isInstanceOfSatisfying(KmsException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CIPHERTEXT);
                    assertThat(failure.text()).isEmpty();
                });
    }

    private static void assertUnavailable(Uni<?> use) {
        assertThatThrownBy(() -> use.await().indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_UNAVAILABLE));
    }

    private static CiphertextEnvelope envelope(Blob blob) {
        return CiphertextEnvelope.parse(blob.toByteArray()).orElseThrow();
    }

    private static CiphertextEnvelope renamed(CiphertextEnvelope envelope, KeyId key, MaterialId material) {
        CiphertextHeader header = envelope.header();
        return new CiphertextEnvelope(
                new CiphertextHeader(header.maker(), header.account(), header.region(), key, material),
                envelope.sealed());
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
