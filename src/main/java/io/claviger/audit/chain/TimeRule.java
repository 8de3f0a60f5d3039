package io.claviger.audit.chain;

import java.time.Duration;

/**
 * How far times in a chain may go back. Records are stamped when a call arrives and journalled when it ends, and clocks
 * are corrected, so a block may begin a little before the latest time seen; more than {@link #TOLERANCE} means a clock
 * that was set back, or a forged one. Measured from the latest time in the chain, so many small steps do not add up.
 */
public final class TimeRule {
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private TimeRule() {}

    /** Whether a block whose earliest record has this time may follow. Subtraction is safe: times are not negative. */
    public static boolean mayFollow(long latestMillis, long firstMillis) {
        return latestMillis - firstMillis <= TOLERANCE.toMillis();
    }
}
