package io.claviger.keystore;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Port to the worker pools, so that nothing slow runs on an event loop. Each pool has a bounded number of threads and a
 * bounded queue.
 */
public interface Workers {

    /** The pools. */
    enum Pool {
        /** Uses of key material: microseconds each. */
        CRYPTO,
        /** Making of key material, which may take seconds. */
        KEYGEN,
        /** Encoding and sealing of audit blocks: one at a time. */
        AUDIT,
        /** Policies that somebody asks about: up to about a second each, so that nothing else must wait behind them. */
        POLICY
    }

    /**
     * Runs the task on the pool and completes on the caller's context. Fails with a ThrottlingException, without having
     * run anything, when the pool's queue is full; otherwise with what the task throws.
     */
    <T> Uni<T> run(Pool pool, Callable<T> task);

    /** Runs tasks where the calling thread's work belongs: on its event loop context, or at once where it has none. */
    Executor callerContext();

    /** A task and the context that it belongs to, from {@link #callerContext()}. */
    record Completion(Executor context, Runnable task) {}

    /** Runs each task on its context; cheaper than one by one when many share a thread. */
    default void complete(List<Completion> completions) {
        completions.forEach(completion -> completion.context().execute(completion.task()));
    }
}
