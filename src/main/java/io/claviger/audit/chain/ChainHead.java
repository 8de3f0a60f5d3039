package io.claviger.audit.chain;

import java.util.UUID;

/**
 * The last block of a chain, named by sequence and hash: what the next block links to, and what an auditor keeps
 * elsewhere to notice a chain that was cut or rolled back.
 *
 * @param sequence -1 for a chain that has no block yet; its hash is then {@link Hash#ZERO}
 */
public record ChainHead(UUID chainId, long sequence, Hash hash) {
    public ChainHead {
        if (sequence < -1 || sequence == Long.MAX_VALUE || (sequence == -1) != hash.equals(Hash.ZERO)) {
            throw new IllegalArgumentException("sequence " + sequence + " does not go with its hash");
        }
    }

    /** Before the first block. */
    public static ChainHead start(UUID chainId) {
        return new ChainHead(chainId, -1, Hash.ZERO);
    }

    /** The sequence of the block that comes next. */
    public long nextSequence() {
        return sequence + 1;
    }
}
