package io.claviger.crypto.aes;

import io.claviger.common.BugException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (FIPS 197, SP 800-38D) with a 96-bit nonce and a 128-bit tag, where <em>the caller answers for the
 * nonce</em>: two messages under one key and one nonce reveal the XOR of their plaintexts and the key of the
 * authenticator. A building block of {@link OneTimeKeyAead}; use that.
 *
 * <p>Thread-safe: each thread has a cipher of its own, initialised anew for each message. It keeps the last key that it
 * was used with until the thread's next message.
 */
public final class AesGcm {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final ThreadLocal<Cipher> ciphers;

    /** With the provider that JCA prefers. */
    public AesGcm() {
        this(() -> Cipher.getInstance(TRANSFORMATION));
    }

    public AesGcm(Provider provider) {
        this(() -> Cipher.getInstance(TRANSFORMATION, provider));
    }

    private AesGcm(CipherSource source) {
        this.ciphers = ThreadLocal.withInitial(source::get);
    }

    /** The ciphertext with the tag behind it: {@value #TAG_BYTES} bytes more than the plaintext. */
    public byte[] insecureNonceEncrypt(SecretKey key, byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, nonce, aad, plaintext, 0);
        } catch (GeneralSecurityException e) {
            throw new BugException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * The plaintext of what {@link #insecureNonceEncrypt} made, the caller's to wipe.
     *
     * @param from where in {@code ciphertext} the ciphertext begins; it reaches to the end
     * @throws SealBrokenException unless key, nonce, associated data, ciphertext and tag all belong together
     */
    public byte[] insecureNonceDecrypt(SecretKey key, byte[] nonce, byte[] aad, byte[] ciphertext, int from)
            throws SealBrokenException {
        if (ciphertext.length - from < TAG_BYTES) {
            throw new SealBrokenException();
        }
        try {
            return run(Cipher.DECRYPT_MODE, key, nonce, aad, ciphertext, from);
        } catch (AEADBadTagException e) {
            throw new SealBrokenException();
        } catch (GeneralSecurityException e) {
            throw new BugException("AES-GCM does not decrypt", e);
        }
    }

    private byte[] run(int mode, SecretKey key, byte[] nonce, byte[] aad, byte[] input, int from)
            throws GeneralSecurityException {
        if (nonce.length != NONCE_BYTES) {
            throw new BugException("a nonce of " + nonce.length + " bytes");
        }
        Cipher cipher = ciphers.get();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(aad);
        return cipher.doFinal(input, from, input.length - from);
    }

    @FunctionalInterface
    private interface CipherSource {
        Cipher create() throws GeneralSecurityException;

        default Cipher get() {
            try {
                return create();
            } catch (GeneralSecurityException e) {
                throw new BugException("the provider has no " + TRANSFORMATION, e);
            }
        }
    }
}
