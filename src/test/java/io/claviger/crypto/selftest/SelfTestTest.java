package io.claviger.crypto.selftest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import io.claviger.crypto.aes.AesGcm;
import io.claviger.crypto.kdf.CounterKdf;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.CipherSpi;
import javax.crypto.MacSpi;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    private static final Provider BROKEN = new BrokenProvider();

    @Test
    void passesWithTheProvidersOfThisMachine() {
        assertThatCode(() -> SelfTest.run(new AesGcm(), new CounterKdf())).doesNotThrowAnyException();
    }

    @Test
    void passesWithBouncyCastle() {
        Provider provider = new BouncyCastleProvider();

        assertThatCode(() -> SelfTest.run(new AesGcm(provider), new CounterKdf(provider), provider))
                .doesNotThrowAnyException();
    }

    @Test
    void passesWithAmazonCorrettoCryptoProvider() throws ReflectiveOperationException {
        Provider provider = correttoProvider();
        Assumptions.assumeTrue(
                provider.getService("Cipher", "AES/GCM/NoPadding") != null, "left out: not on this system");

        assertThatCode(() -> SelfTest.run(new AesGcm(provider), new CounterKdf(provider), provider))
                .doesNotThrowAnyException();
    }

    @Test
    void namesAWrongDigest() {
        assertThatThrownBy(() -> SelfTest.run(new AesGcm(), new CounterKdf(), BROKEN))
                .isInstanceOf(BugException.class)
                .hasMessage("self-test failed: SHA-256");
    }

    @Test
    void namesAWrongMac() {
        assertThatThrownBy(() -> SelfTest.run(new AesGcm(), new CounterKdf(BROKEN)))
                .isInstanceOf(BugException.class)
                .hasMessage("self-test failed: SP 800-108 with HMAC-SHA-256");
    }

    @Test
    void namesAWrongCipher() {
        assertThatThrownBy(() -> SelfTest.run(new AesGcm(BROKEN), new CounterKdf()))
                .isInstanceOf(BugException.class)
                .hasMessage("self-test failed: AES-256-GCM");
    }

    private static Provider correttoProvider() throws ReflectiveOperationException {
        // on the run-time class path only
        return (Provider) Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
                .getField("INSTANCE")
                .get(null);
    }

    /** Answers every question with zeros. */
    private static final class BrokenProvider extends Provider {
        private static final long serialVersionUID = 1L;

        BrokenProvider() {
            super("Broken", "1", "answers with zeros");
            put("MessageDigest.SHA-256", ZeroDigest.class.getName());
            put("Mac.HmacSHA256", ZeroMac.class.getName());
            put("Cipher.AES/GCM/NoPadding", ZeroCipher.class.getName());
        }
    }

    public static final class ZeroDigest extends MessageDigestSpi {
        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDigest() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }

    public static final class ZeroMac extends MacSpi {
        @Override
        protected int engineGetMacLength() {
            return 32;
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) {}

        @Override
        protected void engineUpdate(byte input) {}

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineDoFinal() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {}
    }

    public static final class ZeroCipher extends CipherSpi {
        @Override
        protected void engineSetMode(String mode) {}

        @Override
        protected void engineSetPadding(String padding) {}

        @Override
        protected int engineGetBlockSize() {
            return 16;
        }

        @Override
        protected int engineGetOutputSize(int inputLength) {
            return inputLength + 16;
        }

        @Override
        protected byte[] engineGetIV() {
            return new byte[12];
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {}

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random) {}

        @Override
        protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {}

        @Override
        protected void engineUpdateAAD(byte[] input, int offset, int length) {}

        @Override
        protected byte[] engineUpdate(byte[] input, int offset, int length) {
            return new byte[length];
        }

        @Override
        protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            return length;
        }

        @Override
        protected byte[] engineDoFinal(byte[] input, int offset, int length) {
            return new byte[length + 16];
        }

        @Override
        protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int outputOffset) {
            Arrays.fill(output, outputOffset, outputOffset + length + 16, (byte) 0);
            return length + 16;
        }
    }
}
