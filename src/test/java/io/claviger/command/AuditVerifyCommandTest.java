package io.claviger.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.audit.chain.TestChain;
import io.claviger.audit.export.BlockExportWriter;
import io.claviger.audit.export.HeadList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditVerifyCommandTest {
    private static final UUID CHAIN = TestChain.chainId(1);
    private static final List<Block> BLOCKS = TestChain.blocks(CHAIN, 41, 3);

    @TempDir
    private Path directory;

    private String key = "";
    private InputStream standardInput = InputStream.nullInputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeTheKey() throws IOException {
        key = file("key.pem", TestChain.KEY.toPem());
    }

    @Test
    void wholeJournalIsSummarised() throws IOException, BlockFormatException {
        int records = 0;
        for (Block block : BLOCKS) {
            records += block.records().size();
        }

        int code = run("--file", export("a", BLOCKS, TestChain.KEY), "--public-key", key);

        assertThat(code).isEqualTo(AuditVerifyCommand.WHOLE);
        assertThat(out())
                .isEqualTo(
                        "WHOLE\n1 chains, 3 blocks and " + records + " records proven\nchain " + CHAIN
                                + ": 3 blocks, " + records
                                + " records, 2026-01-01T00:00:00Z to 2026-01-01T00:00:02.900Z\n"
                                + HeadList.format(TestChain.head(BLOCKS))
                                + "\nnote: without --expect-heads, blocks cut off the end of a chain, and whole chains, are not missed\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void alteredBlockIsNamed() throws IOException {
        List<Block> blocks = new ArrayList<>(BLOCKS);
        blocks.remove(1);

        int code = run("--file", export("a", blocks, TestChain.KEY), "--public-key", key);

        assertThat(code).isEqualTo(AuditVerifyCommand.ALTERED);
        assertThat(out())
                .startsWith("ALTERED: MISSING chain " + CHAIN + " block 1: block 2 is the next there is\n"
                        + "1 chains, 1 blocks");
    }

    @Test
    void chainMayGoOnInAnotherFileAndStandardInput() throws IOException {
        String first = export("a", BLOCKS.subList(0, 1), TestChain.KEY);
        String second = export("b", BLOCKS.subList(1, 2), TestChain.KEY);
        standardInput =
                new ByteArrayInputStream(Files.readAllBytes(Path.of(export("c", BLOCKS.subList(2, 3), TestChain.KEY))));

        assertThat(run("--file", first, "--file", second, "--file", "-", "--public-key", key))
                .isEqualTo(AuditVerifyCommand.WHOLE);
        assertThat(out()).contains("3 blocks");
    }

    @Test
    void printedHeadsAreWhatTheNextRunExpects() throws IOException {
        String whole = export("a", BLOCKS, TestChain.KEY);
        String cut = export("b", BLOCKS.subList(0, 2), TestChain.KEY);
        run("--file", whole, "--public-key", key);
        String heads = file(
                "heads",
                out().lines()
                                .filter(line -> line.startsWith("head "))
                                .findFirst()
                                .orElseThrow() + "\n");
        out.reset();

        assertThat(run("--file", whole, "--public-key", key, "--expect-heads", heads))
                .isEqualTo(AuditVerifyCommand.WHOLE);
        assertThat(out()).doesNotContain("note:");
        out.reset();
        assertThat(run("--file", cut, "--public-key", key, "--expect-heads", heads))
                .isEqualTo(AuditVerifyCommand.ALTERED);
        assertThat(out()).startsWith("ALTERED: MISSING chain " + CHAIN + " block 2: the chain is cut off");
    }

    @Test
    void rangeIsProvenBehindEarlierHeads() throws IOException {
        String rest = export("a", BLOCKS.subList(1, 3), TestChain.KEY);
        String heads = file("heads", HeadList.format(TestChain.head(BLOCKS.subList(0, 1))));

        assertThat(run("--file", rest, "--public-key", key, "--after-heads", heads))
                .isEqualTo(AuditVerifyCommand.WHOLE);
        assertThat(run("--file", rest, "--public-key", key)).isEqualTo(AuditVerifyCommand.ALTERED);
    }

    @Test
    void recordsOptionPrintsProvenRecordsAlone() throws IOException, BlockFormatException {
        List<Block> blocks = new ArrayList<>(BLOCKS);
        blocks.set(1, TestChain.withSignature(blocks.get(1), new byte[64]));
        StringBuilder expected = new StringBuilder();
        for (byte[] record : BLOCKS.getFirst().records()) {
            expected.append(new String(record, StandardCharsets.UTF_8)).append('\n');
        }

        int code = run("--records", "--file", export("a", blocks, TestChain.KEY), "--public-key", key);

        assertThat(code).isEqualTo(AuditVerifyCommand.ALTERED);
        assertThat(out()).isEqualTo(expected.toString());
        assertThat(err()).startsWith("ALTERED: ALTERED chain " + CHAIN + " block 1: the signature");
    }

    @Test
    void keyComesFromTheUserNotFromTheExport() throws IOException {
        String other = file("other.pem", TestChain.OTHER_KEY.toPem());
        String honest = export("a", BLOCKS, TestChain.KEY);
        String lying = export("b", BLOCKS, TestChain.OTHER_KEY);

        assertThat(run("--file", honest, "--public-key", other)).isEqualTo(AuditVerifyCommand.ALTERED);
        assertThat(out()).startsWith("ALTERED: UNKNOWN_KEY");
        assertThat(err()).contains("note: names an audit key other than those given; it is not used");
        err.reset();
        assertThat(run("--file", lying, "--public-key", key)).isEqualTo(AuditVerifyCommand.WHOLE);
        assertThat(err()).contains("note: names an audit key other than those given; it is not used");
    }

    @Test
    void noBitOfABlockLineCanBeChangedUnnoticed() throws IOException {
        List<Block> block = TestChain.blocks(CHAIN, 42, 1);
        byte[] bytes = Files.readAllBytes(Path.of(export("a", block, TestChain.KEY)));
        int start = new String(bytes, StandardCharsets.UTF_8).indexOf('\n') + 1;
        // Every third bit: each of the eight places in some byte of each field. TamperMatrixTest takes every one.
        for (int bit = start * 8; bit < bytes.length * 8; bit += 3) {
            standardInput = new ByteArrayInputStream(TestChain.flip(bytes, bit));

            assertThat(run("--file", "-", "--public-key", key)).as("bit " + bit).isNotZero();
        }
    }

    @Test
    void unusableInputIsNamed() throws IOException {
        String whole = export("a", BLOCKS, TestChain.KEY);
        String empty = export("b", List.of(), TestChain.KEY);
        String damaged = file("damaged", Files.readString(Path.of(whole)) + "{");

        assertUnusable("cannot be read (NoSuchFileException)", "--file", "none", "--public-key", key);
        assertUnusable("cannot be read (NoSuchFileException)", "--file", whole, "--public-key", "none");
        assertUnusable("not an Ed25519 public key", "--file", whole, "--public-key", whole);
        assertUnusable("line 1: ", "--file", key, "--public-key", key);
        assertUnusable("line 5: the file is cut off", "--file", damaged, "--public-key", key);
        assertUnusable("no block to verify", "--file", empty, "--public-key", key);
        assertUnusable("line 1: expected", "--file", whole, "--public-key", key, "--expect-heads", key);
        assertUnusable("cannot be read", "--file", directory.toString(), "--public-key", key);
        assertUnusable("", "--file", "\0", "--public-key", key);
    }

    @Test
    void findingBeforeADamagedLineCountsMore() throws IOException {
        String damaged =
                file("damaged", Files.readString(Path.of(export("a", BLOCKS.subList(1, 3), TestChain.KEY))) + "{");

        assertThat(run("--file", damaged, "--public-key", key)).isEqualTo(AuditVerifyCommand.ALTERED);
        assertThat(out()).isEqualTo("ALTERED: MISSING chain " + CHAIN + " block 0: block 1 is the next there is\n");
        assertThat(err()).contains("line 4");
    }

    @Test
    void emptyExportLacksAnExpectedHead() throws IOException {
        String heads = file("heads", HeadList.format(TestChain.head(BLOCKS)));

        assertThat(run("--file", export("a", List.of(), TestChain.KEY), "--public-key", key, "--expect-heads", heads))
                .isEqualTo(AuditVerifyCommand.ALTERED);
    }

    @Test
    void argumentsThatMakeNoSenseGetTheUsage() {
        for (List<String> args : List.of(
                List.<String>of(),
                List.of("--file"),
                List.of("--file", "a"),
                List.of("--public-key", "a"),
                List.of("--file", "--public-key", "a"),
                List.of("--file", "a", "--public-key", "b", "--unknown"),
                List.of("--file", "-", "--file", "-", "--public-key", "b"),
                List.of("--file", "a", "--public-key", "b", "--expect-heads", "c", "--expect-heads", "d"))) {
            assertUnusable("usage: audit verify", args.toArray(String[]::new));
        }
    }

    private void assertUnusable(String message, String... args) {
        out.reset();
        err.reset();
        assertThat(run(args)).isEqualTo(AuditVerifyCommand.UNUSABLE);
        assertThat(err()).contains(message);
        assertThat(out()).isEmpty();
    }

    private int run(String... args) {
        try (PrintStream printOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream printErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            return new AuditVerifyCommand(TestChain.PROVIDER, standardInput).run(args, printOut, printErr);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private String export(String name, List<Block> blocks, AuditPublicKey named) throws IOException {
        Path path = directory.resolve(name);
        try (var stream = Files.newOutputStream(path);
                BlockExportWriter writer = new BlockExportWriter(stream, List.of(named))) {
            for (Block block : blocks) {
                writer.write(block);
            }
        }
        return path.toString();
    }
}
