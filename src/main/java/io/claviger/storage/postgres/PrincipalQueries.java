package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.storage.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads accounts and access keys. */
final class PrincipalQueries {
    private final Database database;

    PrincipalQueries(Database database) {
        this.database = database;
    }

    Uni<Optional<Account>> findAccount(AccountId account) {
        return database.read(session -> session.get(AccountRow.class, account.value()))
                .map(row -> Optional.ofNullable(row).map(AccountRow::toAccount));
    }

    /** One row more than the limit is asked for, to learn whether there is one. */
    Uni<Page<Account>> listAccounts(@Nullable AccountId after, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from AccountRow a where a.id > :after order by a.id", AccountRow.class)
                        .setParameter("after", after == null ? "" : after.value())
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> new Page<>(
                        rows.stream().limit(limit).map(AccountRow::toAccount).toList(), rows.size() > limit));
    }

    Uni<Optional<AccessKey>> findAccessKey(String accessKeyId) {
        return database.read(session -> session.get(AccessKeyRow.class, accessKeyId))
                .map(row -> Optional.ofNullable(row).map(AccessKeyRow::toAccessKey));
    }

    Uni<List<AccessKey>> listAccessKeys(AccountId account, @Nullable String userUniqueId) {
        String owner = userUniqueId == null ? "a.userUniqueId is null" : "a.userUniqueId = :user";
        return database.read(session -> {
                    var query = session.createSelectionQuery(
                                    "from AccessKeyRow a where a.account = :account and " + owner + " order by a.id",
                                    AccessKeyRow.class)
                            .setParameter("account", account.value());
                    return (userUniqueId == null ? query : query.setParameter("user", userUniqueId)).getResultList();
                })
                .map(rows -> rows.stream().map(AccessKeyRow::toAccessKey).toList());
    }
}
