package io.claviger.key;

import io.claviger.common.Region;

/**
 * A multi-Region key's place among its relatives.
 *
 * @param primary the region of the primary key
 * @param type whether this key is the primary
 */
public record MultiRegion(Type type, Region primary) {
    /** API model MultiRegionKeyType. */
    public enum Type {
        PRIMARY,
        REPLICA
    }
}
