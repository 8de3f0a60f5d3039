package io.claviger.storage.postgres;

import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.block;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.user;
import static io.claviger.testkit.StorageSamples.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.EntityKind;
import io.claviger.iam.User;
import io.claviger.key.Alias;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage.Node;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.StorageConflictException;
import io.claviger.testkit.PostgresResource;
import io.claviger.testkit.StorageSamples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter on the pool, session factory and enhanced entities that Quarkus makes, in an account of its own. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@TestProfile(PostgresStorageInQuarkusTest.OwnDirectory.class)
class PostgresStorageInQuarkusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AccountId account =
            new AccountId("9%011d".formatted(ThreadLocalRandom.current().nextLong(100_000_000_000L)));

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private PostgresStorage storage;
    private KmsKey key;
    private KeyMaterial material;

    @BeforeEach
    void storeKey() {
        storage = new PostgresStorage(sessions, pool, vertx, Duration.ofSeconds(10), true);
        UUID domainKey = currentDomainKey();
        key = key(account, 1);
        MaterialId materialId = key.currentMaterialId().orElseThrow();
        material = new KeyMaterial(account, key.id(), materialId, domainKey, StorageSamples.blob("wrapped"), NOW);
        commit(new Change.AccountCreated(account(account)), new Change.KeyCreated(key, material));
    }

    @Test
    void everythingIsReadAsItWasWritten() {
        User user = withPolicy(user(account, "Alice"), "p", "text");
        AccessKey accessKey = new AccessKey(
                "AKIA" + account,
                account,
                user.uniqueId(),
                true,
                material.domainKeyId(),
                StorageSamples.blob("secret"),
                NOW,
                0);

        commit(
                new Change.AliasCreated(alias("alias/a", key)),
                new Change.EntityCreated(user),
                new Change.AccessKeyCreated(accessKey));

        assertThat(await(storage.findAccount(account)))
                .contains(account(account).atVersion(1));
        assertThat(await(storage.findKey(account, REGION, key.id()))
                        .orElseThrow()
                        .policy())
                .isEqualTo(key.policy());
        assertThat(await(storage.findMaterial(account, key.id(), material.id())))
                .contains(material);
        assertThat(await(storage.findEntityNamed(EntityKind.USER, account, "ALICE")))
                .contains(user.atVersion(1));
        assertThat(await(storage.findAccessKey(accessKey.id())).orElseThrow().wrappedSecret())
                .isEqualTo(accessKey.wrappedSecret());
        assertThat(await(storage.listAliases(account, REGION, null, null, 10)).items())
                .extracting(Alias::name)
                .containsExactly("alias/a");
        assertThat(await(storage.listKeys(account, REGION, null, 10)).items()).containsExactly(keyId(1));
        assertThat(await(storage.epochs(List.of(account)))).containsEntry(account, 2L);
        assertThat(await(storage.changesSince(account, 1, 10))).hasSize(3);
    }

    @Test
    void updateOfAnOldVersionConflicts() {
        KmsKey read = await(storage.findKey(account, REGION, key.id())).orElseThrow();
        commit(new Change.KeyUpdated(read.described("first")));

        assertThatThrownBy(() -> commit(new Change.KeyUpdated(read.described("second"))))
                .isInstanceOf(StorageConflictException.class);
    }

    @Test
    void blocksChain() {
        UUID chain = UUID.randomUUID();
        await(storage.commit(List.of(), block(chain, 0)));
        await(storage.commit(List.of(), block(chain, 1)));

        assertThat(await(storage.lastBlock(chain))).contains(block(chain, 1));
    }

    @Test
    void heartbeatIsSeen() {
        await(storage.heartbeat("node-" + account, Set.of("root-1")));

        assertThat(await(storage.liveNodes(60))).extracting(Node::id).contains("node-" + account);
    }

    @Test
    void manyReadsAtOnceOnOneEventLoopAllSucceed() throws Exception {
        List<Uni<?>> reads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            reads.add(storage.findKey(account, REGION, key.id()));
            reads.add(storage.countKeys(account, REGION));
        }
        var done = new CompletableFuture<Integer>();

        vertx.getOrCreateContext()
                .runOnContext(ignored -> Uni.combine()
                        .all()
                        .unis(reads)
                        .with(List::size)
                        .subscribe()
                        .with(done::complete, done::completeExceptionally));

        assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(400);
    }

    /** Nothing of the service but its start is used. */
    public static final class OwnDirectory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "claviger.data-dir",
                        Files.createDirectories(Path.of("target", "storage-test"))
                                .toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private UUID currentDomainKey() {
        return await(storage.domainKeys()).stream()
                .filter(StoredDomainKey::current)
                .findFirst()
                .map(StoredDomainKey::id)
                .orElseGet(() -> {
                    UUID id = UUID.randomUUID();
                    await(storage.addDomainKey(domainKey(id), null));
                    return id;
                });
    }

    private void commit(Change... changes) {
        await(storage.commit(List.of(changes), anyBlock()));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
