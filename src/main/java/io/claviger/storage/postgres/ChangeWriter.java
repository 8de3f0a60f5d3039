package io.claviger.storage.postgres;

import io.claviger.iam.Account;
import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Writes one change inside a transaction. Updates and deletions name the row version that they expect ({@code @Version}
 * puts it into the statement's condition) and fail when no row has it.
 */
final class ChangeWriter {
    private static final long FIRST_VERSION = 1;

    private static final String UPDATE_ACCOUNT = "update AccountRow a set a.alias = :alias, a.controlLevels = :levels,"
            + " a.rowVersion = a.rowVersion + 1 where a.id = :id and a.rowVersion = :version";

    Uni<Void> write(Mutiny.StatelessSession session, Change change) {
        return switch (change) {
            case Change.AccountCreated(var account) -> create(session, account);
            case Change.AccountUpdated(var account) -> update(session, account);
            case Change.EntityCreated(var entity) -> EntityWriter.create(session, entity, FIRST_VERSION);
            case Change.EntityUpdated(var entity) -> EntityWriter.update(session, entity);
            case Change.EntityDeleted(var entity) -> EntityWriter.delete(session, entity);
            case Change.AccessKeyCreated(var key) -> session.insert(AccessKeyRow.of(key, FIRST_VERSION));
            case Change.AccessKeyUpdated(var key) -> session.update(AccessKeyRow.of(key, key.version()));
            case Change.AccessKeyDeleted(var key) -> session.delete(AccessKeyRow.of(key, key.version()));
            case Change.KeyCreated(var key, var material) ->
                session.insert(KeyRow.of(key, FIRST_VERSION))
                        .chain(() -> session.insert(MaterialRow.of(material)))
                        .chain(() -> PolicyTexts.keep(session, List.of(key.policy())));
            case Change.KeyUpdated(var key) ->
                session.update(KeyRow.of(key, key.version()))
                        .chain(() -> PolicyTexts.keep(session, List.of(key.policy())));
            case Change.AliasCreated(var alias) -> session.insert(AliasRow.of(alias, FIRST_VERSION));
            case Change.AliasUpdated(var alias) -> session.update(AliasRow.of(alias, alias.version()));
            case Change.AliasDeleted(var alias) -> session.delete(AliasRow.of(alias, alias.version()));
            case Change.GrantCreated(var grant) -> GrantWriter.create(session, grant);
            case Change.GrantDeleted(var grant) -> GrantWriter.delete(session, grant);
        };
    }

    private static Uni<Void> create(Mutiny.StatelessSession session, Account account) {
        return session.insert(AccountRow.of(account, FIRST_VERSION))
                .chain(() -> PolicyTexts.keep(session, policies(account)));
    }

    private static Uni<Void> update(Mutiny.StatelessSession session, Account account) {
        @Nullable String alias = account.alias();
        return session.createMutationQuery(UPDATE_ACCOUNT)
                .setParameter("alias", alias)
                .setParameter("levels", JsonText.ofLevels(account.controlLevels()))
                .setParameter("id", account.id().value())
                .setParameter("version", account.version())
                .executeUpdate()
                .invoke(rows -> {
                    if (rows != 1) {
                        throw new StorageConflictException("the account has another version or is gone");
                    }
                })
                .chain(() -> PolicyTexts.keep(session, policies(account)));
    }

    private static List<PolicyText> policies(Account account) {
        return account.controlLevels().stream().flatMap(List::stream).toList();
    }
}
