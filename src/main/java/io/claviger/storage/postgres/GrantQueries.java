package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantToken;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads grants by id and as lists. */
final class GrantQueries {
    private static final String OF_KEY = " g.account = :account and g.region = :region and g.keyId = :key";
    private static final String COUNT = "select count(*) from (select 1 from kms_grant"
            + " where account = $1 and region = $2 and key_id = $3 limit $4) counted";

    private final Database database;

    GrantQueries(Database database) {
        this.database = database;
    }

    Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id) {
        var rowId = new GrantRow.Key(account.value(), region.value(), key.value(), id.value());
        return database.read(session -> session.get(GrantRow.class, rowId))
                .map(row -> Optional.ofNullable(row).map(GrantRow::toGrant));
    }

    Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return database.read(session -> session.createSelectionQuery(
                                "from GrantRow g where" + OF_KEY + " and g.fingerprint = :fingerprint", GrantRow.class)
                        .setParameter("account", account.value())
                        .setParameter("region", region.value())
                        .setParameter("key", key.value())
                        .setParameter("fingerprint", fingerprint)
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(GrantRow::toGrant));
    }

    Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit) {
        GrantId id = filter.id();
        String grantee = filter.granteeIdentity();
        return database.read(session -> {
                    var query = session.createSelectionQuery(
                                    "from GrantRow g where" + OF_KEY
                                            + (id == null ? "" : " and g.grantId = :id")
                                            + (grantee == null ? "" : " and g.granteeIdentity = :grantee")
                                            + " and g.grantId > :after order by g.grantId",
                                    GrantRow.class)
                            .setParameter("account", account.value())
                            .setParameter("region", region.value())
                            .setParameter("key", key.value())
                            .setParameter("after", after == null ? "" : after.value())
                            .setMaxResults(limit + 1);
                    if (id != null) {
                        query.setParameter("id", id.value());
                    }
                    if (grantee != null) {
                        query.setParameter("grantee", grantee);
                    }
                    return query.getResultList();
                })
                .map(rows -> page(rows, limit));
    }

    Uni<Page<Grant>> listRetirableGrants(
            Region region, String retiringIdentity, @Nullable GrantToken after, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from GrantRow g where g.region = :region and g.retiringIdentity = :identity"
                                        + " and (g.account, g.keyId, g.grantId) > (:account, :key, :grant)"
                                        + " order by g.account, g.keyId, g.grantId",
                                GrantRow.class)
                        .setParameter("region", region.value())
                        .setParameter("identity", retiringIdentity)
                        .setParameter(
                                "account", after == null ? "" : after.account().value())
                        .setParameter("key", after == null ? "" : after.keyId().value())
                        .setParameter(
                                "grant", after == null ? "" : after.grantId().value())
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(rows -> page(rows, limit));
    }

    Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit) {
        return database.statement(pool -> pool.preparedQuery(COUNT)
                        .execute(Tuple.of(account.value(), region.value(), key.value(), limit)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** One row more than the limit was asked for, to learn whether there is one. */
    private static Page<Grant> page(List<GrantRow> rows, int limit) {
        return new Page<>(rows.stream().limit(limit).map(GrantRow::toGrant).toList(), rows.size() > limit);
    }
}
