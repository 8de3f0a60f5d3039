package io.claviger.operation;

import io.claviger.key.KeySpec;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What kind of key a key is, whether it exists yet or not.
 *
 * @param multiRegion absent for a single-Region key
 */
public record KeyTraits(KeySpec spec, KeyUsage usage, Origin origin, MultiRegion.@Nullable Type multiRegion) {

    public static KeyTraits of(KmsKey key) {
        MultiRegion multiRegion = key.multiRegion();
        return new KeyTraits(key.spec(), key.usage(), key.origin(), multiRegion == null ? null : multiRegion.type());
    }

    public boolean isMultiRegion() {
        return multiRegion != null;
    }
}
