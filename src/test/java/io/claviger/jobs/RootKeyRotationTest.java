package io.claviger.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.Blob;
import io.claviger.key.KeyMaterial;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.RootKeyException;
import io.claviger.rootkey.file.FileRootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.InterceptedStorage.Loss;
import io.claviger.testkit.KeyHierarchy;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RootKeyRotationTest {
    private static final int MOST_CALLS = 100;

    @TempDir
    Path directory;

    private KeyHierarchy hierarchy;
    private KeyHierarchy.Node node;
    private int worlds;

    @BeforeEach
    void begin() {
        begin(3);
    }

    /** A world of its own, with so many keys. */
    private void begin(int keys) {
        try {
            hierarchy = new KeyHierarchy(Files.createDirectory(directory.resolve("world" + worlds++)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        node = hierarchy.node();
        hierarchy.with(node, keys);
    }

    @Test
    void rotationWrapsEverythingAnewAndSaysSo() {
        UUID before = hierarchy.currentDomainKey().id();
        String newRootKey = hierarchy.file().rotate();

        node.rotate();

        assertThat(hierarchy.domainKeys()).singleElement().satisfies(key -> {
            assertThat(key.id()).isNotEqualTo(before);
            assertThat(key.rootKeyId()).isEqualTo(newRootKey);
        });
        assertThat(hierarchy.notUnderCurrent()).isZero();
        assertThat(node.rotation().pending()).isZero();
        assertThat(node.progress()).containsExactly("begun " + newRootKey, "complete " + newRootKey);
        node.openEverything();
        hierarchy.node().openEverything();
    }

    @Test
    void afterwardsNothingOpensWithTheOldRootKeyAlone() throws IOException {
        Path old = Files.createDirectory(directory.resolve("old")).resolve("root.key");
        Files.copy(root(), old, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        hierarchy.file().rotate();
        node.rotate();

        Keyring keyring = new Keyring(hierarchy.storage(), hierarchy.aead(), hierarchy.random());
        keyring.use(hierarchy.rootKey(new RootKeyFile(old, hierarchy.random())));

        assertThatThrownBy(
                        () -> keyring.load(hierarchy.clock().instant()).await().indefinitely())
                .isInstanceOfSatisfying(
                        RootKeyException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(RootKeyException.Reason.UNKNOWN_KEY));
    }

    @Test
    void afterwardsTheOldRootKeyIsNotNeeded() {
        String old = node.keyring().rootKeyId();
        hierarchy.file().rotate();
        node.rotate();

        hierarchy.file().drop(old);

        node.rotate();
        node.openEverything();
        hierarchy.node().openEverything();
        assertThat(node.keyring().knownRootKeyIds()).doesNotContain(old);
    }

    @Test
    void nothingIsDoneWhileTheRootKeyIsTheSame() {
        InterceptedStorage.LosingOne calls = new InterceptedStorage.LosingOne(0, Loss.REQUEST);
        KeyHierarchy.Node watched = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), calls));

        watched.rotate();

        assertThat(calls.calls()).doesNotContain("rewrap", "addDomainKey", "removeUnusedDomainKey");
        assertThat(watched.progress()).isEmpty();
    }

    @Test
    void secondRotationFollowsTheFirst() {
        hierarchy.file().rotate();
        node.rotate();
        String third = hierarchy.file().rotate();
        node.rotate();

        assertThat(hierarchy.currentDomainKey().rootKeyId()).isEqualTo(third);
        assertThat(node.progress()).hasSize(4);
        node.openEverything();
    }

    @Test
    void manySecretsTakeManyTransactions() {
        begin(1_500);
        hierarchy.file().rotate();

        node.rotate();

        assertThat(hierarchy.notUnderCurrent()).isZero();
        assertThat(hierarchy.domainKeys()).hasSize(1);
    }

    // interruption

    @ParameterizedTest
    @EnumSource(Loss.class)
    void rotationThatIsInterruptedAnywhereIsTakenUpAgain(Loss loss) {
        int interrupted = 0;
        for (int number = 1; number < MOST_CALLS; number++) {
            begin(2);
            InterceptedStorage.LosingOne losing = new InterceptedStorage.LosingOne(number + 1, loss);
            KeyHierarchy.Node failing = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), losing));
            hierarchy.file().rotate();
            KeyHierarchy.Node reading = hierarchy.node();
            try {
                failing.rotate();
            } catch (StorageUnavailableException e) {
                interrupted++;
            }
            int calls = losing.calls().size();

            reading.openEverything();
            KeyHierarchy.Node restarted = hierarchy.node();
            restarted.rotate();

            assertThat(hierarchy.domainKeys()).as(loss + " of call " + number).hasSize(1);
            assertThat(hierarchy.notUnderCurrent())
                    .as(loss + " of call " + number)
                    .isZero();
            restarted.openEverything();
            if (calls < number + 1) {
                assertThat(interrupted).isGreaterThan(10);
                return;
            }
        }
        throw new AssertionError("no end");
    }

    @Test
    void nodeItselfGoesOnAfterAnInterruption() {
        InterceptedStorage.LosingOne losing = new InterceptedStorage.LosingOne(6, Loss.ANSWER);
        KeyHierarchy.Node failing = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), losing));
        String newRootKey = hierarchy.file().rotate();
        assertThatThrownBy(failing::rotate).isInstanceOf(StorageUnavailableException.class);

        failing.rotate();

        assertThat(hierarchy.domainKeys()).hasSize(1);
        assertThat(failing.progress()).containsExactly("begun " + newRootKey, "complete " + newRootKey);
    }

    @Test
    void fileThatCannotBeReadStopsNothingElse() throws IOException {
        byte[] good = Files.readAllBytes(root());
        Files.writeString(root(), "nonsense\n");
        assertThatThrownBy(node::rotate).isInstanceOf(RuntimeException.class);
        node.openEverything();
        Files.write(root(), good);
        hierarchy.file().rotate();

        node.rotate();

        assertThat(hierarchy.domainKeys()).hasSize(1);
        node.openEverything();
    }

    // several nodes

    /** Does something else at one of the calls of a node. */
    private static final class Meanwhile implements InterceptedStorage.Around {
        private final int number;
        private final Runnable other;
        private int calls;

        Meanwhile(int number, Runnable other) {
            this.number = number;
            this.other = other;
        }

        @Override
        public Uni<?> answer(String method, Supplier<Uni<?>> call) {
            return Uni.createFrom().deferred(() -> {
                if (++calls == number) {
                    other.run();
                }
                return call.get();
            });
        }
    }

    @Test
    void twoNodesAtOnceDoNoHarm() {
        atEachCallOfARotation(
                () -> hierarchy.node()::rotate,
                rotating -> assertThat(hierarchy.domainKeys()).hasSize(1));
    }

    @Test
    void primaryThatChangesMeanwhileIsFollowed() {
        atEachCallOfARotation(
                () -> {
                    String third = hierarchy.file().add();
                    KeyHierarchy.Node other = hierarchy.node();
                    return () -> {
                        hierarchy.file().promote(third);
                        other.rotate();
                    };
                },
                rotating -> {
                    rotating.rotate();
                    assertThat(hierarchy.domainKeys()).hasSize(1);
                    assertThat(hierarchy.notUnderCurrent()).isZero();
                    assertThat(hierarchy.currentDomainKey().rootKeyId())
                            .isEqualTo(rotating.keyring().rootKeyId());
                });
    }

    @Test
    @Timeout(30)
    void nodesDoNotTakeSecretsFromEachOtherForEver() {
        String second = hierarchy.file().add();
        String third = hierarchy.file().add();
        KeyHierarchy.Node other = hierarchy.node();
        InterceptedStorage.Around interference =
                (method, call) -> Uni.createFrom().deferred(() -> {
                    if (method.equals("materialsNotUnder")) {
                        hierarchy.file().promote(third);
                        other.rotate();
                    }
                    return call.get();
                });
        KeyHierarchy.Node rotating = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), interference));
        hierarchy.file().promote(second);

        rotating.rotate();

        assertThat(hierarchy.notUnderCurrent()).isZero();
        assertThat(hierarchy.currentDomainKey().rootKeyId()).isEqualTo(third);
    }

    @Test
    void everythingOpensDuringTheWholeRotation() {
        atEachCallOfARotation(
                () -> {
                    KeyHierarchy.Node unaware = hierarchy.node();
                    return () -> {
                        unaware.openEverything();
                        hierarchy.node().openEverything();
                    };
                },
                rotating -> {});
    }

    @Test
    void whatIsEncryptedDuringTheRotationOpensAfterwards() {
        List<Blob> ciphertexts = new ArrayList<>();
        atEachCallOfARotation(
                () -> {
                    KeyHierarchy.Node unaware = hierarchy.node();
                    ciphertexts.clear();
                    return () ->
                            ciphertexts.add(unaware.encrypt(hierarchy.keys().getFirst()));
                },
                rotating -> assertThat(ciphertexts)
                        .allSatisfy(ciphertext -> assertThat(
                                        rotating.decrypt(hierarchy.keys().getFirst(), ciphertext))
                                .isEqualTo(KeyHierarchy.PLAINTEXT)));
    }

    /** Runs a rotation anew for each of its storage calls, with something else done at that call. */
    private void atEachCallOfARotation(Supplier<Runnable> meanwhile, Consumer<KeyHierarchy.Node> check) {
        for (int number = 1; number < MOST_CALLS; number++) {
            begin(2);
            // the first call of a node is its opening
            Runnable[] other = new Runnable[1];
            Meanwhile around = new Meanwhile(number + 1, () -> other[0].run());
            KeyHierarchy.Node rotating = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), around));
            hierarchy.file().rotate();
            other[0] = meanwhile.get();

            rotating.rotate();

            int calls = around.calls;
            check.accept(rotating);
            rotating.openEverything();
            hierarchy.node().openEverything();
            if (calls <= number) {
                assertThat(number).isGreaterThan(10);
                return;
            }
        }
        throw new AssertionError("no end");
    }

    @Test
    void nothingBeginsWhileALiveNodeLacksTheNewRootKey() {
        node.beat("other");
        UUID before = hierarchy.currentDomainKey().id();
        String newRootKey = hierarchy.file().rotate();

        assertThatThrownBy(node::rotate).hasMessage("not every node has root key " + newRootKey);
        assertThat(hierarchy.currentDomainKey().id()).isEqualTo(before);
        assertThat(hierarchy.notUnderCurrent()).isZero();
        assertThat(node.progress()).isEmpty();

        node.beat("other");
        node.rotate();
        assertThat(hierarchy.currentDomainKey().rootKeyId()).isEqualTo(newRootKey);
    }

    @Test
    void nodeThatIsGoneDoesNotCount() {
        node.beat("gone");
        hierarchy.file().rotate();
        hierarchy.clock().advance(Duration.ofSeconds(31));

        node.rotate();

        assertThat(hierarchy.domainKeys()).hasSize(1);
    }

    @Test
    void formerDomainKeyStaysUntilEveryNodeHasNoticed() {
        KeyHierarchy.Node other = hierarchy.node();
        String newRootKey = hierarchy.file().rotate();
        beatBoth();
        node.rotate();
        assertThat(hierarchy.domainKeys()).hasSize(2);
        assertThat(node.progress()).containsExactly("begun " + newRootKey);

        // the other one has not noticed: what it makes is wrapped under the former key
        KeyMaterial material = other.keyStore()
                .generate(
                        StorageSamples.ACCOUNT,
                        StorageSamples.keyId(99),
                        StorageSamples.key(99).spec(),
                        hierarchy.clock().instant())
                .await()
                .indefinitely();
        hierarchy.storage().with(new Change.KeyCreated(StorageSamples.key(99), material));
        hierarchy.clock().advance(KeyHierarchy.GRACE.minusSeconds(1));
        beatBoth();
        node.rotate();
        assertThat(hierarchy.domainKeys()).hasSize(2);
        assertThat(hierarchy.notUnderCurrent()).isZero();

        hierarchy.clock().advance(Duration.ofSeconds(1));
        beatBoth();
        node.rotate();
        assertThat(hierarchy.domainKeys()).hasSize(1);
        assertThat(node.progress()).containsExactly("begun " + newRootKey, "complete " + newRootKey);
    }

    /** Two nodes that know all of the file. */
    private void beatBoth() {
        try (FileRootKey rootKey = hierarchy.rootKey(hierarchy.file())) {
            for (String id : List.of("one", "two")) {
                hierarchy.storage().heartbeat(id, rootKey.knownIds()).await().indefinitely();
            }
        }
    }

    @Test
    void runsDoNotOverlap() {
        List<UniEmitter<? super Object>> held = new ArrayList<>();
        InterceptedStorage.LosingOne calls = new InterceptedStorage.LosingOne(0, Loss.REQUEST);
        InterceptedStorage.Around slow = (method, call) -> {
            Uni<?> answer = calls.answer(method, call);
            return calls.calls().size() == 2
                    ? Uni.createFrom().emitter(held::add).flatMap(ignored -> answer)
                    : answer;
        };
        KeyHierarchy.Node rotating = hierarchy.node(InterceptedStorage.around(hierarchy.storage(), slow));
        CompletableFuture<Void> first = rotating.rotation().run().subscribeAsCompletionStage();

        CompletableFuture<Void> second = rotating.rotation().run().subscribeAsCompletionStage();

        assertThat(second).isCompleted();
        assertThat(calls.calls()).hasSize(2);
        assertThat(first).isNotDone();
        held.getFirst().complete("now");
        assertThat(first).isCompleted();
        assertThat(rotating.rotation().run().subscribeAsCompletionStage()).isCompleted();
        assertThat(calls.calls()).hasSizeGreaterThan(10);
    }

    // damage

    @Test
    void secretThatDoesNotOpenKeepsTheFormerKeyAndHindersNothingElse() {
        KeyMaterial damaged = damage(hierarchy.keys().getFirst().id());
        UUID former = hierarchy.currentDomainKey().id();
        String newRootKey = hierarchy.file().rotate();

        node.rotate();

        assertThat(hierarchy.notUnderCurrent()).isEqualTo(1);
        assertThat(hierarchy.domainKeys()).extracting(key -> key.id()).contains(former);
        assertThat(node.rotation().pending()).isEqualTo(1);
        assertThat(node.progress()).containsExactly("begun " + newRootKey, "stuck 1");

        restore(damaged, former);
        node.rotate();
        assertThat(node.progress()).containsExactly("begun " + newRootKey, "stuck 1", "complete " + newRootKey);
        node.openEverything();
    }

    private KeyMaterial damage(io.claviger.common.KeyId id) {
        KeyMaterial whole =
                hierarchy.storage().materialsNotUnder(UUID.randomUUID(), 100).await().indefinitely().stream()
                        .filter(material -> material.keyId().equals(id))
                        .findFirst()
                        .orElseThrow();
        byte[] bytes = whole.wrapped().toByteArray();
        bytes[bytes.length - 1] ^= 1;
        write(whole, Blob.owning(bytes));
        return whole;
    }

    private void restore(KeyMaterial whole, UUID former) {
        assertThat(whole.domainKeyId()).isEqualTo(former);
        write(whole, whole.wrapped());
    }

    private void write(KeyMaterial material, Blob wrapped) {
        hierarchy
                .storage()
                .rewrap(
                        material.domainKeyId(),
                        List.of(new KeyMaterial(
                                material.account(),
                                material.keyId(),
                                material.id(),
                                material.domainKeyId(),
                                wrapped,
                                material.createdAt())),
                        List.of(),
                        List.of())
                .await()
                .indefinitely();
    }

    private Path root() {
        return directory.resolve("world" + (worlds - 1)).resolve("root.key");
    }
}
