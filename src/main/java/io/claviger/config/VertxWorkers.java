package io.claviger.config;

import static java.util.Objects.requireNonNull;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** The worker pools on Vert.x: named pools, with a bound on what waits in each. */
final class VertxWorkers implements Workers, AutoCloseable {
    private final Map<Pool, BoundedPool> pools = new EnumMap<>(Pool.class);

    /** The size of one pool: its threads, and how many tasks may be running or waiting. */
    record Size(int threads, int queue) {}

    VertxWorkers(Vertx vertx, Map<Pool, Size> sizes) {
        for (Pool pool : Pool.values()) {
            Size size = requireNonNull(sizes.get(pool), "every pool has a size");
            String name = "claviger-" + pool.name().toLowerCase(Locale.ROOT);
            pools.put(
                    pool,
                    new BoundedPool(
                            vertx.createSharedWorkerExecutor(name, size.threads()), size.threads() + size.queue()));
        }
    }

    @Override
    public <T> Uni<T> run(Pool pool, Callable<T> task) {
        return Uni.createFrom().emitter(emitter -> {
            BoundedPool target = bounded(pool);
            if (target.running.incrementAndGet() > target.limit) {
                target.running.decrementAndGet();
                emitter.fail(new KmsException(
                        ErrorCode.THROTTLING,
                        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."));
                return;
            }
            target.executor.executeBlocking(task, false).onComplete(result -> {
                target.running.decrementAndGet();
                if (result.succeeded()) {
                    emitter.complete(result.result());
                } else {
                    emitter.fail(result.cause());
                }
            });
        });
    }

    @Override
    public Executor callerContext() {
        Context context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(ignored -> task.run());
    }

    /** Tasks that run or wait in a pool; for metrics. */
    int load(Pool pool) {
        return bounded(pool).running.get();
    }

    private BoundedPool bounded(Pool pool) {
        return requireNonNull(pools.get(pool), "every pool is made at start");
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.executor.close());
    }

    private static final class BoundedPool {
        final WorkerExecutor executor;
        final int limit;
        final AtomicInteger running = new AtomicInteger();

        BoundedPool(WorkerExecutor executor, int limit) {
            this.executor = executor;
            this.limit = limit;
        }
    }
}
