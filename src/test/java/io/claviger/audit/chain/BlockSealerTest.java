package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BlockSealerTest {
    private static final UUID CHAIN = TestChain.chainId(1);

    private final BlockSealer sealer = new BlockSealer(TestChain.signer());

    @Test
    void blockHoldsTheRecordsInTheirOrder() throws BlockFormatException {
        List<byte[]> records = TestChain.records(new Random(1), 64);

        SealedBlock sealed = sealer.seal(ChainHead.start(CHAIN), records, 10, 20);

        BlockHeader header = sealed.block().decodeHeader();
        assertThat(sealed.block().records()).containsExactlyElementsOf(records);
        assertThat(header.root()).isEqualTo(MerkleTree.of(records).root());
        assertThat(header.recordCount()).isEqualTo(64);
        assertThat(header.firstMillis()).isEqualTo(10);
        assertThat(header.lastMillis()).isEqualTo(20);
        assertThat(header.previous()).isEqualTo(Hash.ZERO);
        assertThat(sealed.head())
                .isEqualTo(new ChainHead(CHAIN, 0, sealed.block().hash()));
    }

    @Test
    void nextBlockNamesThePreviousOne() throws BlockFormatException {
        List<byte[]> records = TestChain.records(new Random(1), 2);
        ChainHead first = sealer.seal(ChainHead.start(CHAIN), records, 0, 0).head();

        Block second = sealer.seal(first, records, 0, 0).block();

        assertThat(second.sequence()).isEqualTo(1);
        assertThat(second.decodeHeader().previous()).isEqualTo(first.hash());
    }

    @Test
    void sealingIsDeterministicAndTheProvidersAgree() {
        List<byte[]> records = TestChain.records(new Random(1), 5);
        Provider jdk = Security.getProvider("SunEC");
        try (BlockSealer other = new BlockSealer(new BlockSigner(TestChain.PRIVATE, TestChain.KEY, jdk))) {
            SealedBlock once = sealer.seal(ChainHead.start(CHAIN), records, 1, 2);

            assertThat(sealer.seal(ChainHead.start(CHAIN), records, 1, 2)).isEqualTo(once);
            assertThat(other.seal(ChainHead.start(CHAIN), records, 1, 2)).isEqualTo(once);
        }
    }

    @Test
    void blocksOfEverySizeComeBackFromOneSealer() throws BlockFormatException {
        Random random = new Random(2);
        for (int size : new int[] {1, 100_000, BlockLimits.MAX_RECORD_LENGTH_BYTES, 3, 70_000}) {
            byte[] incompressible = new byte[size];
            random.nextBytes(incompressible);
            List<byte[]> records = List.of(incompressible, new byte[size]);

            Block block = sealer.seal(ChainHead.start(CHAIN), records, 0, 0).block();

            assertThat(block.records()).containsExactlyElementsOf(records);
        }
    }

    @Test
    void largestBlockIsSealedAndVerified() {
        byte[] record = new byte[BlockLimits.MAX_FRAMED_LENGTH_BYTES / BlockLimits.MAX_RECORDS - 4];
        new Random(3).nextBytes(record);
        List<byte[]> records = Collections.nCopies(BlockLimits.MAX_RECORDS, record);

        Block block = sealer.seal(ChainHead.start(CHAIN), records, 0, 0).block();

        assertThat(TestChain.verify(List.of(block)).isWhole()).isTrue();
    }

    @Test
    void moreThanABlockMayHoldIsRefused() {
        byte[] record = "r".getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[BlockLimits.MAX_RECORD_LENGTH_BYTES];

        assertRefused(List.of());
        assertRefused(List.of(new byte[0]));
        assertRefused(List.of(new byte[BlockLimits.MAX_RECORD_LENGTH_BYTES + 1]));
        assertRefused(Collections.nCopies(BlockLimits.MAX_RECORDS + 1, record));
        assertRefused(Collections.nCopies(16, large));
    }

    @Test
    void signerRefusesHalvesOfDifferentKeys() {
        assertThatThrownBy(() -> new BlockSigner(TestChain.PRIVATE, TestChain.OTHER_KEY, TestChain.PROVIDER))
                .isInstanceOf(BugException.class);
    }

    private void assertRefused(List<byte[]> records) {
        assertThatThrownBy(() -> sealer.seal(ChainHead.start(CHAIN), records, 0, 0))
                .isInstanceOf(BugException.class);
    }
}
