package io.claviger.audit.chain;

import io.claviger.audit.chain.Finding.Kind;
import java.util.Optional;

/**
 * Finds the first record of a block that is not as it was sealed, by comparing the tags in the signed header with those
 * of the records that are there.
 */
record RecordComparison(RecordTags sealed, RecordTags found) {

    /** The first difference, and its index among the records that are there or, for a missing one, that were sealed. */
    record Difference(Kind kind, int index, String detail) {}

    Optional<Difference> first() {
        int common = Math.min(sealed.count(), found.count());
        for (int i = 0; i < common; i++) {
            if (sealed.at(i) != found.at(i)) {
                return Optional.of(classify(i));
            }
        }
        if (found.count() < sealed.count()) {
            return Optional.of(new Difference(Kind.MISSING, common, "the record is not in the block any more"));
        }
        return found.count() > sealed.count() ? Optional.of(surplus(common)) : Optional.empty();
    }

    private Difference classify(int index) {
        long here = found.at(index);
        boolean sealedOneComesLater = found.contains(sealed.at(index), index + 1, found.count());
        if (sealed.contains(here, index + 1, sealed.count())) {
            return sealedOneComesLater
                    ? new Difference(Kind.REORDERED, index, "the record stands behind one that belongs after it")
                    : new Difference(Kind.MISSING, index, "the record is not in the block any more");
        }
        return sealedOneComesLater || sealed.contains(here, 0, index)
                ? surplus(index)
                : new Difference(Kind.ALTERED, index, "the record is not the one that was sealed");
    }

    private Difference surplus(int index) {
        return sealed.contains(found.at(index), 0, index)
                ? new Difference(Kind.DUPLICATED, index, "the record is in the block a second time")
                : new Difference(Kind.ADDED, index, "the record was never sealed in this block");
    }
}
