package io.claviger.key;

import io.claviger.common.CanonicalBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pairs that a caller binds to a ciphertext. They are authenticated, not stored: decryption needs the same set,
 * byte for byte; their order means nothing. An absent context is the empty one. Immutable.
 *
 * <p>The canonical form, injective: the number of pairs (4 bytes), then the pairs sorted by the UTF-8 bytes of their
 * keys (unsigned), key and value each as a 4-byte length and the UTF-8 bytes. All numbers are big-endian.
 */
public final class EncryptionContext {
    /** The longest canonical form that the service takes: as much as the external key store protocol can carry. */
    public static final int MAX_CANONICAL_BYTES = 8192;

    private static final EncryptionContext EMPTY = of(Map.of());

    private final Map<String, String> pairs;
    private final byte[] canonical;

    private EncryptionContext(Map<String, String> pairs, byte[] canonical) {
        this.pairs = pairs;
        this.canonical = canonical;
    }

    public static EncryptionContext empty() {
        return EMPTY;
    }

    /**
     * The context of these pairs.
     *
     * @throws IllegalArgumentException for text that has no UTF-8 form, that is with an unpaired surrogate
     */
    public static EncryptionContext of(Map<String, String> pairs) {
        List<Entry> entries = new ArrayList<>(pairs.size());
        pairs.forEach((key, value) -> entries.add(new Entry(CanonicalBytes.utf8(key), key, value)));
        entries.sort((a, b) -> Arrays.compareUnsigned(a.keyBytes, b.keyBytes));
        Map<String, String> sorted = LinkedHashMap.newLinkedHashMap(entries.size());
        CanonicalBytes canonical = new CanonicalBytes().number(entries.size());
        for (Entry entry : entries) {
            sorted.put(entry.key, entry.value);
            canonical.field(entry.keyBytes).field(entry.value);
        }
        return new EncryptionContext(Collections.unmodifiableMap(sorted), canonical.toBytes());
    }

    /** The pairs in canonical order, unmodifiable. */
    public Map<String, String> pairs() {
        return pairs;
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** The bytes to authenticate; a copy. */
    public byte[] canonicalBytes() {
        return canonical.clone();
    }

    public int canonicalLengthBytes() {
        return canonical.length;
    }

    public boolean isTooLong() {
        return canonical.length > MAX_CANONICAL_BYTES;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncryptionContext that && Arrays.equals(canonical, that.canonical);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(canonical);
    }

    /** The keys alone: values belong into the audit record, not into logs. */
    @Override
    public String toString() {
        return "EncryptionContext" + pairs.keySet();
    }

    private record Entry(byte[] keyBytes, String key, String value) {}
}
