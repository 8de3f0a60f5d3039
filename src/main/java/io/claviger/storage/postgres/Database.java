package io.claviger.storage.postgres;

import io.claviger.storage.StorageUnavailableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the database. May be called from any thread; answers on the caller's Vert.x context where there is one.
 *
 * <p>Each call runs on a context of its own, a duplicate of the caller's or one of another event loop: a Hibernate
 * session is bound to the thread that it was opened on (HR000069), and calls of one request must not share one.
 *
 * <p>A call that is not answered in time fails with {@link StorageUnavailableException}. Its connection is given back
 * only when the server has answered, so that nobody inherits one that hangs; what it writes is not committed then, save
 * for a COMMIT or a single statement that is already on its way. Too many calls at once fail in the same way.
 */
final class Database {
    private static final int MOST_CALLS = 1_000;
    private static final int MOST_ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final Vertx vertx;
    private final Duration timeout;
    private final AtomicInteger calls = new AtomicInteger();

    Database(Mutiny.SessionFactory sessions, Pool pool, Vertx vertx, Duration timeout) {
        this.sessions = sessions;
        this.pool = pool;
        this.vertx = vertx;
        this.timeout = timeout;
    }

    /** Reads in a session of its own, outside a transaction. */
    <T> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return run(deadline -> withSession(work));
    }

    /** Writes in a transaction, which is tried again when the server could not serialize it. */
    <T> Uni<T> write(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return run(deadline -> retried(
                () -> withSession(session -> session.withTransaction(
                        transaction -> work.apply(session).invoke(deadline::check))),
                deadline,
                1));
    }

    /** Runs one statement past Hibernate: atomic, and durable when it completes. */
    <T> Uni<T> statement(Function<Pool, Future<T>> work) {
        return run(deadline ->
                retried(() -> Uni.createFrom().completionStage(work.apply(pool).toCompletionStage()), deadline, 1));
    }

    private <T> Uni<T> withSession(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return sessions.openStatelessSession()
                .chain(session ->
                        Uni.createFrom().deferred(() -> work.apply(session)).eventually(session::close));
    }

    private <T> Uni<T> retried(Attempt<T> work, Deadline deadline, int attempt) {
        return Uni.createFrom()
                .deferred(work::start)
                .onFailure(failure ->
                        attempt < MOST_ATTEMPTS && !deadline.isPassed() && DatabaseFailure.isRetryable(failure))
                .recoverWithUni(() -> pause(attempt).chain(() -> retried(work, deadline, attempt + 1)));
    }

    private Uni<Long> pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << attempt);
        long millis = ThreadLocalRandom.current().nextLong(1, most + 1);
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(millis, emitter::complete));
    }

    private <T> Uni<T> run(Function<Deadline, Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            ContextInternal caller = ContextInternal.current();
            if (calls.incrementAndGet() > MOST_CALLS) {
                calls.decrementAndGet();
                emitter.fail(new StorageUnavailableException(
                        "too many calls wait for the database", new RejectedExecutionException()));
                return;
            }
            ownContext(caller).runOnContext(ignored -> start(work, emitter, caller));
        });
    }

    private <T> void start(
            Function<Deadline, Uni<T>> work, UniEmitter<? super T> emitter, @Nullable ContextInternal caller) {
        var deadline = new Deadline();
        long timer = vertx.setTimer(timeout.toMillis(), fired -> {
            deadline.pass();
            answer(caller, () -> emitter.fail(timedOut()));
        });
        Uni.createFrom()
                .deferred(() -> work.apply(deadline))
                .onTermination()
                .invoke(() -> {
                    calls.decrementAndGet();
                    vertx.cancelTimer(timer);
                })
                .subscribe()
                .with(
                        item -> answer(caller, () -> emitter.complete(item)),
                        failure -> answer(caller, () -> emitter.fail(DatabaseFailure.translate(failure))));
    }

    private ContextInternal ownContext(@Nullable ContextInternal caller) {
        return caller != null && caller.isEventLoopContext()
                ? caller.duplicate()
                : ((VertxInternal) vertx).createEventLoopContext().duplicate();
    }

    private static void answer(@Nullable ContextInternal caller, Runnable answer) {
        if (caller == null) {
            answer.run();
        } else {
            caller.emit(answer, Runnable::run);
        }
    }

    private static StorageUnavailableException timedOut() {
        return new StorageUnavailableException("the database does not answer in time", new TimeoutException());
    }

    /** Work that can be started again from the beginning. */
    private interface Attempt<T> {
        Uni<T> start();
    }

    /** Confined to the context of one call. */
    private static final class Deadline {
        private boolean passed;

        void pass() {
            passed = true;
        }

        boolean isPassed() {
            return passed;
        }

        void check() {
            if (passed) {
                throw timedOut();
            }
        }
    }
}
