package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account: the owner of keys, aliases and principals.
 *
 * @param alias another name of it, unique over the deployment
 * @param controlLevels its service control policies: a list for each level, the root of the organization first; no
 *     level is empty
 * @param version the row version that this was read at; 0 for one not stored yet
 */
public record Account(
        AccountId id, Instant createdAt, @Nullable String alias, List<List<PolicyText>> controlLevels, long version) {

    public Account {
        controlLevels = controlLevels.stream().map(List::copyOf).toList();
    }

    /** A new account without anything. */
    public Account(AccountId id, Instant createdAt) {
        this(id, createdAt, null, List.of(), 0);
    }

    public Account withAlias(@Nullable String newAlias) {
        return new Account(id, createdAt, newAlias, controlLevels, version);
    }

    public Account withControlLevels(List<List<PolicyText>> newLevels) {
        return new Account(id, createdAt, alias, newLevels, version);
    }

    /** The same at another row version. */
    public Account atVersion(long newVersion) {
        return new Account(id, createdAt, alias, controlLevels, newVersion);
    }
}
