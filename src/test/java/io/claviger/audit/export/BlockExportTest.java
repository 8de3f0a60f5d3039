package io.claviger.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.audit.chain.TestChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BlockExportTest {
    private static final List<Block> BLOCKS = TestChain.blocks(TestChain.chainId(1), 21, 3);
    private static final String HEADER_LINE = "{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{}}\n";

    @Test
    void firstLineNamesFormatVersionAndKeys() throws IOException {
        String first = text(BLOCKS).lines().findFirst().orElseThrow();

        assertThat(first)
                .isEqualTo("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{\"" + TestChain.KEY.id()
                        + "\":\"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"}}");
    }

    @Test
    void blockLineHoldsTheRow() throws IOException {
        Block block = BLOCKS.getFirst();
        Base64.Encoder base64 = Base64.getEncoder();

        assertThat(text(BLOCKS).lines().skip(1).findFirst().orElseThrow())
                .isEqualTo("{\"chain\":\"12345678-9abc-4def-8000-000000000001\",\"sequence\":0,\"header\":\""
                        + base64.encodeToString(block.header()) + "\",\"signature\":\""
                        + base64.encodeToString(block.signature()) + "\",\"records\":\""
                        + base64.encodeToString(block.storedRecords()) + "\"}");
    }

    @Test
    void readingGivesKeysAndBlocksBack() throws IOException, ExportFormatException {
        BlockExportReader reader = reader(text(BLOCKS));

        assertThat(reader.keys()).containsExactly(TestChain.KEY);
        assertThat(rest(reader)).containsExactlyElementsOf(BLOCKS);
    }

    @Test
    void anyPortionOfTheStreamPerReadGivesTheSame() throws IOException, ExportFormatException {
        byte[] bytes = text(BLOCKS).getBytes(StandardCharsets.UTF_8);
        InputStream dribble = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 7));
            }
        };

        assertThat(rest(new BlockExportReader(dribble))).containsExactlyElementsOf(BLOCKS);
    }

    @Test
    void largeBlockIsReadBack() throws IOException, ExportFormatException {
        byte[] record = new byte[1 << 20];
        new Random(1).nextBytes(record);
        Block large = TestChain.sealed(TestChain.chainId(2), List.of(record, record, record));

        assertThat(rest(reader(text(List.of(large))))).containsExactly(large);
    }

    @Test
    void everyCutIsNoticedExceptBetweenLines() throws IOException, ExportFormatException {
        String text = text(BLOCKS.subList(0, 1));
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            if (cut.endsWith("\n")) {
                assertThat(rest(reader(cut))).isEmpty();
            } else {
                assertRefused(cut);
            }
        }
    }

    @Test
    void headerLinesOfAnotherKindAreRefused() {
        assertRefused("");
        assertRefused("\n");
        assertRefused("[]\n");
        assertRefused("\u0000\u0000\u0000{");
        assertRefused("\u0000\u0000\u0000{\u0000\u0011\u0000\u0000\n");
        assertRefused("{\"format\":\"other\",\"version\":1,\"keys\":{}}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":2,\"keys\":{}}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":99999999999999999999,\"keys\":{}}\n");
        assertRefused("{\"version\":1,\"format\":\"claviger-audit-export\",\"keys\":{}}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{\"x\":\"AA==\"}}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{\"" + TestChain.OTHER_KEY.id()
                + "\":\"" + Base64.getEncoder().encodeToString(TestChain.KEY.toSpki()) + "\"}}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{},\"more\":1}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":{}}{}\n");
        assertRefused("{\"format\":\"claviger-audit-export\",\"version\":1,\"keys\":" + "[".repeat(100_000) + "\n");
    }

    @Test
    void blockLinesThatAreNotAsWrittenAreRefused() throws IOException {
        String line = text(BLOCKS.subList(0, 1)).lines().skip(1).findFirst().orElseThrow();

        for (String changed : List.of(
                "",
                "{}",
                "null",
                line + line,
                line.replace("\"sequence\":0", "\"sequence\":\"0\""),
                line.replace("\"sequence\":0", "\"sequence\":0.5"),
                line.replace("\"sequence\":0", "\"sequence\":99999999999999999999"),
                line.replace("\"sequence\":0", "\"sequence\":0,\"sequence\":0"),
                line.replace("\"sequence\":0,", ""),
                line.replace("9abc-4def", "9ABC-4def"),
                line.replace("9abc-4def", "9abc-04def"),
                line.replace("\"header\"", "\"Header\""),
                line.replace("\"header\":\"", "\"header\":\"*"),
                line.replace("==\"", "\""),
                line.replace("\"}", "\",\"more\":{}}"))) {
            if (!changed.equals(line)) {
                assertRefused(HEADER_LINE + changed + "\n");
            }
        }
    }

    @Test
    void base64HasOneSpelling() {
        for (String header : List.of("AB==", "AAB=", "AA", "AAA", "A", "AA=", "A A=", "AA==AA==", "-_==")) {
            assertRefused(
                    HEADER_LINE + "{\"chain\":\"12345678-9abc-4def-8000-000000000001\",\"sequence\":0,\"header\":\""
                            + header + "\",\"signature\":\"\",\"records\":\"\"}\n");
        }
    }

    @Test
    void tooLongPartsAreRefused() {
        String zeros = Base64.getEncoder().encodeToString(new byte[BlockHeader.MAX_LENGTH_BYTES + 1]);

        assertRefused(HEADER_LINE + "{\"chain\":\"12345678-9abc-4def-8000-000000000001\",\"sequence\":0,\"header\":\""
                + zeros + "\",\"signature\":\"\",\"records\":\"\"}\n");
    }

    @Test
    void endlessLineIsRefusedWithoutReadingItAll() {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                assertThat(++given).isLessThan(64 << 20);
                return '[';
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                given += length;
                assertThat(given).isLessThan(64 << 20);
                Arrays.fill(target, offset, offset + length, (byte) '[');
                return length;
            }
        };

        assertThatThrownBy(() -> new BlockExportReader(endless))
                .isInstanceOf(ExportFormatException.class)
                .hasMessage("line 1: longer than any block can be");
    }

    @Test
    void refusalNamesTheLine() throws IOException {
        String text = text(BLOCKS) + "{\n";

        assertThatThrownBy(() -> rest(reader(text)))
                .isInstanceOf(ExportFormatException.class)
                .hasMessageStartingWith("line 5: ");
    }

    @Test
    void closingLeavesTheStreamOpen() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("not the writer's to close");
            }
        };

        new BlockExportWriter(out, List.of()).close();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(HEADER_LINE);
    }

    private static String text(List<Block> blocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BlockExportWriter writer = new BlockExportWriter(out, List.of(TestChain.KEY))) {
            for (Block block : blocks) {
                writer.write(block);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static BlockExportReader reader(String text) throws IOException, ExportFormatException {
        return new BlockExportReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Block> rest(BlockExportReader reader) throws IOException, ExportFormatException {
        List<Block> blocks = new ArrayList<>();
        for (Optional<Block> block = reader.next(); block.isPresent(); block = reader.next()) {
            blocks.add(block.get());
        }
        return blocks;
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> rest(reader(text)))
                .as(text.substring(0, Math.min(200, text.length())))
                .isInstanceOf(ExportFormatException.class);
    }
}
