package io.claviger.sts;

import io.claviger.authn.Session;
import io.claviger.common.BugException;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Seals sessions into tokens and opens them again: base64url without padding of {@code version (1) || key id (16) ||
 * sealed}, where {@link OneTimeKeyAead} seals the {@link SessionEncoding} and authenticates version, key id and the id of
 * the access key that the token belongs to. Nothing of a token can be read or changed without the key, save how long it
 * is. Some microseconds each: for worker threads.
 */
final class SessionTokens {
    /** What fits into a header of a request, with room for the rest. */
    static final int MAX_LENGTH = 8_192;

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + 16;
    private static final int MOST_BYTES = MAX_LENGTH / 4 * 3;
    private static final byte[] PURPOSE = CanonicalBytes.utf8("claviger session token");

    private final SessionKeys keys;
    private final OneTimeKeyAead aead;
    private final RandomSource random;

    SessionTokens(SessionKeys keys, OneTimeKeyAead aead, RandomSource random) {
        this.keys = keys;
        this.aead = aead;
        this.random = random;
    }

    /** Fails with PackedPolicyTooLargeException for what does not fit into a token. */
    String seal(SealedSession session, String accessKeyId) {
        byte[] plaintext = SessionEncoding.encode(session);
        try (SecretBytes secret = SecretBytes.owning(plaintext)) {
            int length = HEADER_BYTES + OneTimeKeyAead.OVERHEAD_BYTES + plaintext.length;
            if (length > MOST_BYTES) {
                throw new KmsException(
                        ErrorCode.PACKED_POLICY_TOO_LARGE,
                        "Packed size of session tags, policies and claims consumes "
                                + (100L * length + MOST_BYTES - 1) / MOST_BYTES + "% of allotted space.");
            }
            SessionKeys.Loaded key = keys.current();
            byte[] header = header(key.id());
            byte[] content = aead.seal(key.key(), aad(header, accessKeyId), secret, random);
            byte[] token = Arrays.copyOf(header, header.length + content.length);
            System.arraycopy(content, 0, token, header.length, content.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        }
    }

    /** What is sealed in a token of this access key; empty for anything else. */
    Optional<SealedSession> open(String token, String accessKeyId) {
        Optional<byte[]> decoded = decode(token);
        SessionKeys.Loaded key = keys.current();
        byte[] header = header(key.id());
        if (decoded.isEmpty() || !Arrays.equals(header, 0, HEADER_BYTES, decoded.get(), 0, HEADER_BYTES)) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(decoded.get(), HEADER_BYTES, decoded.get().length);
        try (SecretBytes secret = aead.open(key.key(), aad(header, accessKeyId), content)) {
            byte[] plaintext = secret.reveal();
            try {
                return Optional.of(SessionEncoding.decode(plaintext));
            } finally {
                Arrays.fill(plaintext, (byte) 0);
            }
        } catch (SealBrokenException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new BugException("a session token of our own does not decode", e);
        }
    }

    /** How much of a token policies and tags take, in percent. */
    static int packedPercent(Session session) {
        return (100 * SessionEncoding.packedBytes(session) + MOST_BYTES - 1) / MOST_BYTES;
    }

    /** Empty for what is not the one right text of any bytes, or too long or too short. */
    private static Optional<byte[]> decode(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            boolean isRight = bytes.length > HEADER_BYTES
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(token);
            return isRight ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] header(UUID keyId) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putLong(keyId.getMostSignificantBits())
                .putLong(keyId.getLeastSignificantBits())
                .array();
    }

    private static byte[] aad(byte[] header, String accessKeyId) {
        return new CanonicalBytes()
                .field(PURPOSE)
                .raw(header)
                .field(accessKeyId)
                .toBytes();
    }
}
