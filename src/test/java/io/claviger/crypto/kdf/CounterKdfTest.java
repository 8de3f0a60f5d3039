package io.claviger.crypto.kdf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import io.claviger.crypto.WipeableKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CounterKdfTest {
    private final CounterKdf kdf = new CounterKdf();
    private final WipeableKey key = WipeableKey.owning(new byte[32], "HmacSHA256");

    @Test
    void fixedDataIsAsTheStandardSays() {
        byte[] fixedData = CounterKdf.fixedData("ab".getBytes(US_ASCII), new byte[] {7, 0}, 352);

        assertThat(HexFormat.of().formatHex(fixedData)).isEqualTo("6162" + "00" + "0700" + "00000160");
    }

    @Test
    void labelWithZeroByteIsRefused() {
        assertThatThrownBy(() -> CounterKdf.fixedData(new byte[] {1, 0}, new byte[0], 8))
                .isInstanceOf(BugException.class);
    }

    @Test
    void shorterOutputIsNotThePrefixOfALongerOne() {
        byte[] label = "label".getBytes(US_ASCII);

        byte[] one = kdf.derive(key, label, new byte[0], 16);
        byte[] two = kdf.derive(key, label, new byte[0], 32);

        assertThat(Arrays.copyOf(two, 16)).isNotEqualTo(one);
    }

    @Test
    void closedKeyIsRefused() {
        key.close();

        assertThatThrownBy(() -> kdf.derive(key, new byte[] {1}, new byte[0], 16))
                .isInstanceOf(BugException.class);
    }
}
