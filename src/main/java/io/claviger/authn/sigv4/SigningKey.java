package io.claviger.authn.sigv4;

import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The key of one day, region and service, derived from a secret access key by four rounds of HMAC-SHA-256.
 *
 * <p>It may be closed, and its bytes wiped, while others sign with it: {@link #sign} then gives nothing, never the
 * signature of half a key.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request, step 4</a>
 */
final class SigningKey implements AutoCloseable {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PREFIX = "AWS4".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final StampedLock lock = new StampedLock();
    private boolean closed;

    private SigningKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static SigningKey derive(SecretBytes secret, CredentialScope scope) {
        byte[] revealed = secret.reveal();
        byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + revealed.length);
        System.arraycopy(revealed, 0, key, PREFIX.length, revealed.length);
        Arrays.fill(revealed, (byte) 0);
        String[] rounds = {scope.date(), scope.region(), scope.service(), scope.terminator()};
        for (String round : rounds) {
            byte[] next = hmac(key, round.getBytes(StandardCharsets.UTF_8));
            Arrays.fill(key, (byte) 0);
            key = next;
        }
        return new SigningKey(key);
    }

    /** The HMAC-SHA-256 of the text, or nothing if this key has been closed. */
    Optional<byte[]> sign(byte[] text) {
        // A reader never waits: it copies, then asks whether a wipe came in between.
        long stamp = lock.tryOptimisticRead();
        byte[] key = bytes.clone();
        boolean wasClosed = closed;
        if (!lock.validate(stamp) || wasClosed) {
            Arrays.fill(key, (byte) 0);
            return Optional.empty();
        }
        try {
            return Optional.of(hmac(key, text));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public void close() {
        long stamp = lock.writeLock();
        try {
            closed = true;
            Arrays.fill(bytes, (byte) 0);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new BorrowedKey(key));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new BugException("no HMAC-SHA-256 in this Java runtime", e);
        }
    }

    /** Lends the bytes to a Mac without the copy that SecretKeySpec keeps and never wipes. */
    private static final class BorrowedKey implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;

        BorrowedKey(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }
    }
}
