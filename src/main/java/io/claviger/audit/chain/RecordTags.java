package io.claviger.audit.chain;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first eight bytes of each record's leaf hash, in order: a fingerprint per record inside the signed header. The
 * Merkle root says <em>that</em> a record was altered; the tags say <em>which</em>. Immutable.
 */
public final class RecordTags {
    static final int LENGTH_BYTES = Long.BYTES;

    private final long[] tags;

    private RecordTags(long[] tags) {
        this.tags = tags;
    }

    public static RecordTags of(long... tags) {
        return new RecordTags(tags.clone());
    }

    /** The tags of the first {@code count} of these leaf hashes. */
    static RecordTags ofLeaves(byte[] leaves, int count) {
        ByteBuffer buffer = ByteBuffer.wrap(leaves);
        long[] tags = new long[count];
        for (int i = 0; i < count; i++) {
            tags[i] = buffer.getLong(i * Hash.LENGTH_BYTES);
        }
        return new RecordTags(tags);
    }

    static RecordTags readFrom(ByteBuffer buffer, int count) {
        long[] tags = new long[count];
        for (int i = 0; i < count; i++) {
            tags[i] = buffer.getLong();
        }
        return new RecordTags(tags);
    }

    void writeTo(ByteBuffer buffer) {
        for (long tag : tags) {
            buffer.putLong(tag);
        }
    }

    public int count() {
        return tags.length;
    }

    public long at(int index) {
        return tags[index];
    }

    /** Whether the tag stands at one of the places {@code from} (inclusive) to {@code to} (exclusive). */
    boolean contains(long tag, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tags[i] == tag) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordTags that && Arrays.equals(tags, that.tags);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tags);
    }

    @Override
    public String toString() {
        return "[" + tags.length + " record tags]";
    }
}
