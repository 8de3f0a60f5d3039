package io.claviger.command;

import io.claviger.audit.chain.ChainReport;
import io.claviger.audit.chain.ChainSummary;
import io.claviger.audit.chain.Finding;
import io.claviger.audit.export.HeadList;
import java.io.PrintStream;
import java.time.Instant;

/** What {@code audit verify} prints in the end. The {@code head} lines are in the form that it takes back. */
record VerificationSummary(ChainReport report, boolean hasExpectedHeads) {
    private static final int MAX_FINDINGS = 20;

    void print(PrintStream out) {
        report.first().ifPresentOrElse(first -> printFindings(first, out), () -> out.println("WHOLE"));
        out.println(report.chains().size() + " chains, " + report.blocks() + " blocks and " + report.records()
                + " records proven");
        for (ChainSummary chain : report.chains()) {
            if (chain.blocks() > 0) {
                out.println("chain " + chain.chainId() + ": " + chain.blocks() + " blocks, " + chain.records()
                        + " records, " + Instant.ofEpochMilli(chain.firstMillis()) + " to "
                        + Instant.ofEpochMilli(chain.lastMillis()));
                out.println(HeadList.format(chain.head()));
            }
        }
        if (!hasExpectedHeads) {
            out.println(
                    "note: without --expect-heads, blocks cut off the end of a chain, and whole chains, are not missed");
        }
    }

    private void printFindings(Finding first, PrintStream out) {
        out.println("ALTERED: " + first);
        report.findings().stream().skip(1).limit(MAX_FINDINGS).forEach(other -> out.println("also: " + other));
        int more = report.findings().size() - 1 - MAX_FINDINGS;
        if (more > 0) {
            out.println("also: findings in " + more + " more chains");
        }
    }
}
