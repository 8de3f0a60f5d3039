package io.claviger.storage.caching;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.grant;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.storage.Change;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Storage;
import io.claviger.testkit.FakeStorage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class CachingStorageRaceTest {
    private static final int WRITES = 500;

    private final FakeStorage database =
            new FakeStorage().with(new Change.AccountCreated(account(ACCOUNT)), keyCreated(key(1)), keyCreated(key(2)));

    @Test
    void ownWritesAreReadWhileOthersReadWriteAndPoll() throws Exception {
        Vertx vertx = Vertx.vertx();
        var cache = new CachingStorage(
                database, vertx, Duration.ofSeconds(10), Duration.ofMillis(1), 1 << 20, System::nanoTime);
        var done = new AtomicBoolean();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(Thread.ofPlatform().start(() -> repeat(done, () -> read(cache, 1))));
        }
        others.add(Thread.ofPlatform()
                .start(() -> repeat(done, () -> cache.poll().await().indefinitely())));
        others.add(Thread.ofPlatform().start(() -> repeat(done, () -> update(database, 2))));

        for (int i = 0; i < WRITES; i++) {
            long written = update(cache, 1);

            assertThat(read(cache, 1).version()).isEqualTo(written);
        }

        done.set(true);
        for (Thread other : others) {
            other.join();
        }
        assertThat(cache.hits()).isPositive();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void ownGrantsAreFoundWhileOthersSearchWriteAndPoll() throws Exception {
        Vertx vertx = Vertx.vertx();
        var cache = new CachingStorage(
                database, vertx, Duration.ofSeconds(10), Duration.ofMillis(1), 1 << 20, System::nanoTime);
        var done = new AtomicBoolean();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(Thread.ofPlatform().start(() -> repeat(done, () -> search(cache))));
        }
        others.add(Thread.ofPlatform()
                .start(() -> repeat(done, () -> cache.poll().await().indefinitely())));
        others.add(Thread.ofPlatform().start(() -> repeat(done, () -> update(database, 2))));
        Grant grant = grant(key(1), 1, "AIDA1", GrantConstraints.NONE, GrantOperation.DECRYPT);

        for (int i = 0; i < WRITES; i++) {
            commit(cache, new Change.GrantCreated(grant));
            assertThat(search(cache)).containsExactly(grant);
            commit(cache, new Change.GrantDeleted(grant));
            assertThat(search(cache)).isEmpty();
        }

        done.set(true);
        for (Thread other : others) {
            other.join();
        }
        assertThat(cache.hits()).isPositive();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static List<Grant> search(Storage storage) {
        GrantLead any = GrantLead.of(GrantConstraints.NONE, GrantOperation.DECRYPT);
        var search = new GrantSearch(
                ACCOUNT, REGION, keyId(1), GrantOperation.DECRYPT, List.of("AIDA1", "AIDA2"), List.of(any));
        return storage.findGrants(search, grant -> false).await().indefinitely();
    }

    private static void commit(Storage storage, Change change) {
        storage.commit(List.of(change), anyBlock()).await().indefinitely();
    }

    /** Returns the version that the key has then. */
    private long update(Storage storage, int number) {
        KmsKey stored = database.findKey(ACCOUNT, REGION, keyId(number))
                .await()
                .indefinitely()
                .orElseThrow();
        commit(storage, new Change.KeyUpdated(stored));
        return stored.version() + 1;
    }

    private static KmsKey read(CachingStorage cache, int number) {
        return cache.findKey(ACCOUNT, REGION, keyId(number))
                .await()
                .indefinitely()
                .orElseThrow();
    }

    private static void repeat(AtomicBoolean done, Runnable work) {
        while (!done.get()) {
            work.run();
        }
    }
}
