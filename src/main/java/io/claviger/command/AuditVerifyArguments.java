package io.claviger.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code audit verify} was asked.
 *
 * @param files exports, fed in this order; {@code -} is standard input
 * @param printRecords whether proven records go to the output, and the summary to the error output
 */
record AuditVerifyArguments(
        List<String> files,
        List<String> publicKeys,
        Optional<String> expectedHeads,
        Optional<String> afterHeads,
        boolean printRecords) {
    static final String USAGE = """
            usage: audit verify --file EXPORT [--file EXPORT]... --public-key PEM [--public-key PEM]...
                                [--expect-heads FILE] [--after-heads FILE] [--records]
              --file          an export of the audit journal; - for standard input
              --public-key    an audit public key (Ed25519, PEM) that you got by another way than the export
              --expect-heads  heads that must be found: without them a cut tail cannot be seen
              --after-heads   heads proven before: these chains begin behind them
              --records       print each proven record, one a line; the summary goes to standard error
            exit code: 0 whole, 1 altered, 2 input that cannot be used
            """;

    AuditVerifyArguments {
        files = List.copyOf(files);
        publicKeys = List.copyOf(publicKeys);
    }

    /** Arguments that do not make sense; the message says why. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static AuditVerifyArguments parse(String... args) throws UsageException {
        List<String> files = new ArrayList<>();
        List<String> publicKeys = new ArrayList<>();
        List<String> expectedHeads = new ArrayList<>();
        List<String> afterHeads = new ArrayList<>();
        boolean printRecords = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--file" -> files.add(value(args, ++i));
                case "--public-key" -> publicKeys.add(value(args, ++i));
                case "--expect-heads" -> expectedHeads.add(value(args, ++i));
                case "--after-heads" -> afterHeads.add(value(args, ++i));
                case "--records" -> printRecords = true;
                default -> throw new UsageException("unknown argument " + args[i]);
            }
        }
        if (files.isEmpty() || publicKeys.isEmpty()) {
            throw new UsageException("--file and --public-key are required");
        }
        if (files.stream().filter("-"::equals).count() > 1) {
            throw new UsageException("standard input can be read only once");
        }
        return new AuditVerifyArguments(
                files,
                publicKeys,
                atMostOne("--expect-heads", expectedHeads),
                atMostOne("--after-heads", afterHeads),
                printRecords);
    }

    private static String value(String[] args, int index) throws UsageException {
        if (index >= args.length || args[index].startsWith("--")) {
            throw new UsageException(args[index - 1] + " needs a value");
        }
        return args[index];
    }

    private static Optional<String> atMostOne(String name, List<String> values) throws UsageException {
        if (values.size() > 1) {
            throw new UsageException(name + " can be given once");
        }
        return values.stream().findFirst();
    }
}
