package io.claviger.storage.postgres;

import io.claviger.iam.AccessKey;
import io.claviger.key.KeyMaterial;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads and writes domain keys, the audit key and nodes, and finds what is wrapped under an old domain key. */
final class Keyring {
    private static final String HEARTBEAT = "insert into node (id, last_seen, root_key_ids)"
            + " values (:id, current_timestamp, :rootKeys)"
            + " on conflict (id) do update set last_seen = excluded.last_seen, root_key_ids = excluded.root_key_ids";
    private static final String LIVE_NODES = "select id, last_seen, root_key_ids from node"
            + " where last_seen >= current_timestamp - :seconds * interval '1 second' order by id";

    private final Database database;
    private final Rewrapper rewrapper;

    Keyring(Database database, Rewrapper rewrapper) {
        this.database = database;
        this.rewrapper = rewrapper;
    }

    Uni<List<KeyringStorage.StoredDomainKey>> domainKeys() {
        return database.read(session -> session.createSelectionQuery(
                                "from DomainKeyRow d order by d.createdAt, d.id", DomainKeyRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(DomainKeyRow::toDomainKey).toList());
    }

    Uni<Void> addDomainKey(KeyringStorage.StoredDomainKey key, @Nullable UUID expectedCurrent) {
        return database.write(
                session -> retire(session, expectedCurrent).chain(() -> session.insert(DomainKeyRow.current(key))));
    }

    /** With no key expected the unique index on the current one decides. */
    private static Uni<Void> retire(Mutiny.StatelessSession session, @Nullable UUID current) {
        if (current == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createMutationQuery(
                        "update DomainKeyRow d set d.isCurrent = false where d.id = :id and d.isCurrent = true")
                .setParameter("id", current)
                .executeUpdate()
                .invoke(rows -> {
                    if (rows != 1) {
                        throw new StorageConflictException("another domain key is current");
                    }
                })
                .replaceWithVoid();
    }

    /** A secret that comes to be wrapped under it meanwhile makes the foreign key refuse. */
    Uni<Boolean> removeUnusedDomainKey(UUID id) {
        return database.write(session -> session.createMutationQuery(
                                "delete from DomainKeyRow d where d.id = :id and d.isCurrent = false"
                                        + " and not exists (select 1 from MaterialRow m where m.domainKeyId = d.id)"
                                        + " and not exists (select 1 from AccessKeyRow a where a.domainKeyId = d.id)"
                                        + " and not exists (select 1 from AuditKeyRow k where k.domainKeyId = d.id)"
                                        + " and not exists (select 1 from SessionKeyRow s where s.domainKeyId = d.id)")
                        .setParameter("id", id)
                        .executeUpdate())
                .map(rows -> rows == 1)
                .onFailure(StorageConflictException.class)
                .recoverWithItem(false);
    }

    Uni<List<KeyringStorage.StoredAuditKey>> auditKeys() {
        return database.read(session -> session.createSelectionQuery(
                                "from AuditKeyRow k order by k.createdAt, k.id", AuditKeyRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(AuditKeyRow::toAuditKey).toList());
    }

    Uni<Void> addAuditKey(KeyringStorage.StoredAuditKey key) {
        return database.write(session -> session.insert(AuditKeyRow.of(key)));
    }

    Uni<List<KeyringStorage.StoredSessionKey>> sessionKeys() {
        return database.read(session -> session.createSelectionQuery(
                                "from SessionKeyRow s order by s.createdAt, s.id", SessionKeyRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(SessionKeyRow::toSessionKey).toList());
    }

    Uni<Void> addSessionKey(KeyringStorage.StoredSessionKey key) {
        return database.write(session -> session.insert(SessionKeyRow.of(key)));
    }

    Uni<Void> rewrapSessionKey(UUID from, KeyringStorage.StoredSessionKey key) {
        return database.write(session -> session.createMutationQuery(
                                "update SessionKeyRow s set s.domainKeyId = :to, s.wrapped = :wrapped"
                                        + " where s.id = :id and s.domainKeyId = :from")
                        .setParameter("to", key.domainKeyId())
                        .setParameter("wrapped", key.wrapped().toByteArray())
                        .setParameter("id", key.id())
                        .setParameter("from", from)
                        .executeUpdate())
                .replaceWithVoid();
    }

    Uni<List<KeyMaterial>> materialsNotUnder(UUID domainKey, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from MaterialRow m where m.domainKeyId <> :domainKey"
                                        + " order by m.account, m.keyId, m.materialId",
                                MaterialRow.class)
                        .setParameter("domainKey", domainKey)
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream().map(MaterialRow::toMaterial).toList());
    }

    Uni<List<AccessKey>> accessKeysNotUnder(UUID domainKey, int limit) {
        return database.read(session -> session.createSelectionQuery(
                                "from AccessKeyRow a where a.domainKeyId <> :domainKey order by a.id",
                                AccessKeyRow.class)
                        .setParameter("domainKey", domainKey)
                        .setMaxResults(limit)
                        .getResultList())
                .map(rows -> rows.stream().map(AccessKeyRow::toAccessKey).toList());
    }

    Uni<Void> rewrap(
            UUID from,
            List<KeyMaterial> materials,
            List<AccessKey> accessKeys,
            List<KeyringStorage.StoredAuditKey> auditKeys) {
        return database.write(session -> rewrapper.rewrap(session, from, materials, accessKeys, auditKeys));
    }

    Uni<Void> heartbeat(String nodeId, Set<String> rootKeyIds) {
        return database.write(session -> session.createNativeQuery(HEARTBEAT)
                .setParameter("id", nodeId)
                .setParameter("rootKeys", JsonText.ofNames(rootKeyIds))
                .executeUpdate()
                .replaceWithVoid());
    }

    Uni<List<KeyringStorage.Node>> liveNodes(int seconds) {
        return database.read(session -> session.createNativeQuery(LIVE_NODES, NodeRow.class)
                        .setParameter("seconds", seconds)
                        .getResultList())
                .map(rows -> rows.stream().map(NodeRow::toNode).toList());
    }
}
