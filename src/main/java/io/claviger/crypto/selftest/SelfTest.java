package io.claviger.crypto.selftest;

import io.claviger.common.BugException;
import io.claviger.crypto.WipeableKey;
import io.claviger.crypto.aes.AesGcm;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.kdf.CounterKdf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Known-answer tests of what all of the service stands on, for start-up, before the first key is touched: a broken
 * provider or virtual machine must stop it. Takes about a millisecond once classes are loaded.
 *
 * <p>Answers: SHA-256 from FIPS 180-4 ("abc"); AES-256-GCM from "The Galois/Counter Mode of Operation" (McGrew and
 * Viega), test case 16; the key derivation from NIST ACVP KDF-1.0, group 646, test 1291, which tests HMAC-SHA-256 too.
 */
public final class SelfTest {
    private SelfTest() {}

    /**
     * Tests these instances and SHA-256 of the provider that JCA prefers.
     *
     * @throws BugException naming the algorithm that answers wrongly
     */
    public static void run(AesGcm aesGcm, CounterKdf kdf) {
        run(aesGcm, kdf, null);
    }

    /** As {@link #run(AesGcm, CounterKdf)}, with SHA-256 from the given provider. */
    public static void run(AesGcm aesGcm, CounterKdf kdf, @Nullable Provider digests) {
        sha256(digests);
        counterKdf(kdf);
        aesGcm(aesGcm);
    }

    private static void sha256(@Nullable Provider provider) {
        try {
            MessageDigest digest = provider == null
                    ? MessageDigest.getInstance("SHA-256")
                    : MessageDigest.getInstance("SHA-256", provider);
            expect(
                    "SHA-256",
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                    digest.digest("abc".getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new BugException("self-test failed: there is no SHA-256", e);
        }
    }

    private static void counterKdf(CounterKdf kdf) {
        try (WipeableKey key = WipeableKey.owning(
                hex("41cef7c2acf19d2c47096534fd4ac88a923b9f3c25dfeef394d9ccdf81aa5b4b"), "HmacSHA256")) {
            expect(
                    "SP 800-108 with HMAC-SHA-256",
                    "2c355378536935821c7566e1dddaaeb1caca0442471bae0178385591436272cd",
                    kdf.deriveFrom(key, hex("0d87519fafd842d87b4f35d0f5e69d20"), 32));
        }
    }

    private static void aesGcm(AesGcm aesGcm) {
        byte[] nonce = hex("cafebabefacedbaddecaf888");
        byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plaintext = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        try (WipeableKey key =
                WipeableKey.owning(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), "AES")) {
            byte[] sealed = aesGcm.insecureNonceEncrypt(key, nonce, aad, plaintext);
            expect(
                    "AES-256-GCM",
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                            + "76fc6ece0f4e1768cddf8853bb2d551b",
                    sealed);
            if (!Arrays.equals(plaintext, aesGcm.insecureNonceDecrypt(key, nonce, aad, sealed, 0))) {
                throw failed("AES-256-GCM decryption");
            }
            expectRefusal(aesGcm, key, nonce, aad, sealed);
        } catch (SealBrokenException e) {
            throw new BugException("self-test failed: AES-256-GCM decryption", e);
        }
    }

    private static void expectRefusal(AesGcm aesGcm, WipeableKey key, byte[] nonce, byte[] aad, byte[] sealed) {
        byte[] altered = sealed.clone();
        altered[altered.length - 1] ^= 1;
        try {
            aesGcm.insecureNonceDecrypt(key, nonce, aad, altered, 0);
        } catch (SealBrokenException expected) {
            return;
        }
        throw failed("AES-256-GCM accepts a wrong tag");
    }

    private static void expect(String what, String expectedHex, byte[] actual) {
        if (!Arrays.equals(hex(expectedHex), actual)) {
            throw failed(what);
        }
    }

    private static BugException failed(String what) {
        return new BugException("self-test failed: " + what);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
