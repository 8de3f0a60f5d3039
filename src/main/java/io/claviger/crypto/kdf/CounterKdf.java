package io.claviger.crypto.kdf;

import io.claviger.common.BugException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key derivation function of NIST SP 800-108 revision 1, section 4.1: counter mode, HMAC-SHA-256 as the
 * pseudorandom function, a 32-bit counter that starts at 1 and stands before the fixed data, and as fixed data
 * {@code label || 0x00 || context || L}, L being the length of the output in bits as a 32-bit number.
 *
 * <p>Thread-safe: each thread has a Mac of its own. The key is overwritten in it before the call returns.
 */
public final class CounterKdf {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BLOCK_BYTES = 32;
    private static final int COUNTER_BYTES = 4;
    private static final SecretKeySpec NO_KEY = new SecretKeySpec(new byte[BLOCK_BYTES], ALGORITHM);

    private final ThreadLocal<Mac> macs;

    /** With the provider that JCA prefers. */
    public CounterKdf() {
        this(() -> Mac.getInstance(ALGORITHM));
    }

    public CounterKdf(Provider provider) {
        this(() -> Mac.getInstance(ALGORITHM, provider));
    }

    private CounterKdf(MacSource source) {
        this.macs = ThreadLocal.withInitial(source::get);
    }

    /**
     * Derives {@code lengthBytes} bytes, the caller's to wipe.
     *
     * @param label names the purpose; it holds no zero byte, so it cannot run into the context
     * @param context what the derived key belongs to
     */
    public byte[] derive(SecretKey key, byte[] label, byte[] context, int lengthBytes) {
        return deriveFrom(key, fixedData(label, context, Math.multiplyExact(8, lengthBytes)), lengthBytes);
    }

    /** As {@link #derive}, with fixed data that the caller has encoded. */
    public byte[] deriveFrom(SecretKey key, byte[] fixedData, int lengthBytes) {
        byte[] message = new byte[COUNTER_BYTES + fixedData.length];
        System.arraycopy(fixedData, 0, message, COUNTER_BYTES, fixedData.length);
        Mac mac = macs.get();
        try {
            mac.init(key);
            return blocks(mac, message, lengthBytes);
        } catch (InvalidKeyException | ShortBufferException e) {
            throw new BugException("the key derivation does not run", e);
        } finally {
            erase(mac);
        }
    }

    private static byte[] blocks(Mac mac, byte[] message, int lengthBytes) throws ShortBufferException {
        int count = Math.ceilDiv(lengthBytes, BLOCK_BYTES);
        byte[] blocks = new byte[Math.multiplyExact(count, BLOCK_BYTES)];
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(message).putInt(i + 1);
            mac.update(message);
            mac.doFinal(blocks, i * BLOCK_BYTES);
        }
        if (blocks.length == lengthBytes) {
            return blocks;
        }
        byte[] output = Arrays.copyOf(blocks, lengthBytes);
        Arrays.fill(blocks, (byte) 0);
        return output;
    }

    /** The fixed data of SP 800-108 for an output of {@code lengthBits} bits. */
    public static byte[] fixedData(byte[] label, byte[] context, int lengthBits) {
        for (byte b : label) {
            if (b == 0) {
                throw new BugException("a label with a zero byte");
            }
        }
        return ByteBuffer.allocate(label.length + 1 + context.length + 4)
                .put(label)
                .put((byte) 0)
                .put(context)
                .putInt(lengthBits)
                .array();
    }

    /** A Mac keeps its padded key; replacing the key overwrites it. */
    private static void erase(Mac mac) {
        try {
            mac.init(NO_KEY);
        } catch (InvalidKeyException e) {
            throw new BugException(ALGORITHM + " refuses a key of zeros", e);
        }
    }

    @FunctionalInterface
    private interface MacSource {
        Mac create() throws GeneralSecurityException;

        default Mac get() {
            try {
                return create();
            } catch (GeneralSecurityException e) {
                throw new BugException("the provider has no " + ALGORITHM, e);
            }
        }
    }
}
