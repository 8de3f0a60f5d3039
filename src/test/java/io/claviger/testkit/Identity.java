package io.claviger.testkit;

import io.claviger.common.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can call: a user, or an account's root.
 *
 * @param uniqueId absent for the root
 */
public record Identity(
        AccountId account, String arn, @Nullable String uniqueId, String accessKeyId, String secret) {

    public String accountId() {
        return account.value();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return arn;
    }
}
