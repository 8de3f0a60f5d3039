package io.claviger.storage.caching;

import io.claviger.contract.StorageContract;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.testkit.FakeStorage;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class CachingStorageContractTest extends StorageContract {
    private final Vertx vertx = Vertx.vertx();
    private final FakeStorage database = new FakeStorage();
    private final CachingStorage cache =
            new CachingStorage(database, vertx, Duration.ofSeconds(1), Duration.ofMillis(1), 1 << 20, System::nanoTime);

    @BeforeEach
    void start() {
        cache.start();
    }

    @AfterEach
    void stop() {
        cache.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected Storage storage() {
        return cache;
    }

    @Override
    protected KeyringStorage keyring() {
        return database;
    }
}
