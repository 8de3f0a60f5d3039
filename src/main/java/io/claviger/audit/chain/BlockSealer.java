package io.claviger.audit.chain;

import io.claviger.common.BugException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Makes blocks: frames, hashes, compresses, links and signs. Deterministic: the same records, head and times give the
 * same block. Buffers, digest and deflater live as long as the sealer, so it belongs to one thread (the node's one
 * committer) and is closed by it.
 */
public final class BlockSealer implements AutoCloseable {
    /** Buffers that one large block made grow beyond this are dropped after it. */
    private static final int KEPT_BUFFER_BYTES = 1 << 20;

    private final BlockSigner signer;
    private final TreeHash treeHash = new TreeHash();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private byte[] framed = new byte[1 << 16];
    private byte[] stored = new byte[1 << 16];

    public BlockSealer(BlockSigner signer) {
        this.signer = signer;
    }

    /**
     * Seals the records, in this order, as the block after {@code tail}. The arrays are only read, and not kept.
     *
     * <p>Times come from the caller's clock and must not fall behind those of earlier blocks by more than
     * {@link TimeRule} tolerates; a node whose clock was set back further begins a new chain.
     *
     * @throws BugException if the records exceed {@link BlockLimits}; the committer closes a block before that
     */
    public SealedBlock seal(ChainHead tail, List<byte[]> records, long firstMillis, long lastMillis) {
        int framedLength = frame(records);
        byte[] leaves = new byte[records.size() * Hash.LENGTH_BYTES];
        int index = 0;
        for (byte[] record : records) {
            treeHash.leafInto(record, leaves, index++);
        }
        RecordTags tags = RecordTags.ofLeaves(leaves, index);
        byte[] compressed = compress(framedLength);
        BlockHeader header = new BlockHeader(
                signer.keyId(),
                tail.chainId(),
                tail.nextSequence(),
                tail.hash(),
                treeHash.root(leaves, index),
                Hash.sha256(compressed),
                firstMillis,
                lastMillis,
                framedLength,
                tags);
        byte[] encoded = header.encode();
        Block block = Block.owning(header.chainId(), header.sequence(), encoded, signer.sign(encoded), compressed);
        return new SealedBlock(block, new ChainHead(header.chainId(), header.sequence(), block.hash()));
    }

    @Override
    public void close() {
        deflater.end();
    }

    private int frame(List<byte[]> records) {
        long total = 0;
        for (byte[] record : records) {
            if (!BlockLimits.admitsRecord(record)) {
                throw new BugException("audit record of " + record.length + " bytes");
            }
            total += BlockLimits.framedLengthBytes(record);
        }
        if (!BlockLimits.admitsBlock(records.size(), total)) {
            throw new BugException("audit block of " + records.size() + " records, " + total + " bytes");
        }
        int length = (int) total;
        framed = fitting(framed, length);
        ByteBuffer out = ByteBuffer.wrap(framed);
        for (byte[] record : records) {
            out.putInt(record.length).put(record);
        }
        return length;
    }

    private byte[] compress(int length) {
        stored = fitting(stored, length);
        deflater.reset();
        deflater.setInput(framed, 0, length);
        deflater.finish();
        int written = 0;
        while (!deflater.finished()) {
            if (written == stored.length) {
                stored = Arrays.copyOf(stored, 2 * written);
            }
            written += deflater.deflate(stored, written, stored.length - written);
        }
        return Arrays.copyOf(stored, written);
    }

    /** A buffer for this block: the kept one if it is large enough and not wastefully large. */
    private static byte[] fitting(byte[] kept, int length) {
        boolean wasteful = kept.length > KEPT_BUFFER_BYTES && length <= KEPT_BUFFER_BYTES;
        return kept.length >= length && !wasteful ? kept : new byte[Math.max(length, 1 << 16)];
    }
}
