package io.claviger.crypto.wrap;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.crypto.aes.OneTimeKeyAead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A secret as it lies in the database: {@code version (1) || domain key id (16) || sealed}. Made and opened by
 * {@link DomainKey}. Encoding and parsing are exact inverses.
 *
 * @param domainKeyId the domain key that wrapped it, so that a rotation finds what to wrap anew
 * @param sealed label, ciphertext and tag, as {@link OneTimeKeyAead} makes them
 */
public record WrappedSecret(UUID domainKeyId, Blob sealed) {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + 16;

    public WrappedSecret {
        if (sealed.lengthBytes() < OneTimeKeyAead.OVERHEAD_BYTES) {
            throw new BugException("a sealed secret of " + sealed.lengthBytes() + " bytes");
        }
    }

    /** The form at rest. */
    public Blob toBlob() {
        byte[] tail = sealed.toByteArray();
        byte[] bytes = Arrays.copyOf(header(domainKeyId), HEADER_BYTES + tail.length);
        System.arraycopy(tail, 0, bytes, HEADER_BYTES, tail.length);
        return Blob.owning(bytes);
    }

    /** The secret that encodes to exactly these bytes; empty for anything else. Proves nothing about the content. */
    public static Optional<WrappedSecret> parse(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + OneTimeKeyAead.OVERHEAD_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, 16);
        UUID domainKeyId = new UUID(in.getLong(), in.getLong());
        return Optional.of(
                new WrappedSecret(domainKeyId, Blob.owning(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length))));
    }

    static byte[] header(UUID domainKeyId) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putLong(domainKeyId.getMostSignificantBits())
                .putLong(domainKeyId.getLeastSignificantBits())
                .array();
    }
}
