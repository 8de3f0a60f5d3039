package io.claviger.audit.chain;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of a verification.
 *
 * @param chains by chain id
 * @param findings at most one per chain, its first; in the order in which they came up, cut chains last
 */
public record ChainReport(List<ChainSummary> chains, List<Finding> findings) {
    public ChainReport {
        chains = List.copyOf(chains);
        findings = List.copyOf(findings);
    }

    /** Whether every block and record that was fed is as it was sealed, and every expected head was found. */
    public boolean isWhole() {
        return findings.isEmpty();
    }

    public Optional<Finding> first() {
        return findings.isEmpty() ? Optional.empty() : Optional.of(findings.getFirst());
    }

    public long blocks() {
        return chains.stream().mapToLong(ChainSummary::blocks).sum();
    }

    public long records() {
        return chains.stream().mapToLong(ChainSummary::records).sum();
    }
}
