package io.claviger.rootkey.file;

import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.kdf.CounterKdf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The keys of a root key file in the file's order, the primary first. {@link #close()} wipes them. */
public final class RootKeys implements AutoCloseable {
    static final int KEY_BYTES = OneTimeKeyAead.KEY_BYTES;

    private static final byte[] ID_LABEL = "claviger root key id v1".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 16;

    private final SequencedMap<String, SecretBytes> keys = new LinkedHashMap<>();

    RootKeys() {}

    /** The id of the key that wraps. */
    public String primaryId() {
        return keys.firstEntry().getKey();
    }

    public List<String> ids() {
        return new ArrayList<>(keys.keySet());
    }

    SequencedMap<String, SecretBytes> secrets() {
        return keys;
    }

    /**
     * The public id of a root key: 128 bits derived from it, in hex. Another label than any other derivation's, so it
     * says nothing about what the key encrypts; one that was mistyped or damaged is found by it.
     */
    static String idOf(SecretBytes secret) {
        try (OneTimeKeyAead.Key key = OneTimeKeyAead.Key.of(secret)) {
            return HexFormat.of().formatHex(key.derive(new CounterKdf(), ID_LABEL, new byte[0], ID_BYTES));
        }
    }

    @Override
    public void close() {
        keys.values().forEach(SecretBytes::close);
    }

    @Override
    public String toString() {
        return "RootKeys" + keys.keySet();
    }
}
