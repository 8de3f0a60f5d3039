package io.claviger.storage.postgres;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.key.PolicyText;
import io.claviger.storage.Storage.EpochChange;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads where chains end, and what happened to accounts since when. */
final class JournalQueries {
    private final Database database;

    JournalQueries(Database database) {
        this.database = database;
    }

    Uni<Optional<Block>> lastBlock(UUID chainId) {
        return database.read(session -> session.createSelectionQuery(
                                "from BlockRow b where b.chainId = :chain order by b.sequence desc", BlockRow.class)
                        .setParameter("chain", chainId)
                        .setMaxResults(1)
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(BlockRow::toBlock));
    }

    Uni<Optional<PolicyText>> findPolicyText(String sha256) {
        return database.read(session -> session.createNativeQuery(
                                "select policy from policy_text where sha256 = :sha256", String.class)
                        .setParameter("sha256", sha256)
                        .getSingleResultOrNull())
                .map(text -> Optional.ofNullable(text).map(found -> new PolicyText(found, sha256)));
    }

    Uni<List<Block>> blocksAround(Instant time, Duration tolerance, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from BlockRow b where b.lastMillis >= :from and b.firstMillis <= :to"
                                        + " order by b.lastMillis, b.chainId, b.sequence",
                                BlockRow.class)
                        .setParameter("from", time.minus(tolerance).toEpochMilli())
                        .setParameter("to", time.plus(tolerance).toEpochMilli())
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream().map(BlockRow::toBlock).toList());
    }

    /** Every node asks several times a second, so past Hibernate. */
    Uni<Map<AccountId, Long>> epochs(Collection<AccountId> accounts) {
        String[] ids = accounts.stream().map(AccountId::value).toArray(String[]::new);
        return database.statement(pool -> pool.preparedQuery("select id, epoch from account where id = any ($1)")
                        .execute(Tuple.of(ids)))
                .map(JournalQueries::toEpochs);
    }

    Uni<List<EpochChange>> changesSince(AccountId account, long epoch, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from AuthorizationChangeRow c where c.account = :account and c.epoch > :epoch"
                                        + " order by c.epoch, c.ordinal",
                                AuthorizationChangeRow.class)
                        .setParameter("account", account.value())
                        .setParameter("epoch", epoch)
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream().map(AuthorizationChangeRow::toChange).toList());
    }

    private static Map<AccountId, Long> toEpochs(RowSet<Row> rows) {
        Map<AccountId, Long> epochs = HashMap.newHashMap(rows.size());
        rows.forEach(row -> epochs.put(new AccountId(row.getString(0)), row.getLong(1)));
        return epochs;
    }
}
