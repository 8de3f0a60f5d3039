package io.claviger.audit.chain;

/**
 * How large a block may be. A sealer never exceeds these, so a decoder refuses whatever does, before it allocates or
 * decompresses. Part of format version 1: enlarging one needs a new version.
 */
public final class BlockLimits {
    public static final int MAX_RECORDS = 4096;

    /** An audit record: CloudTrail allows about 230 KB of members. */
    public static final int MAX_RECORD_LENGTH_BYTES = 1 << 20;

    /** All records with their length prefixes, before compression. */
    public static final int MAX_FRAMED_LENGTH_BYTES = 16 << 20;

    /** The compressed form; wide enough for any deflate implementation on input that does not shrink. */
    public static final int MAX_STORED_LENGTH_BYTES = 20 << 20;

    /** Each record is preceded by its length. */
    static final int LENGTH_PREFIX_BYTES = 4;

    private BlockLimits() {}

    /** What a record takes of {@link #MAX_FRAMED_LENGTH_BYTES}. */
    public static int framedLengthBytes(byte[] record) {
        return LENGTH_PREFIX_BYTES + record.length;
    }

    /** Whether this record can be journalled at all. Never empty: an empty record says nothing. */
    public static boolean admitsRecord(byte[] record) {
        return isRecordLength(record.length);
    }

    /** Whether a block of so many records, framed to so many bytes in all, is within the limits. */
    public static boolean admitsBlock(int records, long framedLengthBytes) {
        return records >= 1 && records <= MAX_RECORDS && framedLengthBytes <= MAX_FRAMED_LENGTH_BYTES;
    }

    static boolean isRecordLength(int lengthBytes) {
        return lengthBytes >= 1 && lengthBytes <= MAX_RECORD_LENGTH_BYTES;
    }
}
