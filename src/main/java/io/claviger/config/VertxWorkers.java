package io.claviger.config;

import static java.util.Objects.requireNonNull;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worker pools on Vert.x: named pools, with a bound on what runs and waits in each.
 *
 * <p>A hop to another thread and back costs more than a whole request does otherwise, so hops are shared: a thread of a
 * pool takes one task after the other from the pool's queue, and gives the results of a short while back to each event
 * loop at once.
 */
final class VertxWorkers implements Workers, AutoCloseable {
    /** A second thread joins in when so many tasks wait for each that works already. */
    private static final int TASKS_PER_THREAD = 8;

    private static final int MAX_RESULTS_HELD = 32;
    private static final long MAX_HOLD_NANOS = 100_000;

    private final Map<Pool, SharedPool> pools = new EnumMap<>(Pool.class);

    /** The size of one pool: its threads, and how many tasks may wait. */
    record Size(int threads, int queue) {}

    VertxWorkers(Vertx vertx, Map<Pool, Size> sizes) {
        for (Pool pool : Pool.values()) {
            Size size = requireNonNull(sizes.get(pool), "every pool has a size");
            String name = "claviger-" + pool.name().toLowerCase(Locale.ROOT);
            pools.put(pool, new SharedPool(vertx.createSharedWorkerExecutor(name, size.threads()), size));
        }
    }

    @Override
    public <T> Uni<T> run(Pool pool, Callable<T> task) {
        return Uni.createFrom().emitter(emitter -> shared(pool).submit(new Job<>(task, emitter, callerContext())));
    }

    @Override
    public Executor callerContext() {
        return Vertx.currentContext() instanceof ContextInternal context ? new LoopContext(context) : Runnable::run;
    }

    @Override
    public void complete(List<Completion> completions) {
        Map<Executor, List<Completion>> byLoop = new HashMap<>();
        for (Completion completion : completions) {
            if (completion.context() instanceof LoopContext home) {
                byLoop.computeIfAbsent(home.context().nettyEventLoop(), loop -> new ArrayList<>())
                        .add(completion);
            } else {
                completion.context().execute(completion.task());
            }
        }
        byLoop.forEach((loop, tasks) -> loop.execute(() -> tasks.forEach(VertxWorkers::dispatch)));
    }

    /** On the event loop already: as the task's own context, without another hop. */
    private static void dispatch(Completion completion) {
        if (completion.context() instanceof LoopContext home) {
            home.context().dispatch(completion.task());
        }
    }

    /** Tasks that run or wait in a pool; for metrics. */
    int load(Pool pool) {
        return shared(pool).load.get();
    }

    private SharedPool shared(Pool pool) {
        return requireNonNull(pools.get(pool), "every pool is made at start");
    }

    @Override
    public void close() {
        pools.values().forEach(pool -> pool.executor.close());
    }

    private record LoopContext(ContextInternal context) implements Executor {
        @Override
        public void execute(Runnable task) {
            context.runOnContext(ignored -> task.run());
        }
    }

    private record Job<T>(Callable<T> task, UniEmitter<? super T> caller, Executor context) {
        Completion run() {
            try {
                T result = task.call();
                return new Completion(context, () -> caller.complete(result));
            } catch (Exception | Error failure) {
                return new Completion(context, () -> caller.fail(failure));
            }
        }
    }

    private final class SharedPool {
        final WorkerExecutor executor;
        final int threads;
        final int limit;
        final Queue<Job<?>> waiting = new ConcurrentLinkedQueue<>();
        final AtomicInteger load = new AtomicInteger();
        final AtomicInteger working = new AtomicInteger();

        SharedPool(WorkerExecutor executor, Size size) {
            this.executor = executor;
            this.threads = size.threads();
            this.limit = size.threads() + size.queue();
        }

        void submit(Job<?> job) {
            if (load.incrementAndGet() > limit) {
                load.decrementAndGet();
                job.caller()
                        .fail(new KmsException(
                                ErrorCode.THROTTLING,
                                "You have exceeded the rate at which you may call KMS."
                                        + " Reduce the frequency of your calls."));
                return;
            }
            waiting.add(job);
            callThread();
        }

        /** Has another thread join in, unless enough of them work. */
        private void callThread() {
            for (int now = working.get(); now < threads && load.get() > now * TASKS_PER_THREAD; now = working.get()) {
                if (working.compareAndSet(now, now + 1)) {
                    executor.executeBlocking(this::work, false);
                    return;
                }
            }
        }

        private Object work() {
            List<Completion> done = new ArrayList<>(MAX_RESULTS_HELD);
            long heldSince = System.nanoTime();
            for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
                done.add(job.run());
                load.decrementAndGet();
                if (done.size() == MAX_RESULTS_HELD || System.nanoTime() - heldSince > MAX_HOLD_NANOS) {
                    complete(done);
                    done = new ArrayList<>(MAX_RESULTS_HELD);
                    heldSince = System.nanoTime();
                }
            }
            if (!done.isEmpty()) {
                complete(done);
            }
            working.decrementAndGet();
            if (!waiting.isEmpty()) {
                // a task came after the last look, when this thread still counted
                callThread();
            }
            return this;
        }
    }
}
