package io.claviger.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What is signed of a block, and what its hash is taken over. The byte encoding is canonical and injective: every field
 * has a fixed place, the only variable part is the tags, and their count precedes them. It starts with a text of its
 * own, so that a signature over a header can never be taken for one over anything else signed by the audit key.
 *
 * @param chainId one per process start of a node
 * @param sequence from 0 without gaps
 * @param previous hash of the block before, {@link Hash#ZERO} for sequence 0
 * @param root Merkle root over the records
 * @param storedHash SHA-256 of the records as stored (compressed), so that no bit of the stored form is free: deflate
 *     has many encodings of the same records
 * @param firstMillis time of the earliest record, epoch milliseconds
 * @param lastMillis time of the latest record
 * @param framedLengthBytes length of the records before compression: bounds what a reader decompresses
 */
public record BlockHeader(
        AuditKeyId keyId,
        UUID chainId,
        long sequence,
        Hash previous,
        Hash root,
        Hash storedHash,
        long firstMillis,
        long lastMillis,
        int framedLengthBytes,
        RecordTags tags) {
    public static final int VERSION = 1;

    private static final byte[] DOMAIN = "claviger audit block".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED_LENGTH_BYTES = DOMAIN.length
            + 1
            + AuditKeyId.LENGTH_BYTES
            + 2 * Long.BYTES
            + Long.BYTES
            + 3 * Hash.LENGTH_BYTES
            + 2 * Long.BYTES
            + 2 * Integer.BYTES;

    /** The longest encoding that {@link #decode} accepts. */
    public static final int MAX_LENGTH_BYTES = FIXED_LENGTH_BYTES + BlockLimits.MAX_RECORDS * RecordTags.LENGTH_BYTES;

    public BlockHeader {
        // The last number stays free, so that a next sequence always exists.
        if (sequence < 0 || sequence == Long.MAX_VALUE || (sequence == 0) != previous.equals(Hash.ZERO)) {
            throw new IllegalArgumentException("sequence " + sequence + " does not go with its previous hash");
        }
        if (firstMillis < 0 || lastMillis < firstMillis) {
            throw new IllegalArgumentException("times " + firstMillis + " to " + lastMillis);
        }
        int records = tags.count();
        long least = (long) records * (BlockLimits.LENGTH_PREFIX_BYTES + 1);
        if (!BlockLimits.admitsBlock(records, framedLengthBytes) || framedLengthBytes < least) {
            throw new IllegalArgumentException(records + " records in " + framedLengthBytes + " bytes");
        }
    }

    public int recordCount() {
        return tags.count();
    }

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(FIXED_LENGTH_BYTES + tags.count() * RecordTags.LENGTH_BYTES);
        out.put(DOMAIN).put((byte) VERSION).put(keyId.toBytes());
        out.putLong(chainId.getMostSignificantBits()).putLong(chainId.getLeastSignificantBits());
        out.putLong(sequence);
        previous.writeTo(out);
        root.writeTo(out);
        storedHash.writeTo(out);
        out.putLong(firstMillis).putLong(lastMillis);
        out.putInt(framedLengthBytes).putInt(tags.count());
        tags.writeTo(out);
        return out.array();
    }

    /** The inverse of {@link #encode()}: total, and accepts only what that can give. */
    public static BlockHeader decode(byte[] encoded) throws BlockFormatException {
        if (encoded.length < FIXED_LENGTH_BYTES || encoded.length > MAX_LENGTH_BYTES) {
            throw new BlockFormatException("header of " + encoded.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (!Arrays.equals(read(in, DOMAIN.length), DOMAIN)) {
            throw new BlockFormatException("not a block header");
        }
        int version = Byte.toUnsignedInt(in.get());
        if (version != VERSION) {
            throw new BlockFormatException("header version " + version + " is not known");
        }
        try {
            return decodeFields(in);
        } catch (IllegalArgumentException e) {
            throw new BlockFormatException("header: " + e.getMessage());
        }
    }

    private static BlockHeader decodeFields(ByteBuffer in) throws BlockFormatException {
        AuditKeyId keyId = AuditKeyId.ofBytes(read(in, AuditKeyId.LENGTH_BYTES));
        UUID chainId = new UUID(in.getLong(), in.getLong());
        long sequence = in.getLong();
        Hash previous = Hash.readFrom(in);
        Hash root = Hash.readFrom(in);
        Hash storedHash = Hash.readFrom(in);
        long firstMillis = in.getLong();
        long lastMillis = in.getLong();
        int framedLengthBytes = in.getInt();
        int count = in.getInt();
        // Compared as a long product: a hostile count must not overflow into agreement.
        if (count < 0 || in.remaining() != (long) count * RecordTags.LENGTH_BYTES) {
            throw new BlockFormatException("header length does not fit its record count");
        }
        RecordTags tags = RecordTags.readFrom(in, count);
        return new BlockHeader(
                keyId, chainId, sequence, previous, root, storedHash, firstMillis, lastMillis, framedLengthBytes, tags);
    }

    private static byte[] read(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
