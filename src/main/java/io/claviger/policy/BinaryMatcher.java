package io.claviger.policy;

import io.claviger.common.Blob;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes, written in base64 on both sides; other text matches nothing. */
record BinaryMatcher(Blob wanted) implements ValueMatcher {

    static @Nullable ValueMatcher of(String text) {
        Blob wanted = decode(text);
        return wanted == null ? null : new BinaryMatcher(wanted);
    }

    @Override
    public Match match(String value, Context context) {
        return Match.of(wanted.equals(decode(value)));
    }

    private static @Nullable Blob decode(String text) {
        try {
            return Blob.owning(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
