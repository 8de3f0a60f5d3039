package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.User;
import io.claviger.iam.UserPolicies;
import io.claviger.iam.UserPolicy;
import io.claviger.storage.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads accounts, users, their policies and access keys. */
final class PrincipalQueries {
    private final Database database;

    PrincipalQueries(Database database) {
        this.database = database;
    }

    Uni<Optional<Account>> findAccount(AccountId account) {
        return database.read(session -> session.get(AccountRow.class, account.value()))
                .map(row -> Optional.ofNullable(row).map(AccountRow::toAccount));
    }

    Uni<Optional<AccessKey>> findAccessKey(String accessKeyId) {
        return database.read(session -> session.get(AccessKeyRow.class, accessKeyId))
                .map(row -> Optional.ofNullable(row).map(AccessKeyRow::toAccessKey));
    }

    Uni<Optional<User>> findUser(AccountId account, String uniqueId) {
        var id = new UserRow.Key(account.value(), uniqueId);
        return database.read(session -> session.get(UserRow.class, id))
                .map(row -> Optional.ofNullable(row).map(UserRow::toUser));
    }

    /** One row more than the limit is asked for, to learn whether there is one. */
    Uni<Page<User>> listUsers(AccountId account, @Nullable String afterUniqueId, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from UserRow u where u.account = :account and u.uniqueId > :after order by u.uniqueId",
                                UserRow.class)
                        .setParameter("account", account.value())
                        .setParameter("after", afterUniqueId == null ? "" : afterUniqueId)
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> new Page<>(
                        rows.stream().limit(limit).map(UserRow::toUser).toList(), rows.size() > limit));
    }

    Uni<Optional<User>> findUserNamed(AccountId account, String name) {
        return database.read(session -> session.createSelectionQuery(
                                "from UserRow u where u.account = :account and u.lowerName = :name", UserRow.class)
                        .setParameter("account", account.value())
                        .setParameter("name", UserRow.lowerName(name))
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(UserRow::toUser));
    }

    /** One statement, so that policies and boundary are of one moment. */
    Uni<UserPolicies> userPolicies(AccountId account, String uniqueId) {
        return database.read(session -> session.createSelectionQuery(
                                "select u, p from UserRow u left join UserPolicyRow p"
                                        + " on p.account = u.account and p.userUniqueId = u.uniqueId"
                                        + " where u.account = :account and u.uniqueId = :user order by p.name",
                                Object[].class)
                        .setParameter("account", account.value())
                        .setParameter("user", uniqueId)
                        .getResultList())
                .map(PrincipalQueries::toPolicies);
    }

    private static UserPolicies toPolicies(List<Object[]> rows) {
        if (rows.isEmpty()) {
            return UserPolicies.NONE;
        }
        List<UserPolicy> inline = rows.stream()
                .map(row -> (UserPolicyRow) row[1])
                .filter(Objects::nonNull)
                .map(UserPolicyRow::toPolicy)
                .toList();
        return new UserPolicies(inline, ((UserRow) rows.getFirst()[0]).toBoundary());
    }
}
