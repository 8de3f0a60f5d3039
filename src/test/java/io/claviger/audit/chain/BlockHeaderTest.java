package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BlockHeaderTest {
    private static final BlockHeader HEADER = new BlockHeader(
            TestChain.KEY.id(),
            UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd"),
            7,
            Hash.ofHex("11".repeat(32)),
            Hash.ofHex("22".repeat(32)),
            Hash.ofHex("33".repeat(32)),
            1_767_225_600_000L,
            1_767_225_600_250L,
            300,
            RecordTags.of(0x0102030405060708L, -1));

    private static final String ENCODED = "636c61766967657220617564697420626c6f636b" // "claviger audit block"
            + "01" // version
            + "06e3fd8fda29bb60ab59557de61edb0a" // audit key id
            + "0123456789ab4cde8f0123456789abcd" // chain id
            + "0000000000000007" // sequence
            + "11".repeat(32) // previous
            + "22".repeat(32) // Merkle root
            + "33".repeat(32) // stored hash
            + "0000019b76daa800" // first time
            + "0000019b76daa8fa" // last time
            + "0000012c" // framed length
            + "00000002" // record count
            + "0102030405060708" // tag of record 0
            + "ffffffffffffffff"; // tag of record 1

    @Test
    void encodingIsTheDocumentedOne() {
        assertThat(HexFormat.of().formatHex(HEADER.encode())).isEqualTo(ENCODED);
    }

    @Test
    void decodingGivesTheHeaderBack() throws BlockFormatException {
        assertThat(BlockHeader.decode(HEADER.encode())).isEqualTo(HEADER);
    }

    @Test
    void everyOneBitChangeIsRefusedOrAnotherHeader() {
        byte[] encoded = HEADER.encode();
        for (int bit = 0; bit < encoded.length * 8; bit++) {
            byte[] changed = TestChain.flip(encoded, bit);
            try {
                BlockHeader decoded = BlockHeader.decode(changed);
                assertThat(decoded).isNotEqualTo(HEADER);
                assertThat(decoded.encode()).isEqualTo(changed);
            } catch (BlockFormatException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @Test
    void everyOtherLengthIsRefused() {
        byte[] encoded = HEADER.encode();
        for (int length = 0; length < encoded.length + 20; length++) {
            if (length != encoded.length) {
                byte[] changed = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> BlockHeader.decode(changed)).isInstanceOf(BlockFormatException.class);
            }
        }
        assertThatThrownBy(() -> BlockHeader.decode(new byte[BlockHeader.MAX_LENGTH_BYTES + 1]))
                .isInstanceOf(BlockFormatException.class);
    }

    @Test
    void hostileCountsAndLengthsAreRefused() {
        for (int count : new int[] {0, -1, 1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 29 | 2}) {
            assertThatThrownBy(() -> BlockHeader.decode(with(177, count))).isInstanceOf(BlockFormatException.class);
        }
        for (int length : new int[] {0, -1, 9, BlockLimits.MAX_FRAMED_LENGTH_BYTES + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> BlockHeader.decode(with(173, length))).isInstanceOf(BlockFormatException.class);
        }
    }

    @Test
    void unknownVersionIsNamed() {
        byte[] encoded = HEADER.encode();
        encoded[20] = 2;

        assertThatThrownBy(() -> BlockHeader.decode(encoded)).hasMessage("header version 2 is not known");
    }

    @Test
    void zeroPreviousHashGoesWithSequenceZeroAlone() {
        byte[] first = ByteBuffer.wrap(HEADER.encode()).putLong(53, 0).array();
        byte[] zero = HEADER.encode();
        Arrays.fill(zero, 61, 93, (byte) 0);

        assertThatThrownBy(() -> BlockHeader.decode(first)).isInstanceOf(BlockFormatException.class);
        assertThatThrownBy(() -> BlockHeader.decode(zero)).isInstanceOf(BlockFormatException.class);
    }

    @Test
    void keyIdIsTheHashOfThePublicKey() {
        byte[] spki = TestChain.KEY.toSpki();

        assertThat(TestChain.KEY.id().hex())
                .isEqualTo(Hash.sha256(spki).toString().substring(0, 32));
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(20260101);
        byte[] prefix = "claviger audit block\u0001".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(260)];
            random.nextBytes(bytes);
            System.arraycopy(prefix, 0, bytes, 0, Math.min(prefix.length, bytes.length));

            assertThatThrownBy(() -> BlockHeader.decode(bytes)).isInstanceOf(BlockFormatException.class);
        }
    }

    private static byte[] with(int offset, int value) {
        return ByteBuffer.wrap(HEADER.encode()).putInt(offset, value).array();
    }
}
