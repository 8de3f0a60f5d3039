package io.claviger.audit.chain;

import java.util.List;

/**
 * The evidence that one entry is in a Merkle tree of which only the root is known: the sibling hashes from the leaf
 * upwards (RFC 9162, section 2.1.3). May come from anywhere; only {@link #proves} says what it is worth.
 */
public record InclusionProof(int leafIndex, int treeSize, List<Hash> path) {
    /** No tree with an {@code int} size is higher. */
    private static final int MAX_PATH = 31;

    public InclusionProof {
        path = List.copyOf(path);
        if (leafIndex < 0 || leafIndex >= treeSize) {
            throw new IllegalArgumentException("leaf " + leafIndex + " is outside a tree of " + treeSize);
        }
        if (path.size() > MAX_PATH) {
            throw new IllegalArgumentException("path of " + path.size() + " hashes");
        }
    }

    /** Whether the entry is the one at {@link #leafIndex} of the tree with this root: RFC 9162, section 2.1.3.2. */
    public boolean proves(byte[] entry, Hash root) {
        TreeHash hash = new TreeHash();
        int node = leafIndex;
        int last = treeSize - 1;
        Hash reached = MerkleTree.leafHash(entry);
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if (node % 2 == 1 || node == last) {
                reached = hash.node(sibling, reached);
                // A node without a right sibling moved up unchanged: skip the levels on which it did.
                int skipped = node == 0 ? 0 : Integer.numberOfTrailingZeros(node);
                node >>= skipped;
                last >>= skipped;
            } else {
                reached = hash.node(reached, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && reached.equals(root);
    }
}
