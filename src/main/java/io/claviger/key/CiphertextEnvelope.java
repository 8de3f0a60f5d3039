package io.claviger.key;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A ciphertext blob of a symmetric key: a header that says which key and which material made it, and the sealed
 * message. {@code docs/ciphertext-format.md} has every byte.
 *
 * <p>Encoding and parsing are exact inverses: one envelope has one form. Parsing proves nothing; only opening the sealed
 * message with {@link CiphertextHeader#aad} does.
 *
 * @param sealed label, ciphertext and tag, as {@link io.claviger.crypto.aes.OneTimeKeyAead} makes them
 */
public record CiphertextEnvelope(CiphertextHeader header, Blob sealed) {
    /** The longest blob that any request may carry. */
    public static final int MAX_LENGTH_BYTES = 6144;

    /** Label and tag, and at least one byte between them: nothing empty is ever encrypted. */
    private static final int MIN_SEALED_BYTES = 16 + 1 + 16;

    public CiphertextEnvelope {
        if (sealed.lengthBytes() < MIN_SEALED_BYTES) {
            throw new BugException("a sealed message of " + sealed.lengthBytes() + " bytes");
        }
    }

    /** The blob as the caller gets it. */
    public Blob toBlob() {
        byte[] head = header.bytes();
        byte[] tail = sealed.toByteArray();
        byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, bytes, head.length, tail.length);
        return Blob.owning(bytes);
    }

    /**
     * The envelope that encodes to exactly these bytes; empty for anything else. Whether something was cut off or added
     * at the end shows only when the sealed message does not open.
     */
    public static Optional<CiphertextEnvelope> parse(byte[] blob) {
        if (blob.length > MAX_LENGTH_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(blob);
        return CiphertextHeader.read(in)
                .filter(header -> in.remaining() >= MIN_SEALED_BYTES)
                .map(header -> new CiphertextEnvelope(
                        header, Blob.owning(Arrays.copyOfRange(blob, in.position(), blob.length))));
    }
}
