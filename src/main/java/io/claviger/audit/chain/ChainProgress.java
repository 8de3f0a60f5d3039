package io.claviger.audit.chain;

import io.claviger.audit.chain.Finding.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far one chain has been proven, and what stopped it. Mutable, confined to its verifier. */
final class ChainProgress {
    private ChainHead head;
    private final Optional<ChainHead> expected;
    private long blocks;
    private long records;
    private long firstMillis;
    private long lastMillis;
    private @Nullable Finding finding;

    ChainProgress(ChainHead start, Optional<ChainHead> expected) {
        this.head = start;
        this.expected = expected;
        if (expected.isPresent()
                && expected.get().sequence() == start.sequence()
                && !expected.get().equals(start)) {
            this.finding = new Finding(
                    Kind.FORKED, start.chainId(), start.sequence(), null, "the two given heads contradict each other");
        }
    }

    Optional<Finding> finding() {
        return Optional.ofNullable(finding);
    }

    void stop(Finding found) {
        finding = found;
    }

    /** A gap, a repetition or a block out of its turn. */
    Optional<Finding> checkSequence(Block block) {
        long next = head.nextSequence();
        if (block.sequence() > next) {
            return Optional.of(new Finding(
                    Kind.MISSING, block.chainId(), next, null, "block " + block.sequence() + " is the next there is"));
        }
        return block.sequence() == next
                ? Optional.empty()
                : Optional.of(Finding.ofBlock(Kind.DUPLICATED, block, "its place in the chain is already taken"));
    }

    /** Whether a whole block follows the one before and is not another than the expected one. */
    Optional<Finding> checkLink(Block block, BlockHeader header, Hash hash) {
        if (!header.previous().equals(head.hash())) {
            return Optional.of(
                    Finding.ofBlock(Kind.UNLINKED, block, "names another previous block than the one before it"));
        }
        if (blocks > 0 && !TimeRule.mayFollow(lastMillis, header.firstMillis())) {
            return Optional.of(Finding.ofBlock(
                    Kind.TIME_WENT_BACK, block, "begins " + (lastMillis - header.firstMillis()) + " ms too early"));
        }
        boolean forked = expected.isPresent()
                && expected.get().sequence() == header.sequence()
                && !expected.get().hash().equals(hash);
        return forked
                ? Optional.of(Finding.ofBlock(Kind.FORKED, block, "is not the block that the expected head names"))
                : Optional.empty();
    }

    void advance(BlockHeader header, Hash hash) {
        head = new ChainHead(header.chainId(), header.sequence(), hash);
        firstMillis = blocks == 0 ? header.firstMillis() : Math.min(firstMillis, header.firstMillis());
        lastMillis = Math.max(lastMillis, header.lastMillis());
        blocks++;
        records += header.recordCount();
    }

    /** At the end of the feed: a chain that stops before its expected head was cut. */
    void checkEnd() {
        if (finding == null && expected.isPresent() && expected.get().sequence() > head.sequence()) {
            finding = new Finding(
                    Kind.MISSING,
                    head.chainId(),
                    head.nextSequence(),
                    null,
                    "the chain is cut off before its expected head, block "
                            + expected.get().sequence());
        }
    }

    ChainSummary summary() {
        return new ChainSummary(head.chainId(), blocks, records, firstMillis, lastMillis, head);
    }
}
