package io.claviger.command;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.ChainReport;
import io.claviger.audit.chain.ChainVerifier;
import io.claviger.audit.chain.Expectations;
import io.claviger.audit.chain.VerifiedBlock;
import io.claviger.audit.export.BlockExportReader;
import io.claviger.audit.export.ExportFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code audit verify}: proves exported chains with the audit public key alone. No network, no database, no clock; runs
 * on any machine, and should run on one that the service's operators do not administer.
 */
public final class AuditVerifyCommand {
    public static final int WHOLE = 0;
    public static final int ALTERED = 1;
    public static final int UNUSABLE = 2;

    private final Provider provider;
    private final InputFiles inputs;

    /**
     * @param provider of Ed25519; any will do, Bouncy Castle's is the fastest
     * @param standardInput what {@code --file -} reads
     */
    public AuditVerifyCommand(Provider provider, InputStream standardInput) {
        this.provider = provider;
        this.inputs = new InputFiles(standardInput);
    }

    /**
     * Runs with the arguments that follow {@code audit verify}.
     *
     * @return the exit code: {@link #WHOLE}, {@link #ALTERED} or {@link #UNUSABLE}; where a file turns out unusable after
     *     something altered was found in it, {@link #ALTERED}
     */
    public int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return verify(AuditVerifyArguments.parse(args), out, err);
        } catch (AuditVerifyArguments.UsageException e) {
            err.println(e.getMessage());
            err.print(AuditVerifyArguments.USAGE);
            return UNUSABLE;
        } catch (UnusableInputException e) {
            err.println(e.getMessage());
            return UNUSABLE;
        }
    }

    private int verify(AuditVerifyArguments arguments, PrintStream out, PrintStream err) throws UnusableInputException {
        Set<AuditPublicKey> keys = inputs.publicKeys(arguments.publicKeys());
        Expectations expectations = Expectations.of(heads(arguments.afterHeads()), heads(arguments.expectedHeads()));
        ChainVerifier verifier = new ChainVerifier(keys, provider, expectations);
        boolean isFed = false;
        try {
            for (String file : arguments.files()) {
                isFed |=
                        feed(file, keys, verifier, arguments.printRecords() ? Optional.of(out) : Optional.empty(), err);
            }
        } catch (UnusableInputException e) {
            verifier.firstFinding().ifPresent(finding -> out.println("ALTERED: " + finding));
            err.println(e.getMessage());
            return verifier.firstFinding().isPresent() ? ALTERED : UNUSABLE;
        }
        if (!isFed && arguments.expectedHeads().isEmpty()) {
            throw new UnusableInputException(String.join(", ", arguments.files()), "no block to verify");
        }
        ChainReport report = verifier.finish();
        new VerificationSummary(report, arguments.expectedHeads().isPresent())
                .print(arguments.printRecords() ? err : out);
        return report.isWhole() ? WHOLE : ALTERED;
    }

    /** Whether the file held any block. */
    private boolean feed(
            String file,
            Set<AuditPublicKey> keys,
            ChainVerifier verifier,
            Optional<PrintStream> records,
            PrintStream err)
            throws UnusableInputException {
        try (InputStream in = inputs.open(file)) {
            BlockExportReader reader = new BlockExportReader(in);
            if (!keys.containsAll(reader.keys())) {
                err.println(file + ": note: names an audit key other than those given; it is not used");
            }
            boolean isFed = false;
            for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
                isFed = true;
                Optional<VerifiedBlock> proven = verifier.accept(block.get());
                records.ifPresent(out -> proven.ifPresent(it -> print(it, out)));
            }
            return isFed;
        } catch (IOException | ExportFormatException e) {
            throw new UnusableInputException(file, e);
        }
    }

    private List<ChainHead> heads(Optional<String> file) throws UnusableInputException {
        return file.isPresent() ? inputs.heads(file.get()) : List.of();
    }

    private static void print(VerifiedBlock block, PrintStream out) {
        for (byte[] record : block.records()) {
            out.write(record, 0, record.length);
            out.write('\n');
        }
    }
}
