package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.Finding.Kind;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ChainVerifierTest {
    private static final UUID A = TestChain.chainId(1);
    private static final UUID B = TestChain.chainId(2);
    private static final List<Block> CHAIN_A = TestChain.blocks(A, 11, 8);
    private static final List<Block> CHAIN_B = TestChain.blocks(B, 12, 5);

    @Test
    void interleavedChainsAreWholeAndSummarised() throws BlockFormatException {
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        for (int i = 0; i < CHAIN_B.size(); i++) {
            blocks.add(2 * i, CHAIN_B.get(i));
        }
        long records = 0;
        for (Block block : CHAIN_A) {
            records += block.records().size();
        }

        ChainReport report = TestChain.verify(blocks);

        assertThat(report.findings()).isEmpty();
        assertThat(report.chains())
                .filteredOn(chain -> chain.chainId().equals(A))
                .containsExactly(new ChainSummary(
                        A, 8, records, TestChain.TIME, TestChain.TIME + 7900, TestChain.head(CHAIN_A)));
        assertThat(report.blocks()).isEqualTo(13);
    }

    @Test
    void acceptedBlockGivesItsProvenRecords() throws BlockFormatException {
        ChainVerifier verifier = new ChainVerifier(List.of(TestChain.KEY), TestChain.PROVIDER, Expectations.NONE);

        VerifiedBlock proven = verifier.accept(CHAIN_A.getFirst()).orElseThrow();

        assertThat(proven.records())
                .containsExactlyElementsOf(CHAIN_A.getFirst().records());
        assertThat(proven.hash()).isEqualTo(CHAIN_A.getFirst().hash());
    }

    @Test
    void nothingBehindAFindingIsProven() {
        ChainVerifier verifier = new ChainVerifier(List.of(TestChain.KEY), TestChain.PROVIDER, Expectations.NONE);
        verifier.accept(CHAIN_A.get(0));

        assertThat(verifier.accept(CHAIN_A.get(2))).isEmpty();
        assertThat(verifier.accept(CHAIN_A.get(1))).isEmpty();
        assertThat(verifier.accept(CHAIN_A.get(2))).isEmpty();
        assertThat(verifier.accept(CHAIN_B.get(0))).isPresent();
    }

    @Test
    void droppedBlockIsMissing() {
        for (int at = 0; at < CHAIN_A.size() - 1; at++) {
            List<Block> blocks = new ArrayList<>(CHAIN_A);
            blocks.remove(at);

            assertFirst(TestChain.verify(blocks), Kind.MISSING, A, at);
        }
    }

    @Test
    void droppedRunOfBlocksIsMissingFromItsFirst() {
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        blocks.subList(2, 6).clear();

        assertFirst(TestChain.verify(blocks), Kind.MISSING, A, 2);
    }

    @Test
    void duplicatedBlockIsNamed() {
        for (int at = 0; at < CHAIN_A.size(); at++) {
            for (int to = at + 1; to <= CHAIN_A.size(); to++) {
                List<Block> blocks = new ArrayList<>(CHAIN_A);
                blocks.add(to, CHAIN_A.get(at));

                assertFirst(TestChain.verify(blocks), Kind.DUPLICATED, A, at);
            }
        }
    }

    @Test
    void swappedBlocksAreReordered() {
        for (int at = 0; at < CHAIN_A.size() - 1; at++) {
            for (int other = at + 1; other < CHAIN_A.size(); other++) {
                List<Block> blocks = new ArrayList<>(CHAIN_A);
                Collections.swap(blocks, at, other);

                assertFirst(TestChain.verify(blocks), Kind.REORDERED, A, at);
            }
        }
    }

    @Test
    void missingBlockIsNotReorderedByAForgeryFurtherOn() {
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        Block moved = blocks.remove(3);
        blocks.add(TestChain.withSignature(moved, TestChain.flip(moved.signature(), 9)));

        assertFirst(TestChain.verify(blocks), Kind.MISSING, A, 3);
    }

    @Test
    void blockOfAnotherChainIsNoticedHoweverItIsFiled() {
        List<Block> renamed = new ArrayList<>(CHAIN_A);
        renamed.set(2, TestChain.filedAs(CHAIN_B.get(2), A, 2));
        List<Block> inserted = new ArrayList<>(CHAIN_A);
        inserted.addAll(3, CHAIN_B.subList(2, 4));

        assertFirst(TestChain.verify(renamed), Kind.ALTERED, A, 2);
        assertFirst(TestChain.verify(inserted), Kind.MISSING, B, 0);
    }

    @Test
    void chainContinuedWithAnotherChainsBlocksIsNoticed() throws BlockFormatException {
        List<Block> spliced = new ArrayList<>(CHAIN_A.subList(0, 3));
        for (Block block : CHAIN_B.subList(3, 5)) {
            BlockHeader header = block.decodeHeader();
            spliced.add(TestChain.withHeader(
                    TestChain.filedAs(block, A, block.sequence()),
                    inChain(header).encode()));
        }

        assertFirst(TestChain.verify(spliced), Kind.ALTERED, A, 3);
    }

    @Test
    void cutTailIsSeenOnlyWithAnExpectedHead() {
        List<Block> cut = CHAIN_A.subList(0, 5);

        assertThat(TestChain.verify(cut).isWhole()).isTrue();
        assertFirst(TestChain.verify(cut, Expectations.ofHeads(TestChain.head(CHAIN_A))), Kind.MISSING, A, 5);
    }

    @Test
    void wholeChainThatIsGoneIsSeenOnlyWithAnExpectedHead() {
        assertThat(TestChain.verify(CHAIN_B).isWhole()).isTrue();
        assertFirst(TestChain.verify(CHAIN_B, Expectations.ofHeads(TestChain.head(CHAIN_A))), Kind.MISSING, A, 0);
    }

    @Test
    void chainMayHaveGrownBeyondItsExpectedHead() {
        ChainHead earlier = TestChain.head(CHAIN_A.subList(0, 3));

        assertThat(TestChain.verify(CHAIN_A, Expectations.ofHeads(earlier)).isWhole())
                .isTrue();
    }

    @Test
    void historyRewrittenWithTheAuditKeyIsSeenWithAnExpectedHead() {
        List<Block> rewritten = TestChain.blocks(A, 999, 8);

        assertThat(TestChain.verify(rewritten).isWhole()).isTrue();
        assertFirst(TestChain.verify(rewritten, Expectations.ofHeads(TestChain.head(CHAIN_A))), Kind.FORKED, A, 7);
    }

    @Test
    void signedBlockOfAnotherHistoryIsUnlinked() {
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        blocks.set(4, TestChain.blocks(A, 999, 8).get(4));

        assertFirst(TestChain.verify(blocks), Kind.UNLINKED, A, 4);
    }

    @Test
    void rangeIsProvenBehindAHeadProvenBefore() {
        ChainHead before = TestChain.head(CHAIN_A.subList(0, 4));
        Expectations after = Expectations.of(List.of(before), List.of());

        ChainReport report = TestChain.verify(CHAIN_A.subList(4, 8), after);

        assertThat(report.isWhole()).isTrue();
        assertThat(report.blocks()).isEqualTo(4);
        assertFirst(TestChain.verify(CHAIN_A.subList(4, 8)), Kind.MISSING, A, 0);
        assertFirst(TestChain.verify(CHAIN_A.subList(5, 8), after), Kind.MISSING, A, 4);
        ChainHead other = new ChainHead(A, 3, Hash.ofHex("aa".repeat(32)));
        assertFirst(
                TestChain.verify(CHAIN_A.subList(4, 8), Expectations.of(List.of(other), List.of())),
                Kind.UNLINKED,
                A,
                4);
        assertFirst(TestChain.verify(List.of(), Expectations.of(List.of(other), List.of(before))), Kind.FORKED, A, 3);
    }

    @Test
    void twoHeadsForOneChainAreRefused() {
        ChainHead head = TestChain.head(CHAIN_A);

        assertThatThrownBy(() -> Expectations.ofHeads(head, head)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongKeyProvesNothing() {
        ChainVerifier verifier = new ChainVerifier(List.of(TestChain.OTHER_KEY), TestChain.PROVIDER, Expectations.NONE);
        CHAIN_A.forEach(verifier::accept);

        ChainReport report = verifier.finish();

        assertFirst(report, Kind.UNKNOWN_KEY, A, 0);
        assertThat(report.blocks()).isZero();
    }

    @Test
    void forgerSigningInTheAuditKeysNameIsNoticed() throws BlockFormatException {
        BlockSigner forger = new BlockSigner(TestChain.OTHER_PRIVATE, TestChain.OTHER_KEY, TestChain.PROVIDER);
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        Block target = blocks.get(2);
        blocks.set(2, TestChain.withSignature(target, forger.sign(target.header())));

        assertFirst(TestChain.verify(blocks), Kind.ALTERED, A, 2);
    }

    @Test
    void keyMayChangeInsideAChainIfBothAreGiven() {
        BlockSigner newer = new BlockSigner(TestChain.OTHER_PRIVATE, TestChain.OTHER_KEY, TestChain.PROVIDER);
        List<Block> blocks = new ArrayList<>(CHAIN_A);
        try (BlockSealer sealer = new BlockSealer(newer)) {
            blocks.add(sealer.seal(
                            TestChain.head(CHAIN_A),
                            TestChain.records(new Random(1), 1),
                            TestChain.TIME,
                            TestChain.TIME)
                    .block());
        }
        ChainVerifier both = new ChainVerifier(
                List.of(TestChain.KEY, TestChain.OTHER_KEY), Security.getProvider("SunEC"), Expectations.NONE);
        blocks.forEach(both::accept);

        assertThat(both.finish().isWhole()).isTrue();
        assertFirst(TestChain.verify(blocks), Kind.UNKNOWN_KEY, A, 8);
    }

    @Test
    void timeMayGoBackALittleButNotInSteps() {
        long tolerance = TimeRule.TOLERANCE.toMillis();
        long time = TestChain.TIME;

        assertThat(TestChain.verify(withTimes(time, time - tolerance)).isWhole())
                .isTrue();
        assertFirst(TestChain.verify(withTimes(time, time - tolerance - 1)), Kind.TIME_WENT_BACK, A, 1);
        assertFirst(
                TestChain.verify(withTimes(time, time - tolerance, time - 2 * tolerance)), Kind.TIME_WENT_BACK, A, 2);
    }

    @Test
    void headerThatWasSignedWithAWrongRootOrHashIsNoticed() throws BlockFormatException {
        Block good = CHAIN_A.getFirst();
        BlockHeader header = good.decodeHeader();
        Hash wrong = Hash.ofHex("aa".repeat(32));

        assertFirst(
                TestChain.verify(List.of(signed(good, with(header, wrong, header.storedHash())))), Kind.ALTERED, A, 0);
        assertFirst(TestChain.verify(List.of(signed(good, with(header, header.root(), wrong)))), Kind.ALTERED, A, 0);
    }

    @Test
    void findingsComeInTheOrderOfTheFeedAndOnePerChain() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(CHAIN_B.get(1));
        blocks.add(CHAIN_A.get(2));
        blocks.add(CHAIN_B.get(3));
        blocks.add(CHAIN_A.get(5));
        ChainHead gone = new ChainHead(TestChain.chainId(0), 0, Hash.ofHex("aa".repeat(32)));

        ChainReport report = TestChain.verify(blocks, Expectations.ofHeads(gone));

        assertThat(report.findings()).extracting(Finding::chainId).containsExactly(B, A, gone.chainId());
    }

    @Test
    void highestSequenceIsNoCrash() {
        Block last = TestChain.filedAs(CHAIN_A.getFirst(), A, Long.MAX_VALUE);
        Block negative = TestChain.filedAs(CHAIN_A.getFirst(), A, -1);

        assertFirst(TestChain.verify(List.of(last)), Kind.ALTERED, A, Long.MAX_VALUE);
        assertFirst(TestChain.verify(List.of(negative)), Kind.ALTERED, A, -1);
    }

    private static List<Block> withTimes(long... times) {
        List<Block> blocks = new ArrayList<>();
        ChainHead head = ChainHead.start(A);
        try (BlockSealer sealer = new BlockSealer(TestChain.signer())) {
            for (long time : times) {
                SealedBlock sealed = sealer.seal(head, TestChain.records(new Random(time), 1), time, time);
                blocks.add(sealed.block());
                head = sealed.head();
            }
        }
        return blocks;
    }

    private static Block signed(Block block, BlockHeader header) {
        byte[] encoded = header.encode();
        return TestChain.withSignature(
                TestChain.withHeader(block, encoded), TestChain.signer().sign(encoded));
    }

    private static BlockHeader with(BlockHeader header, Hash root, Hash storedHash) {
        return new BlockHeader(
                header.keyId(),
                header.chainId(),
                header.sequence(),
                header.previous(),
                root,
                storedHash,
                header.firstMillis(),
                header.lastMillis(),
                header.framedLengthBytes(),
                header.tags());
    }

    private static BlockHeader inChain(BlockHeader header) {
        return new BlockHeader(
                header.keyId(),
                A,
                header.sequence(),
                CHAIN_A.get(2).hash(),
                header.root(),
                header.storedHash(),
                header.firstMillis(),
                header.lastMillis(),
                header.framedLengthBytes(),
                header.tags());
    }

    private static void assertFirst(ChainReport report, Kind kind, UUID chainId, long sequence) {
        assertThat(report.isWhole()).isFalse();
        Finding first = report.first().orElseThrow();
        assertThat(first.kind()).as(first.toString()).isEqualTo(kind);
        assertThat(first.chainId()).isEqualTo(chainId);
        assertThat(first.sequence()).isEqualTo(sequence);
    }
}
