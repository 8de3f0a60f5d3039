package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

final class RecordFramesTest {
    private static final List<byte[]> RECORDS = TestChain.records(new Random(5), 3);
    private static final byte[] FRAMED = TestChain.frame(RECORDS);
    private static final byte[] STORED = TestChain.compress(FRAMED, Deflater.BEST_SPEED);

    @Test
    void wholeStreamIsRead() {
        RecordFrames.Reading reading = RecordFrames.read(STORED, FRAMED.length);

        assertThat(reading.problem()).isNull();
        assertThat(reading.records()).containsExactlyElementsOf(RECORDS);
    }

    @Test
    void bombIsInflatedNoFurtherThanAnnounced() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater()) {
            byte[] zeros = new byte[1 << 20];
            byte[] out = new byte[1 << 16];
            for (int i = 0; i < 64; i++) {
                deflater.setInput(zeros);
                while (!deflater.needsInput()) {
                    bomb.write(out, 0, deflater.deflate(out));
                }
            }
        }

        assertThat(RecordFrames.read(bomb.toByteArray(), 100).problem()).isEqualTo("longer than it may be");
        assertThat(RecordFrames.read(bomb.toByteArray(), BlockLimits.MAX_FRAMED_LENGTH_BYTES + 1)
                        .problem())
                .isEqualTo("larger than a block may be");
        assertThat(RecordFrames.read(new byte[BlockLimits.MAX_STORED_LENGTH_BYTES + 1], 100)
                        .problem())
                .isEqualTo("larger than a block may be");
    }

    @Test
    void cutAndSurplusStreamsAreRefused() {
        for (int length = 0; length < STORED.length; length++) {
            assertThat(RecordFrames.read(Arrays.copyOf(STORED, length), FRAMED.length)
                            .problem())
                    .isNotNull();
        }
        assertThat(RecordFrames.read(Arrays.copyOf(STORED, STORED.length + 1), FRAMED.length)
                        .problem())
                .isEqualTo("bytes after the compressed stream");
        assertThat(RecordFrames.read(STORED, FRAMED.length - 1).problem()).isNotNull();
    }

    @Test
    void impossibleLengthPrefixesStopTheReading() {
        for (int length : new int[] {0, -1, 5, BlockLimits.MAX_RECORD_LENGTH_BYTES + 1, Integer.MAX_VALUE}) {
            byte[] framed = ByteBuffer.allocate(15)
                    .putInt(3)
                    .put(new byte[3])
                    .putInt(length)
                    .array();

            RecordFrames.Reading reading = RecordFrames.read(TestChain.compress(framed, 1), framed.length);

            assertThat(reading.records()).hasSize(1);
            assertThat(reading.problem()).startsWith("a record's length");
        }
    }

    @Test
    void moreRecordsThanABlockMayHaveAreRefused() {
        byte[] framed = TestChain.frame(Collections.nCopies(BlockLimits.MAX_RECORDS + 1, new byte[1]));

        RecordFrames.Reading reading = RecordFrames.read(TestChain.compress(framed, 1), framed.length);

        assertThat(reading.problem()).isEqualTo("more records than a block may have");
    }

    @Test
    void randomBytesNeverFailOtherwise() {
        Random random = new Random(6);
        for (int i = 0; i < 4_000; i++) {
            byte[] stored = STORED.clone();
            for (int j = 0; j <= i % 4; j++) {
                stored[random.nextInt(stored.length)] = (byte) random.nextInt();
            }
            RecordFrames.Reading reading = RecordFrames.read(stored, FRAMED.length);
            assertThat(reading.records().size()).isLessThanOrEqualTo(FRAMED.length / 5);
        }
    }
}
