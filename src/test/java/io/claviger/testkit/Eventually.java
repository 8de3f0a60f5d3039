package io.claviger.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens elsewhere, by asking often and with a deadline. */
public final class Eventually {
    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

    private Eventually() {}

    /** Returns how long it took; fails when the condition does not hold within the limit. */
    public static Duration holds(Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("did not come true within " + limit);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
