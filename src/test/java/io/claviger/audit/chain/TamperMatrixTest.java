package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.audit.chain.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Whatever is done to block 1 of three, verification fails and names block 1, and the record where there is one. */
final class TamperMatrixTest {
    private static final UUID CHAIN = TestChain.chainId(1);
    private static final List<Block> BLOCKS = blocks();
    private static final Block TARGET = BLOCKS.get(1);
    private static final List<byte[]> RECORDS = TestChain.records(new Random(8), 5);

    private static List<Block> blocks() {
        try (BlockSealer sealer = new BlockSealer(TestChain.signer())) {
            SealedBlock first = sealer.seal(ChainHead.start(CHAIN), TestChain.records(new Random(7), 1), 1000, 1000);
            SealedBlock second = sealer.seal(first.head(), TestChain.records(new Random(8), 5), 2000, 2000);
            SealedBlock third = sealer.seal(second.head(), TestChain.records(new Random(9), 2), 3000, 3000);
            return List.of(first.block(), second.block(), third.block());
        }
    }

    @Test
    void unalteredChainIsWhole() {
        assertThat(TestChain.verify(BLOCKS).isWhole()).isTrue();
    }

    @Test
    void everyBitOfTheHeaderCounts() {
        for (int bit = 0; bit < TARGET.header().length * 8; bit++) {
            Finding first = firstWith(TestChain.withHeader(TARGET, TestChain.flip(TARGET.header(), bit)));

            boolean isKeyId = bit >= 21 * 8 && bit < 37 * 8;
            assertThat(first.kind()).isEqualTo(isKeyId ? Kind.UNKNOWN_KEY : Kind.ALTERED);
            assertThat(first.recordIndex()).isNull();
        }
    }

    @Test
    void everyBitOfTheSignatureCounts() {
        for (int bit = 0; bit < TARGET.signature().length * 8; bit++) {
            Finding first = firstWith(TestChain.withSignature(TARGET, TestChain.flip(TARGET.signature(), bit)));

            assertThat(first.kind()).isEqualTo(Kind.ALTERED);
        }
    }

    @Test
    void everyBitOfTheStoredRecordsCounts() {
        byte[] stored = TARGET.storedRecords();
        for (int bit = 0; bit < stored.length * 8; bit++) {
            firstWith(TestChain.withStored(TARGET, TestChain.flip(stored, bit)));
        }
    }

    @Test
    void everyBitOfTheRowKeyCounts() {
        for (int bit = 0; bit < 64; bit++) {
            Block low = TestChain.filedAs(
                    TARGET, new UUID(CHAIN.getMostSignificantBits(), CHAIN.getLeastSignificantBits() ^ 1L << bit), 1);
            Block high = TestChain.filedAs(
                    TARGET, new UUID(CHAIN.getMostSignificantBits() ^ 1L << bit, CHAIN.getLeastSignificantBits()), 1);
            Block moved = TestChain.filedAs(TARGET, CHAIN, 1 ^ 1L << bit);

            for (Block misfiled : List.of(low, high, moved)) {
                Finding first = firstFinding(misfiled);
                assertThat(first.kind()).isEqualTo(Kind.ALTERED);
                assertThat(first.chainId()).isEqualTo(misfiled.chainId());
                assertThat(first.sequence()).isEqualTo(misfiled.sequence());
                assertThat(first.detail()).contains("its header says chain " + CHAIN + " block 1");
            }
        }
    }

    @Test
    void everyPartOfAnyOtherLengthIsNoticed() {
        for (int cut = 1; cut <= 8; cut++) {
            firstWith(TestChain.withHeader(TARGET, shorter(TARGET.header(), cut)));
            firstWith(TestChain.withHeader(TARGET, shorter(TARGET.header(), -cut)));
            firstWith(TestChain.withSignature(TARGET, shorter(TARGET.signature(), cut)));
            firstWith(TestChain.withSignature(TARGET, shorter(TARGET.signature(), -cut)));
            firstWith(TestChain.withStored(TARGET, shorter(TARGET.storedRecords(), cut)));
            firstWith(TestChain.withStored(TARGET, shorter(TARGET.storedRecords(), -cut)));
        }
        firstWith(TestChain.withStored(TARGET, new byte[0]));
        firstWith(TestChain.withHeader(TARGET, new byte[0]));
        firstWith(TestChain.withSignature(TARGET, new byte[0]));
    }

    @Test
    void partsOfAnotherBlockAreNoticed() {
        Block other = BLOCKS.getFirst();

        firstWith(TestChain.withHeader(TARGET, other.header()));
        firstWith(TestChain.withSignature(TARGET, other.signature()));
        firstWith(TestChain.withStored(TARGET, other.storedRecords()));
    }

    @Test
    void alteredRecordIsNamed() {
        for (int index = 0; index < RECORDS.size(); index++) {
            for (int bit : new int[] {0, 77, RECORDS.get(index).length * 8 - 1}) {
                List<byte[]> altered = new ArrayList<>(RECORDS);
                altered.set(index, TestChain.flip(altered.get(index), bit));

                assertRecord(altered, Kind.ALTERED, index);
            }
        }
    }

    @Test
    void droppedRecordIsNamed() {
        for (int index = 0; index < RECORDS.size(); index++) {
            List<byte[]> dropped = new ArrayList<>(RECORDS);
            dropped.remove(index);

            assertRecord(dropped, Kind.MISSING, index);
        }
        assertRecord(List.of(), Kind.MISSING, 0);
    }

    @Test
    void duplicatedRecordIsNamed() {
        for (int index = 0; index < RECORDS.size(); index++) {
            List<byte[]> duplicated = new ArrayList<>(RECORDS);
            duplicated.add(index, RECORDS.get(index));

            assertRecord(duplicated, Kind.DUPLICATED, index + 1);
        }
        List<byte[]> overwritten = new ArrayList<>(RECORDS);
        overwritten.set(3, RECORDS.get(1));
        assertRecord(overwritten, Kind.DUPLICATED, 3);
    }

    @Test
    void swappedRecordsAreNamed() {
        for (int index = 0; index + 1 < RECORDS.size(); index++) {
            for (int other = index + 1; other < RECORDS.size(); other++) {
                List<byte[]> swapped = new ArrayList<>(RECORDS);
                Collections.swap(swapped, index, other);

                assertRecord(swapped, Kind.REORDERED, index);
            }
        }
    }

    @Test
    void addedRecordIsNamed() {
        byte[] invented = TestChain.records(new Random(99), 1).getFirst();
        for (int index = 0; index <= RECORDS.size(); index++) {
            List<byte[]> added = new ArrayList<>(RECORDS);
            added.add(index, invented);

            assertRecord(added, Kind.ADDED, index);
        }
    }

    @Test
    void anotherDivisionOfTheSameBytesIsNoticed() {
        byte[] first = RECORDS.getFirst();
        List<byte[]> split = new ArrayList<>(RECORDS);
        split.set(0, Arrays.copyOf(first, 10));
        split.add(1, Arrays.copyOfRange(first, 10, first.length));

        assertThat(firstWith(TestChain.withRecords(TARGET, split)).recordIndex())
                .isEqualTo(0);
    }

    @Test
    void sameRecordsCompressedOtherwiseAreNoticed() {
        for (int level : new int[] {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION}) {
            byte[] stored = TestChain.compress(TestChain.frame(RECORDS), level);

            Finding first = firstWith(TestChain.withStored(TARGET, stored));

            assertThat(first.kind()).isEqualTo(Kind.ALTERED);
            assertThat(first.recordIndex()).isNull();
            assertThat(first.detail()).contains("the records are whole");
        }
    }

    @Test
    void cutStreamNamesTheFirstUnreadableRecord() {
        byte[] framed = TestChain.frame(RECORDS);
        int third = TestChain.frame(RECORDS.subList(0, 2)).length;

        Finding first = firstWith(TestChain.withStored(
                TARGET, TestChain.compress(Arrays.copyOf(framed, third + 9), Deflater.BEST_SPEED)));

        assertThat(first.kind()).isEqualTo(Kind.ALTERED);
        assertThat(first.recordIndex()).isEqualTo(2);
        assertThat(first.detail()).startsWith("cannot be read");
    }

    @Test
    void seededRandomDamageIsAlwaysFound() {
        Random random = new Random(4711);
        for (int round = 0; round < 150; round++) {
            List<Block> blocks = new ArrayList<>(TestChain.blocks(CHAIN, round, 4 + random.nextInt(5)));
            Expectations heads = Expectations.ofHeads(TestChain.head(blocks));
            assertThat(TestChain.verify(blocks, heads).isWhole()).isTrue();
            int at = random.nextInt(blocks.size());
            Block block = blocks.get(at);
            switch (random.nextInt(6)) {
                case 0 -> blocks.remove(at);
                case 1 -> blocks.add(random.nextInt(blocks.size()), block);
                case 2 -> Collections.swap(blocks, at, (at + 1) % blocks.size());
                case 3 -> blocks.set(at, TestChain.withHeader(block, damage(random, block.header())));
                case 4 -> blocks.set(at, TestChain.withSignature(block, damage(random, block.signature())));
                default -> blocks.set(at, TestChain.withStored(block, damage(random, block.storedRecords())));
            }

            assertThat(TestChain.verify(blocks, heads).isWhole()).isFalse();
        }
    }

    private static byte[] damage(Random random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        IntStream.rangeClosed(0, random.nextInt(5))
                .forEach(i -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt());
        return Arrays.equals(damaged, bytes) ? TestChain.flip(bytes, 0) : damaged;
    }

    private static byte[] shorter(byte[] bytes, int by) {
        return Arrays.copyOf(bytes, bytes.length - by);
    }

    private static void assertRecord(List<byte[]> records, Kind kind, int index) {
        Finding first = firstWith(TestChain.withRecords(TARGET, records));

        assertThat(first.kind()).as(first.toString()).isEqualTo(kind);
        assertThat(first.recordIndex()).isEqualTo(index);
    }

    /** The first finding, which must be the only one, at block 1, with block 0 still proven. */
    private static Finding firstWith(Block changed) {
        Finding first = firstFinding(changed);
        assertThat(first.chainId()).isEqualTo(CHAIN);
        assertThat(first.sequence()).isEqualTo(1);
        return first;
    }

    private static Finding firstFinding(Block changed) {
        ChainReport report = TestChain.verify(List.of(BLOCKS.get(0), changed, BLOCKS.get(2)));
        assertThat(report.isWhole()).isFalse();
        assertThat(report.chains())
                .filteredOn(chain -> chain.chainId().equals(CHAIN))
                .extracting(ChainSummary::blocks)
                .containsExactly(1L);
        return report.first().orElseThrow();
    }
}
