package io.claviger.audit.chain;

import io.claviger.common.BugException;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The hash functions of RFC 9162, section 2.1.1 (the same as RFC 6962, section 2.1), over a flat array of 32-byte
 * nodes. Holds a digest: one thread at a time.
 */
final class TreeHash {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final int LENGTH = Hash.LENGTH_BYTES;

    private final MessageDigest digest = Hash.digest();

    /** Writes SHA-256(0x00 || entry) as node number {@code index}. */
    void leafInto(byte[] entry, byte[] nodes, int index) {
        digest.update(LEAF);
        digest.update(entry);
        digestInto(nodes, index);
    }

    /** SHA-256(0x01 || left || right). */
    Hash node(Hash left, Hash right) {
        digest.update(NODE);
        left.updateInto(digest);
        right.updateInto(digest);
        return Hash.of(digest.digest());
    }

    /**
     * Replaces the first {@code count} nodes by their parents, in place, and says how many those are. A last node
     * without a partner moves up unchanged; that gives the same tree as the standard's split at the largest power of
     * two below the size.
     */
    int parents(byte[] nodes, int count) {
        for (int i = 0; i + 1 < count; i += 2) {
            digest.update(NODE);
            digest.update(nodes, i * LENGTH, 2 * LENGTH);
            digestInto(nodes, i / 2);
        }
        if (count % 2 == 1) {
            System.arraycopy(nodes, (count - 1) * LENGTH, nodes, count / 2 * LENGTH, LENGTH);
        }
        return (count + 1) / 2;
    }

    /** The root over the first {@code count} leaf hashes, which are overwritten. */
    Hash root(byte[] nodes, int count) {
        if (count == 0) {
            return Hash.of(digest.digest());
        }
        int left = count;
        while (left > 1) {
            left = parents(nodes, left);
        }
        return Hash.at(nodes, 0);
    }

    private void digestInto(byte[] nodes, int index) {
        try {
            digest.digest(nodes, index * LENGTH, LENGTH);
        } catch (DigestException e) {
            throw new BugException("a node has room for a digest", e);
        }
    }
}
