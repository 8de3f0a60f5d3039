package io.claviger.config;

import io.claviger.common.BugException;
import io.claviger.crypto.RandomSource;
import java.security.DrbgParameters;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The service's random bytes: one SP 800-90A Hash_DRBG of 256 bits of strength per thread, seeded by the operating
 * system and reseeded from it after every {@value #CALLS_PER_SEED} calls.
 *
 * <p>Why so: a generator shared between threads is a lock on the hot path; one per thread is not, and a call costs well
 * under a microsecond. SP 800-90A generators do not reveal earlier output when their state leaks, and reseeding this
 * often bounds two more dangers: what a leaked state predicts, and what two machines started from one memory snapshot
 * have in common. (At most {@value #CALLS_PER_SEED} outputs per thread; do not resume a snapshot of this service twice.)
 *
 * <p>Thread-safe. Meant for pools of platform threads: creating a thread's generator costs some tens of microseconds.
 */
public final class SystemRandom implements RandomSource {
    private static final int CALLS_PER_SEED = 64;

    private final ThreadLocal<Generator> generators = ThreadLocal.withInitial(Generator::new);

    @Override
    public void fill(byte[] target) {
        generators.get().fill(target);
    }

    private static final class Generator {
        private final SecureRandom random;
        private int callsLeft = CALLS_PER_SEED;

        Generator() {
            try {
                this.random = SecureRandom.getInstance(
                        "DRBG", DrbgParameters.instantiation(256, DrbgParameters.Capability.RESEED_ONLY, null));
            } catch (NoSuchAlgorithmException e) {
                throw new BugException("there is no DRBG of 256 bits of strength", e);
            }
        }

        void fill(byte[] target) {
            if (callsLeft == 0) {
                random.reseed();
                callsLeft = CALLS_PER_SEED;
            }
            callsLeft--;
            random.nextBytes(target);
        }
    }
}
