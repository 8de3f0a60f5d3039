package io.claviger.audit.chain;

import io.claviger.audit.chain.Finding.Kind;
import io.claviger.common.BugException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what can be said of a block on its own: that the audit key signed its header, and its records are whole. */
final class BlockCheck {
    private final Map<AuditKeyId, HeaderSignatures> signatures = new HashMap<>();
    private final TreeHash treeHash = new TreeHash();

    BlockCheck(Collection<AuditPublicKey> keys, Provider provider) {
        for (AuditPublicKey key : keys) {
            try {
                signatures.put(key.id(), new HeaderSignatures(key, provider));
            } catch (GeneralSecurityException e) {
                throw new BugException("the provider cannot use " + key, e);
            }
        }
    }

    /** A decoded header and the records that were found, or the reason why the block is not whole. */
    sealed interface Result {
        record Whole(List<byte[]> records) implements Result {}

        record Broken(Finding finding) implements Result {}
    }

    /** Empty if the header is what the audit key signed. Nothing but the header's own bytes is read. */
    Optional<Finding> checkSignature(Block block, BlockHeader header) {
        HeaderSignatures key = signatures.get(header.keyId());
        if (key == null) {
            return Optional.of(
                    Finding.ofBlock(Kind.UNKNOWN_KEY, block, "names audit key " + header.keyId() + ", not given"));
        }
        return key.isValid(block.rawHeader(), block.rawSignature())
                ? Optional.empty()
                : Optional.of(Finding.ofBlock(Kind.ALTERED, block, "the signature does not fit the header"));
    }

    /**
     * Compares the records with a header whose signature has been checked: before, nothing is decompressed, and then no
     * more than the signed length and one record. Looks into records with a wrong stored hash too, to name the first
     * altered one.
     */
    Result checkRecords(Block block, BlockHeader header) {
        RecordFrames.Reading reading = read(block, header);
        List<byte[]> records = reading.records();
        byte[] leaves = new byte[records.size() * Hash.LENGTH_BYTES];
        for (int i = 0; i < records.size(); i++) {
            treeHash.leafInto(records.get(i), leaves, i);
        }
        RecordTags found = RecordTags.ofLeaves(leaves, records.size());
        Optional<RecordComparison.Difference> difference = new RecordComparison(header.tags(), found).first();
        if (reading.problem() != null) {
            return unreadable(block, difference, records.size(), reading.problem());
        }
        if (difference.isPresent()) {
            RecordComparison.Difference first = difference.get();
            return broken(Finding.ofRecord(first.kind(), block, first.index(), first.detail()));
        }
        if (!treeHash.root(leaves, records.size()).equals(header.root())) {
            return broken(Finding.ofBlock(Kind.ALTERED, block, "the records do not give the signed Merkle root"));
        }
        if (reading.framedLengthBytes() != header.framedLengthBytes()) {
            return broken(Finding.ofBlock(Kind.ALTERED, block, "the records are not as long as the header says"));
        }
        if (!Hash.sha256(block.rawStoredRecords()).equals(header.storedHash())) {
            return broken(Finding.ofBlock(
                    Kind.ALTERED, block, "the records are whole, but their stored form is not the signed one"));
        }
        return new Result.Whole(records);
    }

    /** A stream that is longer than signed is read once more, one record further, so that an added one is named. */
    private static RecordFrames.Reading read(Block block, BlockHeader header) {
        RecordFrames.Reading reading = RecordFrames.read(block.rawStoredRecords(), header.framedLengthBytes());
        if (reading.problem() == null) {
            return reading;
        }
        int further =
                header.framedLengthBytes() + BlockLimits.LENGTH_PREFIX_BYTES + BlockLimits.MAX_RECORD_LENGTH_BYTES;
        return RecordFrames.read(block.rawStoredRecords(), Math.min(further, BlockLimits.MAX_FRAMED_LENGTH_BYTES));
    }

    /** The first record that differs or cannot be read any more, whichever comes first. */
    private static Result unreadable(
            Block block, Optional<RecordComparison.Difference> difference, int readable, String problem) {
        if (difference.isPresent() && difference.get().index() < readable) {
            RecordComparison.Difference first = difference.get();
            return broken(Finding.ofRecord(first.kind(), block, first.index(), first.detail()));
        }
        return difference.isPresent()
                ? broken(Finding.ofRecord(Kind.ALTERED, block, readable, "cannot be read: " + problem))
                : broken(Finding.ofBlock(Kind.ALTERED, block, "the records are whole, but " + problem));
    }

    private static Result broken(Finding finding) {
        return new Result.Broken(finding);
    }
}
