package io.claviger.operation.deployment;

import io.claviger.iam.Account;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as answers have it. */
public record AccountDescription(String accountId, @Nullable String alias, Instant creationDate) {

    static AccountDescription of(Account account) {
        return new AccountDescription(account.id().value(), account.alias(), account.createdAt());
    }
}
