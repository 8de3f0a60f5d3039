package io.claviger.rootkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.InterceptedStorage.Loss;
import io.claviger.testkit.KeyHierarchy;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyringTest {
    @TempDir
    Path directory;

    private KeyHierarchy hierarchy;

    @BeforeEach
    void begin() {
        hierarchy = new KeyHierarchy(directory);
    }

    @Test
    void firstNodeMakesTheFirstDomainKey() {
        Keyring keyring = hierarchy.node().keyring();

        assertThat(hierarchy.domainKeys()).singleElement().satisfies(key -> {
            assertThat(key.id()).isEqualTo(keyring.current().id());
            assertThat(key.rootKeyId()).isEqualTo(keyring.rootKeyId());
            assertThat(key.current()).isTrue();
        });
        assertThat(keyring.currentId()).contains(keyring.current().id());
    }

    @Test
    void furtherNodesOpenTheSameDomainKey() {
        UUID first = hierarchy.node().keyring().current().id();

        assertThat(hierarchy.node().keyring().current().id()).isEqualTo(first);
        assertThat(hierarchy.domainKeys()).hasSize(1);
    }

    @Test
    void twoFirstNodesAgree() {
        Keyring[] quicker = new Keyring[1];
        Object slow = InterceptedStorage.around(
                hierarchy.storage(),
                (method, call) -> Uni.createFrom().deferred(() -> {
                    if (method.equals("addDomainKey") && quicker[0] == null) {
                        quicker[0] = hierarchy.node().keyring();
                    }
                    return call.get();
                }));

        Keyring slower = hierarchy.node(slow).keyring();

        assertThat(slower.current().id()).isEqualTo(quicker[0].current().id());
        assertThat(hierarchy.domainKeys()).hasSize(1);
    }

    @Test
    void keyringIsOfNoUseBeforeItIsLoaded() {
        Keyring keyring = new Keyring(hierarchy.storage(), hierarchy.aead(), hierarchy.random());

        assertThat(keyring.currentId()).isEmpty();
        assertThatThrownBy(keyring::current).isInstanceOf(BugException.class);
        assertThatThrownBy(keyring::rootKeyId).isInstanceOf(BugException.class);
    }

    @Test
    void domainKeyOfAnotherNodeIsFound() {
        Keyring one = hierarchy.node().keyring();
        Keyring two = hierarchy.node().keyring();
        two.rotate(two.current().id(), StorageSamples.NOW).await().indefinitely();

        DomainKey found = one.find(two.current().id()).await().indefinitely();

        assertThat(found.id()).isEqualTo(two.current().id());
        assertThat(one.current().id()).isNotEqualTo(two.current().id());
    }

    @Test
    void domainKeyThatIsOpenIsNotReadAgain() {
        Keyring keyring = hierarchy.node().keyring();
        UUID id = keyring.current().id();
        hierarchy.storage().setUnavailable(true);

        assertThat(keyring.find(id).await().indefinitely()).isSameAs(keyring.current());
        assertThatThrownBy(() -> keyring.find(UUID.randomUUID()).await().indefinitely())
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void unknownDomainKeyIsUnavailable() {
        assertUnavailable(hierarchy.node().keyring(), UUID.randomUUID());
    }

    @Test
    void everyBitOfAStoredDomainKeyCounts() {
        Keyring keyring = hierarchy.node().keyring();
        StoredDomainKey stored = hierarchy.domainKeys().getFirst();
        UUID id = stored.id();
        byte[] wrapped = stored.wrapped().toByteArray();

        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            byte[] altered = wrapped.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            Keyring damaged =
                    over(new StoredDomainKey(id, stored.rootKeyId(), Blob.owning(altered), true, stored.createdAt()));

            assertUnavailable(damaged, id);
            assertThatThrownBy(() -> damaged.load(StorageSamples.NOW).await().indefinitely())
                    .isInstanceOf(RootKeyException.class);
        }
        assertThat(keyring.current().id()).isEqualTo(id);
    }

    @Test
    void storedDomainKeyBelongsToItsIdAndItsRootKey() {
        hierarchy.node();
        StoredDomainKey stored = hierarchy.domainKeys().getFirst();
        UUID other = UUID.randomUUID();
        String otherRootKey = hierarchy.file().add();

        assertUnavailable(
                over(new StoredDomainKey(other, stored.rootKeyId(), stored.wrapped(), true, stored.createdAt())),
                other);
        assertUnavailable(
                over(new StoredDomainKey(stored.id(), otherRootKey, stored.wrapped(), true, stored.createdAt())),
                stored.id());
        assertUnavailable(
                over(new StoredDomainKey(stored.id(), "unknown", stored.wrapped(), true, stored.createdAt())),
                stored.id());
    }

    @Test
    void failureIsNotRemembered() {
        hierarchy.node();
        StoredDomainKey stored = hierarchy.domainKeys().getFirst();
        List<StoredDomainKey> rows = new ArrayList<>(
                List.of(new StoredDomainKey(stored.id(), "unknown", stored.wrapped(), true, stored.createdAt())));
        Keyring keyring = over(rows);
        assertUnavailable(keyring, stored.id());

        rows.set(0, stored);

        assertThat(keyring.find(stored.id()).await().indefinitely().id()).isEqualTo(stored.id());
    }

    @Test
    void rotationConflictsWhenAnotherNodeWasQuicker() {
        Keyring one = hierarchy.node().keyring();
        Keyring two = hierarchy.node().keyring();
        UUID before = one.current().id();
        one.rotate(before, StorageSamples.NOW).await().indefinitely();

        assertThatThrownBy(() -> two.rotate(before, StorageSamples.NOW).await().indefinitely())
                .isInstanceOf(StorageConflictException.class);
        assertThat(two.current().id()).isEqualTo(before);
        two.load(StorageSamples.NOW).await().indefinitely();
        assertThat(two.current().id()).isEqualTo(one.current().id());
    }

    @Test
    void rotationWhoseAnswerIsLostIsFoundByLoading() {
        InterceptedStorage.LosingOne losing = new InterceptedStorage.LosingOne(2, Loss.ANSWER);
        hierarchy.node();
        Keyring keyring = hierarchy
                .node(InterceptedStorage.around(hierarchy.storage(), losing))
                .keyring();
        UUID before = keyring.current().id();
        assertThatThrownBy(
                        () -> keyring.rotate(before, StorageSamples.NOW).await().indefinitely())
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(keyring.current().id()).isEqualTo(before);

        keyring.load(StorageSamples.NOW).await().indefinitely();

        assertThat(keyring.current().id()).isNotEqualTo(before);
        assertThat(hierarchy.domainKeys()).hasSize(2);
    }

    // root keys that are replaced

    @Test
    void replacedRootKeyIsClosed() {
        Keyring keyring = hierarchy.node().keyring();
        SlowRootKey first = new SlowRootKey("first");
        keyring.use(first);

        keyring.use(new SlowRootKey("second"));

        assertThat(first.isClosed).isTrue();
        assertThat(keyring.rootKeyId()).isEqualTo("second");
        assertThat(keyring.knownRootKeyIds()).containsExactly("second");
    }

    @Test
    void replacedRootKeyIsClosedWhenItsLastCallHasEnded() {
        Keyring keyring = hierarchy.node().keyring();
        UUID current = keyring.current().id();
        SlowRootKey first = new SlowRootKey("first");
        SlowRootKey second = new SlowRootKey("second");
        keyring.use(first);
        CompletableFuture<Void> one =
                keyring.rotate(current, StorageSamples.NOW).subscribeAsCompletionStage();
        CompletableFuture<Void> two =
                keyring.rotate(current, StorageSamples.NOW).subscribeAsCompletionStage();

        keyring.use(second);
        CompletableFuture<Void> three =
                keyring.rotate(current, StorageSamples.NOW).subscribeAsCompletionStage();

        assertThat(three).isNotDone();
        assertThat(first.calls).hasSize(2);
        assertThat(second.calls).hasSize(1);
        assertThat(first.isClosed).isFalse();
        first.calls.get(0).complete(new byte[1]);
        assertThat(one).isCompleted();
        assertThat(first.isClosed).isFalse();
        first.calls.get(1).fail(new RootKeyException(RootKeyException.Reason.UNAVAILABLE, "gone"));
        assertThat(two).isCompletedExceptionally();
        assertThat(first.isClosed).isTrue();
        assertThat(second.isClosed).isFalse();
        assertThat(hierarchy.currentDomainKey().rootKeyId()).isEqualTo("first");
    }

    /** A root key whose calls end when a test says so. */
    private static final class SlowRootKey implements RootKey {
        private final String id;
        private final List<UniEmitter<? super byte[]>> calls = new ArrayList<>();
        private boolean isClosed;

        SlowRootKey(String id) {
            this.id = id;
        }

        @Override
        public String rootKeyId() {
            return id;
        }

        @Override
        public Set<String> knownIds() {
            return Set.of(id);
        }

        @Override
        public Uni<byte[]> wrap(SecretBytes secret, byte[] aad) {
            assertThat(isClosed).isFalse();
            return Uni.createFrom().emitter(calls::add);
        }

        @Override
        public Uni<SecretBytes> unwrap(String rootKeyId, byte[] wrapped, byte[] aad) {
            throw new AssertionError("not asked");
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private Keyring over(StoredDomainKey only) {
        return over(List.of(only));
    }

    /** A keyring over a database with these rows. */
    private Keyring over(List<StoredDomainKey> rows) {
        Keyring keyring = new Keyring(
                InterceptedStorage.around(
                        hierarchy.storage(),
                        (method, call) -> method.equals("domainKeys")
                                ? Uni.createFrom().item(() -> List.copyOf(rows))
                                : call.get()),
                hierarchy.aead(),
                hierarchy.random());
        keyring.use(hierarchy.rootKey(hierarchy.file()));
        return keyring;
    }

    private static void assertUnavailable(Keyring keyring, UUID id) {
        assertThatThrownBy(() -> keyring.find(id).await().indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_UNAVAILABLE));
    }
}
