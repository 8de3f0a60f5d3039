package io.claviger.authn.sigv4;

import java.time.Instant;

/**
 * The time during which a signature counts: some minutes around its timestamp (five for KMS), or, presigned, from those
 * minutes before it until it expires. Both ends belong to it. The texts are recorded from the live service; it has none recorded for
 * the presigned form, whose window is printed in seconds.
 */
sealed interface Validity {
    /** The end of the window that a signature of the given time must not lie before. */
    long lengthSeconds(long skewSeconds);

    /** How messages print {@link #lengthSeconds}. */
    String lengthText(long skewSeconds);

    default void check(RequestTime time, Instant now, long skewSeconds) {
        long current = now.getEpochSecond();
        long earliest = current - lengthSeconds(skewSeconds);
        long latest = current + skewSeconds;
        if (time.epochSecond() < earliest) {
            throw Refusal.invalid("Signature expired: " + time.text() + " is now earlier than "
                    + RequestTime.format(earliest) + " (" + RequestTime.format(current) + " - "
                    + lengthText(skewSeconds)
                    + ")");
        }
        if (time.epochSecond() > latest) {
            throw Refusal.invalid("Signature not yet current: " + time.text() + " is still later than "
                    + RequestTime.format(latest) + " (" + RequestTime.format(current) + " + "
                    + minutes(skewSeconds) + ")");
        }
    }

    private static String minutes(long seconds) {
        return seconds / 60 + " min.";
    }

    /** A signature in the Authorization header. */
    record Brief() implements Validity {
        static final Brief INSTANCE = new Brief();

        @Override
        public long lengthSeconds(long skewSeconds) {
            return skewSeconds;
        }

        @Override
        public String lengthText(long skewSeconds) {
            return minutes(skewSeconds);
        }
    }

    /** A signature in the query string: {@code X-Amz-Expires}, at most a week. */
    record Presigned(long seconds) implements Validity {
        static final long LONGEST_SECONDS = 604_800;

        @Override
        public long lengthSeconds(long skewSeconds) {
            return seconds;
        }

        @Override
        public String lengthText(long skewSeconds) {
            return seconds + " sec.";
        }
    }
}
