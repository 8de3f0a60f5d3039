package io.claviger.config;

import io.claviger.audit.GroupCommitter;
import io.claviger.jobs.RootKeyRotation;
import io.claviger.keystore.Workers;
import io.claviger.storage.caching.CachingStorage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Locale;

/** The metrics of the node's inside: queues, caches, freshness. */
@Singleton
final class Gauges {
    private static final int AFTER_STARTUP = 10_000;

    private final MeterRegistry registry;
    private final CachingStorage storage;
    private final Provider<GroupCommitter> journal;
    private final VertxWorkers workers;
    private final RootKeyRotation rotation;

    Gauges(
            MeterRegistry registry,
            CachingStorage storage,
            Provider<GroupCommitter> journal,
            VertxWorkers workers,
            RootKeyRotation rotation) {
        this.rotation = rotation;
        this.registry = registry;
        this.storage = storage;
        this.journal = journal;
        this.workers = workers;
    }

    void register(@Observes @Priority(AFTER_STARTUP) StartupEvent event) {
        GroupCommitter committer = journal.get();
        Gauge.builder("claviger.audit.waiting", committer, GroupCommitter::waitingRecords)
                .description("Audit records that wait for their block")
                .register(registry);
        FunctionCounter.builder("claviger.audit.blocks", committer, GroupCommitter::sequence)
                .description("Audit blocks that this node has written to its present chain")
                .register(registry);
        Gauge.builder(
                        "claviger.authorization.age",
                        storage,
                        cache -> cache.epochAge().toMillis() / 1000.0)
                .description("Age of the authorization data")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("claviger.cache.hits", storage, CachingStorage::hits)
                .description("Rows answered from memory")
                .register(registry);
        FunctionCounter.builder("claviger.cache.misses", storage, CachingStorage::misses)
                .description("Rows read from the database")
                .register(registry);
        Gauge.builder("claviger.rewrap.pending", rotation, RootKeyRotation::pending)
                .description("Stored secrets that are known to wait for being wrapped anew; there may be more")
                .register(registry);
        for (Workers.Pool pool : Workers.Pool.values()) {
            Gauge.builder("claviger.pool.load", workers, pools -> pools.load(pool))
                    .description("Tasks that run or wait in a worker pool")
                    .tag("pool", pool.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }
}
