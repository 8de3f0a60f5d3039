package io.claviger.storage.caching;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Polls at an interval, and sooner when asked to. Its state belongs to one context; one poll runs at a time. */
final class Poller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Poller.class);

    /** Hints come with every commit of every node. */
    private static final long SHORTEST_PAUSE_NANOS = 20_000_000;

    private static final long PAUSE_AFTER_FAILURE_NANOS = 200_000_000;

    private final Epochs epochs;
    private final Vertx vertx;
    private final Context context;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private volatile long succeededNanos;
    private long startedNanos;
    private long timer = -1;
    private boolean isPolling;
    private boolean isWanted;
    private boolean isFailing;
    private boolean isClosed;

    Poller(Epochs epochs, Vertx vertx, Duration interval, LongSupplier nanoTime) {
        this.epochs = epochs;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.succeededNanos = nanoTime.getAsLong();
    }

    void start() {
        context.runOnContext(ignored -> poll());
    }

    /** Polls as soon as possible; may be called from any thread and any number of times. */
    void pollSoon() {
        context.runOnContext(ignored -> {
            isWanted = true;
            if (!isPolling) {
                schedule();
            }
        });
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            isClosed = true;
            vertx.cancelTimer(timer);
        });
    }

    /** Since the start of the last poll that succeeded. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - succeededNanos);
    }

    private void schedule() {
        vertx.cancelTimer(timer);
        if (!isClosed) {
            long wait = startedNanos + pauseNanos() - nanoTime.getAsLong();
            timer = vertx.setTimer(Math.max(1, wait / 1_000_000), fired -> poll());
        }
    }

    private long pauseNanos() {
        if (isFailing) {
            return Math.min(PAUSE_AFTER_FAILURE_NANOS, intervalNanos);
        }
        return isWanted ? SHORTEST_PAUSE_NANOS : intervalNanos;
    }

    private void poll() {
        isPolling = true;
        isWanted = false;
        long started = nanoTime.getAsLong();
        startedNanos = started;
        epochs.poll().subscribe().with(done -> succeeded(started), this::failed);
    }

    private void succeeded(long started) {
        succeededNanos = started;
        if (isFailing) {
            isFailing = false;
            LOG.info("Authorization epochs can be read again.");
        }
        isPolling = false;
        schedule();
    }

    private void failed(Throwable failure) {
        if (!isFailing) {
            isFailing = true;
            LOG.warnf(
                    "Authorization epochs cannot be read, so nothing is served from the cache: %s", failure.toString());
        }
        isPolling = false;
        schedule();
    }
}
