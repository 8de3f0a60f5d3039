package io.claviger.crypto.aes;

import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.WipeableKey;
import io.claviger.crypto.kdf.CounterKdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Authenticated encryption without a nonce budget. Each message gets a random 128-bit label; from the long-term 256-bit
 * key and that label {@link CounterKdf} derives an AES-256 key and a nonce, which encrypt this message and no other.
 *
 * <p>A sealed message is {@code label (16) || ciphertext (as long as the plaintext) || tag (16)}. It hides the plaintext
 * but not its length, and authenticates plaintext and associated data. Labels of one key collide with probability
 * n&sup2;/2<sup>129</sup> after n messages: 2<sup>-33</sup> after 2<sup>48</sup>. Security arguments:
 * {@code docs/ciphertext-format.md}.
 *
 * <p>Thread-safe and without locks of its own; the parts keep one cipher and one Mac per thread, so it is meant for
 * pools of platform threads. A few microseconds per message: for worker threads, not for event loops.
 */
public final class OneTimeKeyAead {
    public static final int KEY_BYTES = 32;
    public static final int LABEL_BYTES = 16;
    public static final int OVERHEAD_BYTES = LABEL_BYTES + AesGcm.TAG_BYTES;

    // At most 30 bytes, so that the derivation's message stays within one block of SHA-256.
    private static final byte[] PURPOSE = "claviger one-time key v1".getBytes(StandardCharsets.US_ASCII);

    private final AesGcm aesGcm;
    private final CounterKdf kdf;

    public OneTimeKeyAead(AesGcm aesGcm, CounterKdf kdf) {
        this.aesGcm = aesGcm;
        this.kdf = kdf;
    }

    /** With the providers that JCA prefers. */
    public OneTimeKeyAead() {
        this(new AesGcm(), new CounterKdf());
    }

    /** Encrypts and authenticates; the same input never gives the same output. */
    public byte[] seal(Key key, byte[] aad, SecretBytes plaintext, RandomSource random) {
        byte[] label = random.bytes(LABEL_BYTES);
        byte[] clear = plaintext.reveal();
        try (OneTimeKey oneTime = oneTimeKey(key, label)) {
            byte[] encrypted = aesGcm.insecureNonceEncrypt(oneTime.key(), oneTime.nonce(), aad, clear);
            byte[] sealed = Arrays.copyOf(label, LABEL_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, LABEL_BYTES, encrypted.length);
            return sealed;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * The plaintext, the caller's to close.
     *
     * @throws SealBrokenException unless exactly these bytes were sealed under this key with this associated data
     */
    public SecretBytes open(Key key, byte[] aad, byte[] sealed) throws SealBrokenException {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new SealBrokenException();
        }
        byte[] label = Arrays.copyOf(sealed, LABEL_BYTES);
        try (OneTimeKey oneTime = oneTimeKey(key, label)) {
            return SecretBytes.owning(
                    aesGcm.insecureNonceDecrypt(oneTime.key(), oneTime.nonce(), aad, sealed, LABEL_BYTES));
        }
    }

    private OneTimeKey oneTimeKey(Key key, byte[] label) {
        byte[] derived = kdf.derive(key.derivationKey, PURPOSE, label, AesGcm.KEY_BYTES + AesGcm.NONCE_BYTES);
        try {
            return new OneTimeKey(
                    WipeableKey.owning(Arrays.copyOf(derived, AesGcm.KEY_BYTES), "AES"),
                    Arrays.copyOfRange(derived, AesGcm.KEY_BYTES, derived.length));
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private record OneTimeKey(WipeableKey key, byte[] nonce) implements AutoCloseable {
        @Override
        public void close() {
            key.close();
        }
    }

    /**
     * A long-term key, ready to derive from; worth caching. {@link #close()} wipes it; whoever uses it afterwards gets a
     * {@link BugException}, so close it only when no call can still hold it. Thread-safe.
     */
    public static final class Key implements AutoCloseable {
        private final WipeableKey derivationKey;

        private Key(WipeableKey derivationKey) {
            this.derivationKey = derivationKey;
        }

        /** Copies the secret of {@value OneTimeKeyAead#KEY_BYTES} bytes; the caller still closes its own. */
        public static Key of(SecretBytes secret) {
            if (secret.lengthBytes() != KEY_BYTES) {
                throw new BugException("a key of " + secret.lengthBytes() + " bytes");
            }
            return new Key(WipeableKey.owning(secret.reveal(), "HmacSHA256"));
        }

        /** Derives something else from the same key, such as its public fingerprint; the label must be another. */
        public byte[] derive(CounterKdf kdf, byte[] label, byte[] context, int lengthBytes) {
            if (Arrays.equals(label, PURPOSE)) {
                throw new BugException("this label derives one-time keys");
            }
            return kdf.derive(derivationKey, label, context, lengthBytes);
        }

        @Override
        public void close() {
            derivationKey.close();
        }

        @Override
        public String toString() {
            return derivationKey.toString();
        }
    }
}
