package io.claviger.audit.chain;

import io.claviger.audit.chain.Finding.Kind;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Proves chains with nothing but public keys: feed it blocks with {@link #accept}, then ask {@link #finish}. Chains may
 * be interleaved in any way; within a chain, blocks come by sequence, as an export writes them. Total: no block, however
 * damaged, makes it fail. Memory is that of one block and a few words per chain.
 *
 * <p>Per chain it stops at the first finding: behind that, links prove nothing. One thread, one use.
 */
public final class ChainVerifier {
    private final BlockCheck check;
    private final Expectations expectations;
    private final Map<UUID, ChainProgress> chains = new TreeMap<>();

    /** The chains with a finding, in the order of their findings. */
    private final Map<UUID, ChainProgress> stopped = new LinkedHashMap<>();

    /**
     * The keys must come from whoever runs the verification, never from what is verified.
     *
     * @param provider of Ed25519 signatures and keys
     */
    public ChainVerifier(Collection<AuditPublicKey> keys, Provider provider, Expectations expectations) {
        this.check = new BlockCheck(keys, provider);
        this.expectations = expectations;
        expectations.after().keySet().forEach(this::progress);
        expectations.heads().keySet().forEach(this::progress);
    }

    /** Takes the next block. What comes back is proven; empty if it is not, or an earlier block of its chain was not. */
    public Optional<VerifiedBlock> accept(Block block) {
        ChainProgress chain = progress(block.chainId());
        if (chain.finding().isPresent()) {
            chain.finding().flatMap(earlier -> cameLate(earlier, block)).ifPresent(chain::stop);
            return Optional.empty();
        }
        return switch (verify(chain, block)) {
            case Outcome.Proven proven -> {
                chain.advance(proven.block().header(), proven.block().hash());
                yield Optional.of(proven.block());
            }
            case Outcome.Refuted refuted -> {
                stop(chain, refuted.finding());
                yield Optional.empty();
            }
        };
    }

    /** The first finding so far; chains that were cut come to light in {@link #finish} only. */
    public Optional<Finding> firstFinding() {
        return stopped.values().stream().findFirst().flatMap(ChainProgress::finding);
    }

    /** The report over everything fed; to be called once, at the end. */
    public ChainReport finish() {
        for (ChainProgress chain : chains.values()) {
            if (chain.finding().isEmpty()) {
                chain.checkEnd();
                chain.finding().ifPresent(cut -> stop(chain, cut));
            }
        }
        List<Finding> findings = new ArrayList<>();
        stopped.values().forEach(chain -> chain.finding().ifPresent(findings::add));
        return new ChainReport(
                chains.values().stream().map(ChainProgress::summary).toList(), findings);
    }

    private sealed interface Outcome {
        record Proven(VerifiedBlock block) implements Outcome {}

        record Refuted(Finding finding) implements Outcome {}
    }

    /** Place, then the header's signature, then links, then records: nothing is decompressed under an unsigned header. */
    private Outcome verify(ChainProgress chain, Block block) {
        BlockHeader header;
        try {
            header = block.decodeHeader();
        } catch (BlockFormatException e) {
            return new Outcome.Refuted(
                    chain.checkSequence(block).orElseGet(() -> Finding.ofBlock(Kind.ALTERED, block, e.reason())));
        }
        Hash hash = block.hash();
        Optional<Finding> finding = checkLabel(block, header)
                .or(() -> chain.checkSequence(block))
                .or(() -> check.checkSignature(block, header))
                .or(() -> chain.checkLink(block, header, hash));
        if (finding.isPresent()) {
            return new Outcome.Refuted(finding.get());
        }
        return switch (check.checkRecords(block, header)) {
            case BlockCheck.Result.Whole whole -> new Outcome.Proven(new VerifiedBlock(header, hash, whole.records()));
            case BlockCheck.Result.Broken broken -> new Outcome.Refuted(broken.finding());
        };
    }

    private static Optional<Finding> checkLabel(Block block, BlockHeader header) {
        return header.chainId().equals(block.chainId()) && header.sequence() == block.sequence()
                ? Optional.empty()
                : Optional.of(Finding.ofBlock(
                        Kind.ALTERED,
                        block,
                        "filed here, but its header says chain " + header.chainId() + " block " + header.sequence()));
    }

    /** A block that was missing in its place and whose header turns up, signed, further on was moved, not removed. */
    private Optional<Finding> cameLate(Finding earlier, Block block) {
        if (earlier.kind() != Kind.MISSING || earlier.sequence() != block.sequence()) {
            return Optional.empty();
        }
        try {
            BlockHeader header = block.decodeHeader();
            boolean isGenuine = checkLabel(block, header).isEmpty()
                    && check.checkSignature(block, header).isEmpty();
            return isGenuine
                    ? Optional.of(Finding.ofBlock(Kind.REORDERED, block, "stands behind a later block of its chain"))
                    : Optional.empty();
        } catch (BlockFormatException e) {
            return Optional.empty();
        }
    }

    private ChainProgress progress(UUID chainId) {
        ChainProgress known = chains.get(chainId);
        if (known != null) {
            return known;
        }
        ChainProgress begun = new ChainProgress(expectations.startOf(chainId), expectations.headOf(chainId));
        chains.put(chainId, begun);
        begun.finding().ifPresent(finding -> stopped.put(chainId, begun));
        return begun;
    }

    private void stop(ChainProgress chain, Finding finding) {
        chain.stop(finding);
        stopped.put(finding.chainId(), chain);
    }
}
