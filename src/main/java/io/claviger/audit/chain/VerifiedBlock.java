package io.claviger.audit.chain;

import java.util.List;

/** A block that has been proven, as has everything before it in its chain; so the records are the sealed ones. */
public record VerifiedBlock(BlockHeader header, Hash hash, List<byte[]> records) {
    public VerifiedBlock {
        records = List.copyOf(records);
    }
}
