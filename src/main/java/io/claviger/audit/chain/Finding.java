package io.claviger.audit.chain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was sealed, and where: the first such thing in its chain. Everything before it in the
 * chain is proven, nothing after it is.
 *
 * @param chainId the chain that the block was filed under
 * @param sequence the block's place in the chain
 * @param recordIndex the record inside the block, from 0; {@code null} if the block as a whole is meant, or the record
 *     cannot be told
 * @param detail one plain sentence for people; holds nothing of any record
 */
public record Finding(
        Kind kind, UUID chainId, long sequence, @Nullable Integer recordIndex, String detail) {

    /** What is wrong with the block or record. */
    public enum Kind {
        /** It is there, but its bytes are not those that were signed. */
        ALTERED,
        /** It is not there, though what follows it, or the expected head, is. */
        MISSING,
        /** It is there a second time. */
        DUPLICATED,
        /** It is there, after one that belongs behind it. */
        REORDERED,
        /** A record that was never in the block. */
        ADDED,
        /** Whole and signed, but it does not follow the block before it. */
        UNLINKED,
        /** Whole, signed and linked, but it is not the block that the expected head names: history was rewritten. */
        FORKED,
        /** Signed by a key that the verifier was not given, or claiming to be. */
        UNKNOWN_KEY,
        /** Its times lie before those of earlier blocks by more than {@link TimeRule} tolerates. */
        TIME_WENT_BACK
    }

    static Finding ofBlock(Kind kind, Block block, String detail) {
        return new Finding(kind, block.chainId(), block.sequence(), null, detail);
    }

    static Finding ofRecord(Kind kind, Block block, int recordIndex, String detail) {
        return new Finding(kind, block.chainId(), block.sequence(), recordIndex, detail);
    }

    /** One line: kind, place, reason. */
    @Override
    public String toString() {
        String record = recordIndex == null ? "" : " record " + recordIndex;
        return kind + " chain " + chainId + " block " + sequence + record + ": " + detail;
    }
}
