package io.claviger.audit.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The Merkle tree hash of RFC 9162, section 2.1 (RFC 6962, section 2.1) with SHA-256 over a list of entries; in the
 * journal, the records of one block. The prefixes 0x00 for leaves and 0x01 for nodes keep a node from being passed off
 * as an entry. Immutable.
 */
public final class MerkleTree {
    private final byte[] leaves;
    private final int size;
    private final Hash root;

    private MerkleTree(byte[] leaves, int size) {
        this.leaves = leaves;
        this.size = size;
        this.root = new TreeHash().root(leaves.clone(), size);
    }

    /** Hashes the entries in their order and keeps only the hashes. An empty list has a root too: SHA-256 of nothing. */
    public static MerkleTree of(List<byte[]> entries) {
        TreeHash hash = new TreeHash();
        byte[] leaves = new byte[Math.multiplyExact(entries.size(), Hash.LENGTH_BYTES)];
        int index = 0;
        for (byte[] entry : entries) {
            hash.leafInto(entry, leaves, index++);
        }
        return new MerkleTree(leaves, index);
    }

    /** SHA-256(0x00 || entry). */
    public static Hash leafHash(byte[] entry) {
        byte[] leaf = new byte[Hash.LENGTH_BYTES];
        new TreeHash().leafInto(entry, leaf, 0);
        return Hash.of(leaf);
    }

    public int size() {
        return size;
    }

    public Hash root() {
        return root;
    }

    /**
     * The proof that the entry at this index is in the tree: PATH of RFC 9162, section 2.1.3.1, from the leaf upwards.
     *
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public InclusionProof proof(int index) {
        Objects.checkIndex(index, size);
        TreeHash hash = new TreeHash();
        List<Hash> path = new ArrayList<>();
        byte[] level = leaves.clone();
        int position = index;
        for (int count = size; count > 1; count = hash.parents(level, count)) {
            int sibling = position ^ 1;
            if (sibling < count) {
                path.add(Hash.at(level, sibling * Hash.LENGTH_BYTES));
            }
            position /= 2;
        }
        return new InclusionProof(index, size, path);
    }
}
