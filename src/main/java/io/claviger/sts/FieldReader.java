package io.claviger.sts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link io.claviger.common.CanonicalBytes} wrote; fails with IllegalArgumentException for anything else. */
final class FieldReader {
    private final ByteBuffer in;

    FieldReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    int oneByte() {
        require(1);
        return in.get() & 0xff;
    }

    boolean flag() {
        int value = oneByte();
        if (value > 1) {
            throw malformed();
        }
        return value == 1;
    }

    int number() {
        require(4);
        return in.getInt();
    }

    /** How many items follow, each of at least a length. */
    int count() {
        int count = number();
        if (count < 0 || count > in.remaining() / 4) {
            throw malformed();
        }
        return count;
    }

    byte[] bytes() {
        int length = number();
        if (length < 0) {
            throw malformed();
        }
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    /** All that is left. */
    byte[] rest() {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    void end() {
        if (in.hasRemaining()) {
            throw malformed();
        }
    }

    private void require(int length) {
        if (in.remaining() < length) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("malformed fields");
    }
}
