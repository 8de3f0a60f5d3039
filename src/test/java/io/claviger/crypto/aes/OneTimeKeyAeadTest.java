package io.claviger.crypto.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.kdf.CounterKdf;
import io.claviger.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OneTimeKeyAeadTest {
    private final OneTimeKeyAead aead = new OneTimeKeyAead();
    private final SeededRandom random = new SeededRandom(1);
    private final OneTimeKeyAead.Key key = newKey(random);

    @Test
    void opensWhatItSealedForRandomInputs() throws SealBrokenException {
        for (int i = 0; i < 2000; i++) {
            SecretBytes plaintext = SecretBytes.owning(random.bytes(random.below(200)));
            byte[] aad = random.bytes(random.below(200));

            byte[] sealed = aead.seal(key, aad, plaintext, random);

            assertThat(sealed).hasSize(plaintext.lengthBytes() + OneTimeKeyAead.OVERHEAD_BYTES);
            assertThat(aead.open(key, aad, sealed)).isEqualTo(plaintext);
        }
    }

    @Test
    void sealsTheSameInputDifferently() {
        SecretBytes plaintext = SecretBytes.owning(new byte[32]);

        byte[] one = aead.seal(key, new byte[0], plaintext, random);
        byte[] two = aead.seal(key, new byte[0], plaintext, random);

        assertThat(Arrays.copyOfRange(one, 16, 48)).isNotEqualTo(Arrays.copyOfRange(two, 16, 48));
    }

    @Test
    void refusesEveryChangedBit() {
        byte[] aad = random.bytes(20);
        byte[] sealed = aead.seal(key, aad, SecretBytes.owning(random.bytes(40)), random);

        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            assertRefused(key, aad, flipped(sealed, bit));
        }
        for (int bit = 0; bit < 8 * aad.length; bit++) {
            assertRefused(key, flipped(aad, bit), sealed);
        }
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] sealed = aead.seal(key, new byte[0], SecretBytes.owning(random.bytes(5)), random);

        for (int length = 0; length < sealed.length + 40; length++) {
            if (length != sealed.length) {
                assertRefused(key, new byte[0], Arrays.copyOf(sealed, length));
            }
        }
    }

    @Test
    void refusesAnotherKey() {
        byte[] sealed = aead.seal(key, new byte[0], SecretBytes.owning(random.bytes(5)), random);

        assertRefused(newKey(random), new byte[0], sealed);
    }

    @Test
    void refusalSaysNothing() {
        assertThatThrownBy(() -> aead.open(key, new byte[0], new byte[48]))
                .hasMessage(null)
                .hasNoCause()
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
    }

    @Test
    void closedKeyNeitherSealsNorOpens() {
        byte[] sealed = aead.seal(key, new byte[0], SecretBytes.owning(new byte[1]), random);

        key.close();

        assertThatThrownBy(() -> aead.seal(key, new byte[0], SecretBytes.owning(new byte[1]), random))
                .isInstanceOf(BugException.class);
        assertThatThrownBy(() -> aead.open(key, new byte[0], sealed)).isInstanceOf(BugException.class);
    }

    @Test
    void keyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> OneTimeKeyAead.Key.of(SecretBytes.owning(new byte[16])))
                .isInstanceOf(BugException.class);
    }

    @Test
    void oneTimeKeysAreNotDerivedForOtherPurposes() {
        byte[] label = "claviger one-time key v1".getBytes(US_ASCII);

        assertThatThrownBy(() -> key.derive(new CounterKdf(), label, new byte[16], 44))
                .isInstanceOf(BugException.class);
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SeededRandom own = new SeededRandom(i);
            tasks.add(() -> roundTrips(own, 500));
        }

        int done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                done += result.get();
            }
        }

        assertThat(done).isEqualTo(4000);
    }

    private int roundTrips(SeededRandom own, int count) throws SealBrokenException {
        int good = 0;
        for (int i = 0; i < count; i++) {
            SecretBytes plaintext = SecretBytes.owning(own.bytes(32));
            byte[] sealed = aead.seal(key, new byte[] {1}, plaintext, own);
            good += aead.open(key, new byte[] {1}, sealed).equals(plaintext) ? 1 : 0;
        }
        return good;
    }

    private void assertRefused(OneTimeKeyAead.Key with, byte[] aad, byte[] sealed) {
        assertThatThrownBy(() -> aead.open(with, aad, sealed)).isInstanceOf(SealBrokenException.class);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static OneTimeKeyAead.Key newKey(SeededRandom random) {
        return OneTimeKeyAead.Key.of(SecretBytes.owning(random.bytes(32)));
    }
}
