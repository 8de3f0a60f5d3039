package io.claviger.rootkey.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.rootkey.RootKeyException;
import io.claviger.testkit.SeededRandom;
import io.claviger.testkit.VectorFiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileRootKeyTest {
    private static final JsonNode VECTOR = VectorFiles.own("formats.json").get("rootKey");
    private static final String ID = VECTOR.get("id").asText();
    private static final byte[] AAD = hex("aad");

    private final SeededRandom random = new SeededRandom(8);
    private final AtomicInteger tasks = new AtomicInteger();
    private final SecretBytes secret = SecretBytes.owning(hex("secret"));

    @Test
    void wrappedBytesAreUnchanged() {
        FileRootKey rootKey = rootKey(vectorKeys(), SeededRandom.once(hex("label")));

        byte[] wrapped = rootKey.wrap(secret, AAD).await().indefinitely();

        assertThat(rootKey.rootKeyId()).isEqualTo(ID);
        assertThat(wrapped)
                .asHexString()
                .isEqualToIgnoringCase(VECTOR.get("wrapped").asText());
        assertThat(rootKey.unwrap(ID, wrapped, AAD).await().indefinitely()).isEqualTo(secret);
    }

    @Test
    void olderKeysStillUnwrap() {
        byte[] wrapped = rootKey(vectorKeys(), random).wrap(secret, AAD).await().indefinitely();
        RootKeys rotated = vectorKeys();
        SecretBytes newer = SecretBytes.owning(random.bytes(32));
        rotated.secrets().putFirst(RootKeys.idOf(newer), newer);

        FileRootKey rootKey = rootKey(rotated, random);

        assertThat(rootKey.rootKeyId()).isEqualTo(RootKeys.idOf(newer));
        assertThat(rootKey.knownIds()).containsExactlyInAnyOrder(ID, RootKeys.idOf(newer));
        assertThat(rootKey.unwrap(ID, wrapped, AAD).await().indefinitely()).isEqualTo(secret);
        assertFails(rootKey, RootKeys.idOf(newer), wrapped, AAD, RootKeyException.Reason.REFUSED);
    }

    @Test
    void unknownIdIsNamedAsSuch() {
        FileRootKey rootKey = rootKey(vectorKeys(), random);

        assertFails(rootKey, "0".repeat(32), hex("wrapped"), AAD, RootKeyException.Reason.UNKNOWN_KEY);
    }

    @Test
    void everyChangedBitIsRefused() {
        FileRootKey rootKey = rootKey(vectorKeys(), random);
        byte[] wrapped = hex("wrapped");

        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            assertFails(rootKey, ID, flipped(wrapped, bit), AAD, RootKeyException.Reason.REFUSED);
        }
        for (int bit = 0; bit < 8 * AAD.length; bit++) {
            assertFails(rootKey, ID, wrapped, flipped(AAD, bit), RootKeyException.Reason.REFUSED);
        }
    }

    @Test
    void everyOtherLengthIsRefused() {
        FileRootKey rootKey = rootKey(vectorKeys(), random);
        byte[] wrapped = hex("wrapped");

        for (int length = 0; length < wrapped.length + 5; length++) {
            if (length != wrapped.length) {
                assertFails(rootKey, ID, Arrays.copyOf(wrapped, length), AAD, RootKeyException.Reason.REFUSED);
            }
        }
    }

    @Test
    void sameKeyUnderAnotherIdIsRefused() {
        // cannot come from a file, whose ids are checked; the binding holds without that
        RootKeys renamed = new RootKeys();
        renamed.secrets().put("other", SecretBytes.owning(hex("key")));

        assertFails(rootKey(renamed, random), "other", hex("wrapped"), AAD, RootKeyException.Reason.REFUSED);
    }

    @Test
    void cryptographyRunsOnTheWorkers() {
        FileRootKey rootKey = rootKey(vectorKeys(), random);

        byte[] wrapped = rootKey.wrap(secret, AAD).await().indefinitely();
        rootKey.unwrap(ID, wrapped, AAD).await().indefinitely();

        assertThat(tasks).hasValue(2);
    }

    @Test
    void idDoesNotShowTheKey() {
        assertThat(ID).doesNotContain(VECTOR.get("key").asText().substring(0, 8));
        assertThat(rootKey(vectorKeys(), random)).hasToString("FileRootKey[" + ID + "]");
    }

    private static RootKeys vectorKeys() {
        return RootKeyText.parse(VECTOR.get("line").asText().getBytes(StandardCharsets.US_ASCII));
    }

    private FileRootKey rootKey(RootKeys keys, RandomSource source) {
        return new FileRootKey(keys, new OneTimeKeyAead(), source, task -> {
            tasks.incrementAndGet();
            task.run();
        });
    }

    private static void assertFails(
            FileRootKey rootKey, String id, byte[] wrapped, byte[] aad, RootKeyException.Reason reason) {
        assertThatThrownBy(() -> rootKey.unwrap(id, wrapped, aad).await().indefinitely())
                .isInstanceOfSatisfying(
                        RootKeyException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static byte[] hex(String member) {
        return HexFormat.of().parseHex(VECTOR.get(member).asText());
    }
}
