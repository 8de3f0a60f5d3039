package io.claviger.audit;

import io.claviger.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids of requests: UUIDs of version 7 (RFC 9562, section 5.7), which begin with the time in milliseconds. So the audit
 * record of a request is found by its id alone, without an index over all records.
 */
public final class RequestIds {
    private static final int VERSION = 7;

    private final RandomSource random;
    private final Clock clock;

    public RequestIds(RandomSource random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    public String next() {
        ByteBuffer bytes = ByteBuffer.wrap(random.bytes(10));
        long high = (clock.millis() << 16) | (VERSION << 12) | (bytes.getShort() & 0x0FFFL);
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** When a request with this id began; empty for text that is no such id. */
    public static Optional<Instant> timeOf(String requestId) {
        try {
            UUID id = UUID.fromString(requestId);
            boolean isOurs = id.version() == VERSION && id.toString().equals(requestId);
            return isOurs ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
