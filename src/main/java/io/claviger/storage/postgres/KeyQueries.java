package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Alias;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.storage.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads keys, aliases and materials. */
final class KeyQueries {
    private final Database database;

    KeyQueries(Database database) {
        this.database = database;
    }

    Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key) {
        var id = new KeyRow.Key(account.value(), region.value(), key.value());
        return database.read(session -> session.get(KeyRow.class, id))
                .map(row -> Optional.ofNullable(row).map(KeyRow::toKey));
    }

    Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name) {
        var id = new AliasRow.Key(account.value(), region.value(), name);
        return database.read(session -> session.get(AliasRow.class, id))
                .map(row -> Optional.ofNullable(row).map(AliasRow::toAlias));
    }

    Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material) {
        var id = new MaterialRow.Key(account.value(), key.value(), material.value());
        return database.read(session -> session.get(MaterialRow.class, id))
                .map(row -> Optional.ofNullable(row).map(MaterialRow::toMaterial));
    }

    Uni<Page<KeyId>> listKeys(AccountId account, Region region, @Nullable KeyId after, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "select k.keyId from KeyRow k where k.account = :account and k.region = :region"
                                        + " and k.keyId > :after order by k.keyId",
                                String.class)
                        .setParameter("account", account.value())
                        .setParameter("region", region.value())
                        .setParameter("after", after == null ? "" : after.value())
                        .setMaxResults(limit + 1)
                        .getResultList())
                .map(ids -> page(ids, limit, KeyId::new));
    }

    Uni<Page<Alias>> listAliases(
            AccountId account, Region region, @Nullable KeyId target, @Nullable String after, int limit) {
        return database.read(session -> {
                    var query = session.createSelectionQuery(
                                    "from AliasRow a where a.account = :account and a.region = :region"
                                            + (target == null ? "" : " and a.target = :target")
                                            + " and a.name > :after order by a.name",
                                    AliasRow.class)
                            .setParameter("account", account.value())
                            .setParameter("region", region.value())
                            .setParameter("after", after == null ? "" : after)
                            .setMaxResults(limit + 1);
                    return (target == null ? query : query.setParameter("target", target.value())).getResultList();
                })
                .map(rows -> page(rows, limit, AliasRow::toAlias));
    }

    Uni<Long> countKeys(AccountId account, Region region) {
        return database.read(session -> session.createSelectionQuery(
                        "select count(*) from KeyRow k where k.account = :account and k.region = :region", Long.class)
                .setParameter("account", account.value())
                .setParameter("region", region.value())
                .getSingleResult());
    }

    Uni<Long> countAliases(AccountId account, Region region, KeyId target) {
        return database.read(session -> session.createSelectionQuery(
                        "select count(*) from AliasRow a"
                                + " where a.account = :account and a.region = :region and a.target = :target",
                        Long.class)
                .setParameter("account", account.value())
                .setParameter("region", region.value())
                .setParameter("target", target.value())
                .getSingleResult());
    }

    /** One row more than the limit was asked for, to learn whether there is one. */
    private static <R, T> Page<T> page(List<R> rows, int limit, Function<R, T> toRecord) {
        return new Page<>(rows.stream().limit(limit).map(toRecord).toList(), rows.size() > limit);
    }
}
