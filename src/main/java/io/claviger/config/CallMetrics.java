package io.claviger.config;

import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.pipeline.CallObserver;
import io.claviger.storage.StorageUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts and times calls by operation and outcome, and logs them: one line a call, without anything of its content. */
final class CallMetrics implements CallObserver {
    private static final Logger LOG = Logger.getLogger("io.claviger.calls");

    private record Outcome(String operation, @Nullable ErrorCode error) {}

    private static final long OUTAGE_LINE_NANOS = 5_000_000_000L;

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lastOutageLine = new AtomicLong(System.nanoTime() - OUTAGE_LINE_NANOS);
    private final MeterRegistry registry;
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(String requestId, String operation, @Nullable ErrorCode error, Duration duration) {
        timers.computeIfAbsent(new Outcome(operation, error), this::timer).record(duration);
        if (LOG.isDebugEnabled()) {
            LOG.debugf(
                    "call requestId=%s operation=%s outcome=%s micros=%d",
                    requestId, operation, error == null ? "success" : error.wireName(), duration.toNanos() / 1000);
        }
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("claviger.calls")
                .description("Calls by operation and outcome")
                .tag("operation", outcome.operation())
                .tag(
                        "outcome",
                        outcome.error() == null ? "success" : outcome.error().wireName())
                .register(registry);
    }

    /** Only our own messages are logged: those of others may repeat what a caller sent. */
    @Override
    public void failed(String requestId, String operation, Throwable failure) {
        if (failure instanceof StorageUnavailableException) {
            outage(requestId, operation, failure);
            return;
        }
        String text = failure instanceof BugException ? failure.getMessage() : "";
        LOG.errorf(
                "call failed requestId=%s operation=%s exception=%s %s at %s",
                requestId, operation, failure.getClass().getName(), text, origin(failure));
    }

    /** One line for many calls: the event is the database's, not each call's. */
    private void outage(String requestId, String operation, Throwable failure) {
        long now = System.nanoTime();
        long last = lastOutageLine.get();
        refused.incrementAndGet();
        if (now - last >= OUTAGE_LINE_NANOS && lastOutageLine.compareAndSet(last, now)) {
            LOG.warnf(
                    "the database does not answer: %d calls refused since the last such line, requestId=%s operation=%s"
                            + " exception=%s",
                    refused.getAndSet(0), requestId, operation, origin(failure));
        }
    }

    private static String origin(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StringBuilder origin = new StringBuilder(root.getClass().getName());
        StackTraceElement[] frames = root.getStackTrace();
        for (int i = 0; i < Math.min(8, frames.length); i++) {
            origin.append(" < ").append(frames[i]);
        }
        return origin.toString();
    }
}
