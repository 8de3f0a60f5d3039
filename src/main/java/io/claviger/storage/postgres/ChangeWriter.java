package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.UserBoundary;
import io.claviger.iam.UserPolicy;
import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes one change inside a transaction. Updates and deletions name the row version that they expect ({@code @Version}
 * puts it into the statement's condition) and fail when no row has it.
 */
final class ChangeWriter {
    private static final long FIRST_VERSION = 1;

    private static final String PUT_USER_POLICY =
            "insert into iam_user_policy (account, user_unique_id, name, policy, policy_sha256)"
                    + " values (:account, :user, :name, :policy, :sha256)"
                    + " on conflict (account, user_unique_id, name) do update"
                    + " set policy = excluded.policy, policy_sha256 = excluded.policy_sha256";

    private static final String KEEP_TEXT =
            "insert into policy_text (sha256, policy) values (:sha256, :policy) on conflict (sha256) do nothing";
    private static final String PUT_BOUNDARY = "update UserRow u set u.boundary = :policy, u.boundarySha256 = :sha256"
            + " where u.account = :account and u.uniqueId = :user";
    private static final String DELETE_BOUNDARY = "update UserRow u set u.boundary = null, u.boundarySha256 = null"
            + " where u.account = :account and u.uniqueId = :user and u.boundary is not null";

    Uni<Void> write(Mutiny.StatelessSession session, Change change) {
        return switch (change) {
            case Change.AccountCreated(var account) -> session.insert(AccountRow.of(account));
            case Change.UserCreated(var user) -> session.insert(UserRow.of(user));
            case Change.UserPolicyPut(var policy) -> put(session, policy);
            case Change.UserBoundaryPut(var boundary) -> put(session, boundary);
            case Change.UserBoundaryDeleted(var account, var user) -> deleteBoundary(session, account, user);
            case Change.AccessKeyCreated(var key) -> session.insert(AccessKeyRow.of(key, FIRST_VERSION));
            case Change.AccessKeyUpdated(var key) -> session.update(AccessKeyRow.of(key, key.version()));
            case Change.KeyCreated(var key, var material) ->
                session.insert(KeyRow.of(key, FIRST_VERSION))
                        .chain(() -> session.insert(MaterialRow.of(material)))
                        .chain(() -> keepText(session, key.policy()));
            case Change.KeyUpdated(var key) ->
                session.update(KeyRow.of(key, key.version())).chain(() -> keepText(session, key.policy()));
            case Change.AliasCreated(var alias) -> session.insert(AliasRow.of(alias, FIRST_VERSION));
            case Change.AliasUpdated(var alias) -> session.update(AliasRow.of(alias, alias.version()));
            case Change.AliasDeleted(var alias) -> session.delete(AliasRow.of(alias, alias.version()));
            case Change.GrantCreated(var grant) -> GrantWriter.create(session, grant);
            case Change.GrantDeleted(var grant) -> GrantWriter.delete(session, grant);
        };
    }

    private static Uni<Void> put(Mutiny.StatelessSession session, UserPolicy policy) {
        return session.createNativeQuery(PUT_USER_POLICY)
                .setParameter("account", policy.account().value())
                .setParameter("user", policy.userUniqueId())
                .setParameter("name", policy.name())
                .setParameter("policy", policy.policy().text())
                .setParameter("sha256", policy.policy().sha256())
                .executeUpdate()
                .chain(() -> keepText(session, policy.policy()));
    }

    private static Uni<Void> keepText(Mutiny.StatelessSession session, PolicyText policy) {
        return session.createNativeQuery(KEEP_TEXT)
                .setParameter("sha256", policy.sha256())
                .setParameter("policy", policy.text())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> put(Mutiny.StatelessSession session, UserBoundary boundary) {
        return session.createMutationQuery(PUT_BOUNDARY)
                .setParameter("account", boundary.account().value())
                .setParameter("user", boundary.userUniqueId())
                .setParameter("policy", boundary.policy().text())
                .setParameter("sha256", boundary.policy().sha256())
                .executeUpdate()
                .invoke(ChangeWriter::requireOne)
                .chain(() -> keepText(session, boundary.policy()));
    }

    private static Uni<Void> deleteBoundary(Mutiny.StatelessSession session, AccountId account, String user) {
        return session.createMutationQuery(DELETE_BOUNDARY)
                .setParameter("account", account.value())
                .setParameter("user", user)
                .executeUpdate()
                .invoke(ChangeWriter::requireOne)
                .replaceWithVoid();
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new StorageConflictException("there is no such user, or it has no permissions boundary");
        }
    }
}
