package io.claviger.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Vectors: the leaves, roots and inclusion paths with which the certificate-transparency reference implementation tests
 * its Merkle tree ({@code cpp/merkletree/merkle_tree_test.cc}, Apache-2.0; the same values in many transparency logs).
 * Apart from them, the recursive definition of RFC 9162 itself.
 */
final class MerkleTreeTest {
    private static final List<byte[]> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .toList();
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfTheReferenceImplementation() {
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(MerkleTree.of(LEAVES.subList(0, size)).root()).hasToString(ROOTS.get(size));
        }
    }

    @Test
    void inclusionPathsAreThoseOfTheReferenceImplementation() {
        assertThat(path(0, 1)).isEmpty();
        assertThat(path(0, 8))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(path(5, 8))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(path(2, 3)).containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assertThat(path(1, 5))
                .containsExactly(
                        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void rootFollowsTheRecursiveDefinition() {
        for (int size = 1; size <= 130; size++) {
            List<byte[]> entries = entries(size);

            assertThat(MerkleTree.of(entries).root()).isEqualTo(definition(entries));
        }
    }

    @Test
    void everyEntryIsProvenAndNoOther() {
        for (int size = 1; size <= 40; size++) {
            List<byte[]> entries = entries(size);
            MerkleTree tree = MerkleTree.of(entries);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = tree.proof(index);
                for (int other = 0; other < size; other++) {
                    assertThat(proof.proves(entries.get(other), tree.root())).isEqualTo(other == index);
                }
            }
        }
    }

    @Test
    void alteredProofProvesNothing() {
        List<byte[]> entries = entries(11);
        MerkleTree tree = MerkleTree.of(entries);
        for (int index = 0; index < entries.size(); index++) {
            InclusionProof proof = tree.proof(index);
            byte[] entry = entries.get(index);

            for (int step = 0; step < proof.path().size(); step++) {
                for (int bit = 0; bit < 256; bit++) {
                    List<Hash> path = new ArrayList<>(proof.path());
                    path.set(step, Hash.of(TestChain.flip(path.get(step).toBytes(), bit)));
                    assertThat(new InclusionProof(index, 11, path).proves(entry, tree.root()))
                            .isFalse();
                }
            }
            List<Hash> shorter = proof.path().subList(1, proof.path().size());
            List<Hash> longer = new ArrayList<>(proof.path());
            longer.add(tree.root());
            assertThat(new InclusionProof(index, 11, shorter).proves(entry, tree.root()))
                    .isFalse();
            assertThat(new InclusionProof(index, 11, longer).proves(entry, tree.root()))
                    .isFalse();
            assertThat(new InclusionProof((index + 1) % 11, 11, proof.path()).proves(entry, tree.root()))
                    .isFalse();
            assertThat(proof.proves(TestChain.flip(entry, 3), tree.root())).isFalse();
        }
    }

    @Test
    void innerNodeIsNoEntry() {
        byte[] left = MerkleTree.leafHash(LEAVES.get(0)).toBytes();
        byte[] right = MerkleTree.leafHash(LEAVES.get(1)).toBytes();
        byte[] node = new byte[64];
        System.arraycopy(left, 0, node, 0, 32);
        System.arraycopy(right, 0, node, 32, 32);

        assertThat(MerkleTree.of(List.of(node)).root())
                .isNotEqualTo(MerkleTree.of(LEAVES.subList(0, 2)).root());
    }

    @Test
    void impossibleProofsAreRefused() {
        assertThatThrownBy(() -> new InclusionProof(3, 3, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InclusionProof(-1, 3, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InclusionProof(0, 3, Collections.nCopies(32, Hash.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.of(LEAVES).proof(8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<String> path(int index, int size) {
        return MerkleTree.of(LEAVES.subList(0, size)).proof(index).path().stream()
                .map(Hash::toString)
                .toList();
    }

    private static List<byte[]> entries(int count) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    /** MTH of RFC 9162, section 2.1.1, word for word. */
    private static Hash definition(List<byte[]> entries) {
        if (entries.size() == 1) {
            return MerkleTree.leafHash(entries.getFirst());
        }
        int split = Integer.highestOneBit(entries.size() - 1);
        byte[] node = new byte[65];
        node[0] = 1;
        System.arraycopy(definition(entries.subList(0, split)).toBytes(), 0, node, 1, 32);
        System.arraycopy(definition(entries.subList(split, entries.size())).toBytes(), 0, node, 33, 32);
        return Hash.sha256(node);
    }
}
