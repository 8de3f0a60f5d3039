package io.claviger.config;

import static io.claviger.testkit.StorageSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.ChainVerifier;
import io.claviger.audit.chain.Expectations;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.KeyHierarchy;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditKeysTest {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final byte[] RECORD = "a record".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private KeyHierarchy hierarchy;
    private KeyHierarchy.Node node;

    @BeforeEach
    void begin() {
        hierarchy = new KeyHierarchy(directory);
        node = hierarchy.node();
    }

    @Test
    void firstNodeMakesTheKey() {
        AuditKeys keys = load(node, hierarchy.storage());

        assertThat(stored().id()).isEqualTo(keys.publicKey().id().hex());
        assertThat(stored().domainKeyId()).isEqualTo(node.keyring().current().id());
        assertSigns(keys);
    }

    @Test
    void furtherNodesUseTheSameKey() {
        AuditPublicKey first = load(node, hierarchy.storage()).publicKey();

        AuditKeys second = load(hierarchy.node(), hierarchy.storage());

        assertThat(second.publicKey().id()).isEqualTo(first.id());
        assertSigns(second);
    }

    @Test
    void twoFirstNodesAgree() {
        AuditKeys[] quicker = new AuditKeys[1];
        Object slow = InterceptedStorage.around(
                hierarchy.storage(),
                (method, call) -> Uni.createFrom().deferred(() -> {
                    if (method.equals("addAuditKey")) {
                        quicker[0] = load(hierarchy.node(), hierarchy.storage());
                    }
                    return call.get();
                }));

        AuditKeys slower = load(node, slow);

        assertThat(slower.publicKey().id()).isEqualTo(quicker[0].publicKey().id());
    }

    @Test
    void keyIsOfNoUseBeforeItIsLoaded() {
        AuditKeys keys = new AuditKeys(hierarchy.storage(), node.keyring(), hierarchy.random(), PROVIDER);

        assertThatThrownBy(keys::signer).isInstanceOf(BugException.class);
        assertThatThrownBy(keys::publicKey).isInstanceOf(BugException.class);
    }

    @Test
    void everyBitOfTheStoredKeyCounts() {
        load(node, hierarchy.storage());
        StoredAuditKey whole = stored();
        byte[] wrapped = whole.wrappedPrivateKey().toByteArray();

        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            byte[] altered = wrapped.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);

            assertRefused(with(whole, whole.id(), whole.domainKeyId(), altered));
        }
    }

    @Test
    void storedKeyBelongsToItsIdAndItsDomainKey() {
        load(node, hierarchy.storage());
        StoredAuditKey whole = stored();
        byte[] wrapped = whole.wrappedPrivateKey().toByteArray();

        assertRefused(with(whole, "another", whole.domainKeyId(), wrapped));
        assertRefused(with(whole, whole.id(), UUID.randomUUID(), wrapped));
    }

    @Test
    void databaseThatIsDownIsNoReasonForAnotherKey() {
        load(node, hierarchy.storage());
        hierarchy.storage().setUnavailable(true);

        assertThatThrownBy(() -> load(node, hierarchy.storage())).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void keyOutlivesARootKeyRotation() {
        AuditKeys before = load(node, hierarchy.storage());
        hierarchy.file().rotate();
        node.rotate();

        assertThat(stored().domainKeyId())
                .isEqualTo(hierarchy.currentDomainKey().id());
        assertThat(load(hierarchy.node(), hierarchy.storage()).publicKey().id())
                .isEqualTo(before.publicKey().id());
        assertSigns(before);
    }

    private AuditKeys load(KeyHierarchy.Node on, Object database) {
        AuditKeys keys = new AuditKeys(
                InterceptedStorage.around(database, (method, call) -> call.get()),
                on.keyring(),
                hierarchy.random(),
                PROVIDER);
        keys.load(NOW).await().indefinitely();
        return keys;
    }

    private void assertRefused(StoredAuditKey row) {
        Object damaged = InterceptedStorage.around(
                hierarchy.storage(),
                (method, call) -> method.equals("auditKeys") ? Uni.createFrom().item(List.of(row)) : call.get());

        assertThatThrownBy(() -> load(node, damaged)).isInstanceOf(StartupException.class);
    }

    private static StoredAuditKey with(StoredAuditKey key, String id, UUID domainKey, byte[] wrapped) {
        return new StoredAuditKey(id, key.publicKey(), domainKey, Blob.owning(wrapped), key.createdAt());
    }

    private StoredAuditKey stored() {
        return hierarchy.storage().auditKeys().await().indefinitely().getFirst();
    }

    private static void assertSigns(AuditKeys keys) {
        ChainVerifier verifier = new ChainVerifier(List.of(keys.publicKey()), PROVIDER, Expectations.NONE);
        try (BlockSealer sealer = new BlockSealer(keys.signer())) {
            verifier.accept(sealer.seal(ChainHead.start(UUID.randomUUID()), List.of(RECORD), 1, 1)
                    .block());
        }

        assertThat(verifier.finish().findings()).isEmpty();
    }
}
