package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.key.KeyMaterial;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.Subject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Replaces wrappings inside a transaction. It advances the epochs of the accounts too: a cached secret would otherwise
 * outlive the domain key that it names.
 */
final class Rewrapper {
    private final EpochWriter epochWriter;

    Rewrapper(EpochWriter epochWriter) {
        this.epochWriter = epochWriter;
    }

    Uni<Void> rewrap(
            Mutiny.StatelessSession session,
            UUID from,
            List<KeyMaterial> materials,
            List<AccessKey> accessKeys,
            List<StoredAuditKey> auditKeys) {
        Set<AccountId> accounts = Stream.concat(
                        materials.stream().map(KeyMaterial::account),
                        accessKeys.stream().map(AccessKey::account))
                .collect(Collectors.toSet());
        var subjects = new EpochWriter.Subjects();
        return EpochWriter.lock(session, accounts)
                .chain(() -> inOrder(
                        materials,
                        material -> rewrap(session, from, material)
                                .invoke(isDone -> note(subjects, isDone, material.account(), subject(material)))))
                .chain(() -> inOrder(
                        accessKeys,
                        key -> rewrap(session, from, key)
                                .invoke(isDone -> note(subjects, isDone, key.account(), subject(key)))))
                .chain(() -> inOrder(auditKeys, key -> rewrap(session, from, key)))
                .chain(() -> epochWriter.advance(session, subjects))
                .replaceWithVoid();
    }

    private static void note(EpochWriter.Subjects subjects, boolean isDone, AccountId account, Subject subject) {
        if (isDone) {
            subjects.add(account, subject);
        }
    }

    private static Uni<Boolean> rewrap(Mutiny.StatelessSession session, UUID from, KeyMaterial material) {
        return session.createMutationQuery("update MaterialRow m set m.domainKeyId = :to, m.wrapped = :wrapped"
                        + " where m.account = :account and m.keyId = :key and m.materialId = :id"
                        + " and m.domainKeyId = :from")
                .setParameter("to", material.domainKeyId())
                .setParameter("wrapped", material.wrapped().toByteArray())
                .setParameter("account", material.account().value())
                .setParameter("key", material.keyId().value())
                .setParameter("id", material.id().value())
                .setParameter("from", from)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** The row gets a new version, or an update under way would bring the old wrapping back. */
    private static Uni<Boolean> rewrap(Mutiny.StatelessSession session, UUID from, AccessKey key) {
        return session.createMutationQuery("update AccessKeyRow a set a.domainKeyId = :to, a.wrappedSecret = :wrapped,"
                        + " a.rowVersion = a.rowVersion + 1 where a.id = :id and a.domainKeyId = :from")
                .setParameter("to", key.domainKeyId())
                .setParameter("wrapped", key.wrappedSecret().toByteArray())
                .setParameter("id", key.id())
                .setParameter("from", from)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    private static Uni<Boolean> rewrap(Mutiny.StatelessSession session, UUID from, StoredAuditKey key) {
        return session.createMutationQuery(
                        "update AuditKeyRow k set k.domainKeyId = :to, k.wrappedPrivateKey = :wrapped"
                                + " where k.id = :id and k.domainKeyId = :from")
                .setParameter("to", key.domainKeyId())
                .setParameter("wrapped", key.wrappedPrivateKey().toByteArray())
                .setParameter("id", key.id())
                .setParameter("from", from)
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    private static Subject subject(KeyMaterial material) {
        return Subject.material(material.account(), material.keyId(), material.id());
    }

    private static Subject subject(AccessKey key) {
        return Subject.accessKey(key.account(), key.id());
    }

    private static <T> Uni<Void> inOrder(List<T> items, Function<T, Uni<Boolean>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }
}
