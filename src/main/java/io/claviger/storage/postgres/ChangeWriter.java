package io.claviger.storage.postgres;

import io.claviger.iam.UserPolicy;
import io.claviger.storage.Change;
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

    Uni<Void> write(Mutiny.StatelessSession session, Change change) {
        return switch (change) {
            case Change.AccountCreated(var account) -> session.insert(AccountRow.of(account));
            case Change.UserCreated(var user) -> session.insert(UserRow.of(user));
            case Change.UserPolicyPut(var policy) -> put(session, policy);
            case Change.AccessKeyCreated(var key) -> session.insert(AccessKeyRow.of(key, FIRST_VERSION));
            case Change.AccessKeyUpdated(var key) -> session.update(AccessKeyRow.of(key, key.version()));
            case Change.KeyCreated(var key, var material) ->
                session.insert(KeyRow.of(key, FIRST_VERSION)).chain(() -> session.insert(MaterialRow.of(material)));
            case Change.KeyUpdated(var key) -> session.update(KeyRow.of(key, key.version()));
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
                .replaceWithVoid();
    }
}
