package io.claviger.testkit;

import io.claviger.crypto.RandomSource;
import java.util.SplittableRandom;

/** Bytes that look random and are the same in every run. Not thread-safe. */
public final class SeededRandom implements RandomSource {
    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A source that gives these bytes, once, to a request of just their length. */
    public static RandomSource once(byte[] bytes) {
        boolean[] given = new boolean[1];
        return target -> {
            if (given[0] || target.length != bytes.length) {
                throw new IllegalStateException("not the one request that was prepared");
            }
            given[0] = true;
            System.arraycopy(bytes, 0, target, 0, bytes.length);
        };
    }

    @Override
    public void fill(byte[] target) {
        random.nextBytes(target);
    }

    /** A number from 0 to {@code bound}, exclusively. */
    public int below(int bound) {
        return random.nextInt(bound);
    }
}
