package io.claviger.testkit;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** Pools that run each task on one executor: the caller's thread, where nothing else is said. */
public final class TestWorkers implements Workers {
    private final Executor executor;
    private final Set<Pool> full = EnumSet.noneOf(Pool.class);

    public TestWorkers() {
        this(Runnable::run);
    }

    public TestWorkers(Executor executor) {
        this.executor = executor;
    }

    /** Makes a pool refuse tasks as if its queue were full, until it is set back. */
    public void setFull(Pool pool, boolean isFull) {
        if (isFull) {
            full.add(pool);
        } else {
            full.remove(pool);
        }
    }

    @Override
    public <T> Uni<T> run(Pool pool, Callable<T> task) {
        return Uni.createFrom().<T>emitter(emitter -> {
            if (full.contains(pool)) {
                emitter.fail(new KmsException(ErrorCode.THROTTLING, "the pool is full"));
                return;
            }
            executor.execute(() -> {
                try {
                    emitter.complete(task.call());
                } catch (Exception e) {
                    emitter.fail(e);
                }
            });
        });
    }

    @Override
    public Executor callerContext() {
        return Runnable::run;
    }
}
