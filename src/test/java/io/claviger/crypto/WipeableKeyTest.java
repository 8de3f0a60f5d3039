package io.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class WipeableKeyTest {
    @Test
    void closingWipesTheArrayThatWasTakenOver() {
        byte[] bytes = {1, 2, 3};

        WipeableKey.owning(bytes, "AES").close();

        assertThat(bytes).containsOnly(0);
    }

    @Test
    void closedKeyIsRefused() {
        WipeableKey key = WipeableKey.owning(new byte[32], "AES");

        key.close();

        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(key::getEncoded).isInstanceOf(BugException.class);
    }

    @Test
    void textHoldsNoKeyByte() {
        assertThat(WipeableKey.owning(new byte[] {77, 78}, "AES")).hasToString("[AES key, 2 bytes]");
    }

    @Test
    void isNotSerialized() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            WipeableKey key = WipeableKey.owning(new byte[32], "AES");

            assertThatThrownBy(() -> out.writeObject(key)).isInstanceOf(NotSerializableException.class);
        }
    }
}
