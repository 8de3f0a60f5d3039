package io.claviger.operation.deployment;

import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.iam.Account;
import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as answers have it.
 *
 * @param controlPolicies a list of levels of service control policies, the root of the organization first
 */
public record AccountDescription(
        String accountId, @Nullable String alias, Instant creationDate, Json controlPolicies) {

    static AccountDescription of(Account account, JsonReader reader) {
        return new AccountDescription(
                account.id().value(), account.alias(), account.createdAt(), levels(account, reader));
    }

    private static Json levels(Account account, JsonReader reader) {
        return new Json.Arr(account.controlLevels().stream()
                .<Json>map(level -> new Json.Arr(
                        level.stream().map(policy -> read(policy, reader)).toList()))
                .toList());
    }

    private static Json read(PolicyText policy, JsonReader reader) {
        try {
            return reader.read(policy.text());
        } catch (MalformedJsonException e) {
            throw new BugException("a stored service control policy is malformed", e);
        }
    }

    /** Whose list may be long. */
    public record Short(String accountId, @Nullable String alias, Instant creationDate) {
        static Short of(Account account) {
            return new Short(account.id().value(), account.alias(), account.createdAt());
        }
    }

    static List<Short> all(List<Account> accounts) {
        return accounts.stream().map(Short::of).toList();
    }
}
