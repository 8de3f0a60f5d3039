package io.claviger.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Random UUIDs: version 4 of RFC 9562, section 5.4. */
public final class RandomUuid {
    private RandomUuid() {}

    public static UUID next(RandomSource random) {
        ByteBuffer bytes = ByteBuffer.wrap(random.bytes(16));
        long high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
