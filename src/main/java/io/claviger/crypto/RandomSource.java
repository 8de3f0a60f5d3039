package io.claviger.crypto;

/**
 * Where random bytes come from; the inner rings have no other source.
 *
 * <p>An implementation used outside tests promises that its output is that of a cryptographically secure generator of
 * at least 256 bits of strength, seeded by the operating system: unpredictable, and for any two calls, in any thread or
 * process, independent. It may be called from all threads at once, does not block noticeably, and throws rather than
 * return anything weaker. {@link io.claviger.crypto.aes.OneTimeKeyAead} is secure only while this holds.
 */
@FunctionalInterface
public interface RandomSource {
    /** Overwrites the whole array with random bytes. */
    void fill(byte[] target);

    /** A new array of random bytes, the caller's to keep and to wipe. */
    default byte[] bytes(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        fill(bytes);
        return bytes;
    }
}
