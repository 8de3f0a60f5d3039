package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import java.time.Instant;

/**
 * A name for a key, unique in an account and region.
 *
 * @param name with its prefix {@code alias/}
 * @param version the row version that this was read at; 0 for one not stored yet
 */
public record Alias(
        AccountId account,
        Region region,
        String name,
        KeyId target,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public static final String PREFIX = "alias/";
    public static final String RESERVED_PREFIX = "alias/aws/";

    public Arn arn() {
        return Arn.alias(region, account, name);
    }

    public Alias retargeted(KeyId newTarget, Instant now) {
        return new Alias(account, region, name, newTarget, createdAt, now, version);
    }
}
