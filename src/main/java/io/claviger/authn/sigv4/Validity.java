package io.claviger.authn.sigv4;

import java.time.Instant;

/**
 * The time during which a signature counts: five minutes around its timestamp, or, presigned, from five minutes before
 * it until it expires. Both ends belong to it. The texts are recorded from the live service; it has none recorded for
 * the presigned form, whose window is printed in seconds.
 */
sealed interface Validity {
    long SKEW_SECONDS = 300;

    /** The end of the window that a signature of the given time must not lie before. */
    long lengthSeconds();

    /** How messages print {@link #lengthSeconds()}. */
    String lengthText();

    default void check(RequestTime time, Instant now) {
        long current = now.getEpochSecond();
        long earliest = current - lengthSeconds();
        long latest = current + SKEW_SECONDS;
        if (time.epochSecond() < earliest) {
            throw Refusal.invalid("Signature expired: " + time.text() + " is now earlier than "
                    + RequestTime.format(earliest) + " (" + RequestTime.format(current) + " - " + lengthText() + ")");
        }
        if (time.epochSecond() > latest) {
            throw Refusal.invalid("Signature not yet current: " + time.text() + " is still later than "
                    + RequestTime.format(latest) + " (" + RequestTime.format(current) + " + 5 min.)");
        }
    }

    /** A signature in the Authorization header. */
    record Brief() implements Validity {
        static final Brief INSTANCE = new Brief();

        @Override
        public long lengthSeconds() {
            return SKEW_SECONDS;
        }

        @Override
        public String lengthText() {
            return "5 min.";
        }
    }

    /** A signature in the query string: {@code X-Amz-Expires}, at most a week. */
    record Presigned(long lengthSeconds) implements Validity {
        static final long LONGEST_SECONDS = 604_800;

        @Override
        public String lengthText() {
            return lengthSeconds + " sec.";
        }
    }
}
