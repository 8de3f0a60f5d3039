package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Reference;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads entities and who refers to them. */
final class EntityQueries {
    private static final String OF_KIND = "from EntityRow e where e.account = :account and e.kind = :kind";
    private static final String REFERRERS = "select r.from_kind, r.use, r.from_id, e.path, e.name"
            + " from iam_reference r join iam_entity e"
            + " on e.account = r.account and e.kind = r.from_kind and e.id = r.from_id"
            + " where r.account = $1 and r.to_kind = $2 and r.to_id = $3"
            + " and (r.from_kind, r.use, r.from_id) > ($4, $5, $6)"
            + " order by r.from_kind, r.use, r.from_id limit $7";
    private static final String COUNT = "select kind, count(*) from iam_entity where account = $1 group by kind"
            + " union all select '" + Storage.ACCESS_KEYS + "', count(*) from access_key where account = $1"
            + " having count(*) > 0";

    private final Database database;

    EntityQueries(Database database) {
        this.database = database;
    }

    <E extends Entity> Uni<Optional<E>> find(EntityKind<E> kind, AccountId account, String id) {
        var key = new EntityRow.Key(account.value(), kind.name(), id);
        return database.read(session -> session.get(EntityRow.class, key))
                .map(row -> Optional.ofNullable(row).map(found -> found.to(kind)));
    }

    <E extends Entity> Uni<Optional<E>> findNamed(EntityKind<E> kind, AccountId account, String name) {
        return database.read(
                        session -> session.createSelectionQuery(OF_KIND + " and e.lowerName = :name", EntityRow.class)
                                .setParameter("account", account.value())
                                .setParameter("kind", kind.name())
                                .setParameter("name", EntityRow.lowerName(name))
                                .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(found -> found.to(kind)));
    }

    /** One row more than the limit is asked for, to learn whether there is one. */
    <E extends Entity> Uni<Page<E>> list(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                OF_KIND + " and e.lowerName > :after and left(e.path, :length) = :prefix"
                                        + " order by e.lowerName",
                                EntityRow.class)
                        .setParameter("account", account.value())
                        .setParameter("kind", kind.name())
                        .setParameter("after", afterName == null ? "" : EntityRow.lowerName(afterName))
                        .setParameter("length", pathPrefix.codePointCount(0, pathPrefix.length()))
                        .setParameter("prefix", pathPrefix)
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> new Page<>(
                        rows.stream().limit(limit).map(row -> row.to(kind)).toList(), rows.size() > limit));
    }

    Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        Tuple parameters = Tuple.of(account.value(), target.name(), id);
        String[] place = (after == null ? "::" : after + "::").split(":", 4);
        for (int i = 0; i < 3; i++) {
            parameters.addString(place[i]);
        }
        parameters.addInteger(limit + 1);
        return database.statement(pool -> pool.preparedQuery(REFERRERS).execute(parameters))
                .map(EntityQueries::referrers)
                .map(rows -> new Page<>(rows.stream().limit(limit).toList(), rows.size() > limit));
    }

    private static List<Referrer> referrers(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Referrer(
                        EntityKind.named(row.getString(0))
                                .orElseThrow(() -> new BugException("an entity is stored that is of no kind")),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Reference.Use.valueOf(row.getString(1))))
                .toList();
    }

    Uni<Map<String, Long>> count(AccountId account) {
        return database.statement(pool -> pool.preparedQuery(COUNT).execute(Tuple.of(account.value())))
                .map(rows -> {
                    Map<String, Long> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
                    return counts;
                });
    }
}
