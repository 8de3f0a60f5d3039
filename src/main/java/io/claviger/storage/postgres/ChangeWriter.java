package io.claviger.storage.postgres;

import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes one change inside a transaction. Updates and deletions name the row version that they expect ({@code @Version}
 * puts it into the statement's condition) and fail when no row has it.
 */
final class ChangeWriter {
    private static final long FIRST_VERSION = 1;

    private static final String KEEP_TEXT =
            "insert into policy_text (sha256, policy) values (:sha256, :policy) on conflict (sha256) do nothing";

    Uni<Void> write(Mutiny.StatelessSession session, Change change) {
        return switch (change) {
            case Change.AccountCreated(var account) -> session.insert(AccountRow.of(account));
            case Change.AccountUpdated(var account) -> throw new UnsupportedOperationException(account.toString());
            case Change.EntityCreated(var entity) -> throw new UnsupportedOperationException(entity.id());
            case Change.EntityUpdated(var entity) -> throw new UnsupportedOperationException(entity.id());
            case Change.EntityDeleted(var entity) -> throw new UnsupportedOperationException(entity.id());
            case Change.AccessKeyDeleted(var key) -> session.delete(AccessKeyRow.of(key, key.version()));
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

    private static Uni<Void> keepText(Mutiny.StatelessSession session, PolicyText policy) {
        return session.createNativeQuery(KEEP_TEXT)
                .setParameter("sha256", policy.sha256())
                .setParameter("policy", policy.text())
                .executeUpdate()
                .replaceWithVoid();
    }
}
