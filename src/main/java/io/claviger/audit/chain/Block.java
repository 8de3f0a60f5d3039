package io.claviger.audit.chain;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of the journal as it is stored and exported: a header, its signature and the compressed records, under the
 * chain id and sequence that are the row's key. Anyone may have touched it: nothing in it is believed before
 * {@link ChainVerifier} has passed it. Immutable.
 */
public final class Block {
    public static final int SIGNATURE_LENGTH_BYTES = 64;

    private final UUID chainId;
    private final long sequence;
    private final byte[] header;
    private final byte[] signature;
    private final byte[] storedRecords;

    private Block(UUID chainId, long sequence, byte[] header, byte[] signature, byte[] storedRecords) {
        this.chainId = chainId;
        this.sequence = sequence;
        this.header = header;
        this.signature = signature;
        this.storedRecords = storedRecords;
    }

    /** A block read from a row or an export; the arrays are copied and may hold anything. */
    public static Block of(UUID chainId, long sequence, byte[] header, byte[] signature, byte[] storedRecords) {
        return new Block(chainId, sequence, header.clone(), signature.clone(), storedRecords.clone());
    }

    /** Takes the arrays over. */
    static Block owning(UUID chainId, long sequence, byte[] header, byte[] signature, byte[] storedRecords) {
        return new Block(chainId, sequence, header, signature, storedRecords);
    }

    /** The row's key; the header holds the signed one. */
    public UUID chainId() {
        return chainId;
    }

    /** The row's key; the header holds the signed one. */
    public long sequence() {
        return sequence;
    }

    public byte[] header() {
        return header.clone();
    }

    public byte[] signature() {
        return signature.clone();
    }

    public byte[] storedRecords() {
        return storedRecords.clone();
    }

    public BlockHeader decodeHeader() throws BlockFormatException {
        return BlockHeader.decode(header);
    }

    /**
     * The hash by which the next block and an expected head name this one: SHA-256 of the encoded header alone. The
     * signature stays outside: it adds nothing to what the hash fixes, for it is itself over the header, and a journal
     * may one day be signed anew (another algorithm) without breaking its links or the heads kept elsewhere.
     */
    public Hash hash() {
        return Hash.sha256(header);
    }

    /**
     * The records, decompressed within {@link BlockLimits}. Checks their number and their stored hash against the
     * header, but neither signature nor links: for readers that trust their database, such as the indexer.
     */
    public List<byte[]> records() throws BlockFormatException {
        BlockHeader decoded = decodeHeader();
        if (!Hash.sha256(storedRecords).equals(decoded.storedHash())) {
            throw new BlockFormatException("records: not the bytes that the header names");
        }
        RecordFrames.Reading reading = RecordFrames.read(storedRecords, decoded.framedLengthBytes());
        if (reading.problem() != null) {
            throw new BlockFormatException("records: " + reading.problem());
        }
        if (reading.records().size() != decoded.recordCount()
                || reading.framedLengthBytes() != decoded.framedLengthBytes()) {
            throw new BlockFormatException("records: not as many, or not as long, as the header says");
        }
        return reading.records();
    }

    byte[] rawHeader() {
        return header;
    }

    byte[] rawSignature() {
        return signature;
    }

    byte[] rawStoredRecords() {
        return storedRecords;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Block that
                && chainId.equals(that.chainId)
                && sequence == that.sequence
                && Arrays.equals(header, that.header)
                && Arrays.equals(signature, that.signature)
                && Arrays.equals(storedRecords, that.storedRecords);
    }

    @Override
    public int hashCode() {
        return 31 * chainId.hashCode() + Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "block " + sequence + " of chain " + chainId;
    }
}
