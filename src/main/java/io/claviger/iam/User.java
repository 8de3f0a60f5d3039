package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import java.time.Instant;

/**
 * An IAM user.
 *
 * @param path begins and ends with a slash
 * @param uniqueId {@code AIDA} and 17 more characters; never used again
 */
public record User(AccountId account, String path, String name, String uniqueId, Instant createdAt) {
    public Arn arn() {
        return Arn.user(account, path, name);
    }
}
