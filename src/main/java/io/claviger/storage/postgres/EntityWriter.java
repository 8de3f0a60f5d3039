package io.claviger.storage.postgres;

import io.claviger.iam.Entity;
import io.claviger.iam.Reference;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes an entity with all that it refers to, and keeps the policies in it. */
final class EntityWriter {
    private static final String FORGET_REFERENCES =
            "delete from iam_reference where account = :account and from_kind = :kind and from_id = :id";
    private static final String REFER = "insert into iam_reference (account, from_kind, from_id, use, to_kind, to_id)"
            + " select cast(:account as text), cast(:kind as text), cast(:id as text), r.use, r.to_kind, r.to_id"
            + " from unnest(cast(:uses as text[]), cast(:targets as text[]), cast(:ids as text[]))"
            + " r (use, to_kind, to_id)";

    private EntityWriter() {}

    static Uni<Void> create(Mutiny.StatelessSession session, Entity entity, long firstVersion) {
        return session.insert(EntityRow.of(entity, firstVersion))
                .chain(() -> refer(session, entity))
                .chain(() -> PolicyTexts.keep(session, entity.policyTexts()));
    }

    static Uni<Void> update(Mutiny.StatelessSession session, Entity entity) {
        return session.update(EntityRow.of(entity, entity.version()))
                .chain(() -> session.createNativeQuery(FORGET_REFERENCES)
                        .setParameter("account", entity.account().value())
                        .setParameter("kind", entity.kind().name())
                        .setParameter("id", entity.id())
                        .executeUpdate())
                .chain(() -> refer(session, entity))
                .chain(() -> PolicyTexts.keep(session, entity.policyTexts()));
    }

    /** Its references go with it. */
    static Uni<Void> delete(Mutiny.StatelessSession session, Entity entity) {
        return session.delete(EntityRow.of(entity, entity.version()));
    }

    private static Uni<Void> refer(Mutiny.StatelessSession session, Entity entity) {
        Set<Reference> references = entity.references();
        if (references.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(REFER)
                .setParameter("account", entity.account().value())
                .setParameter("kind", entity.kind().name())
                .setParameter("id", entity.id())
                .setParameter(
                        "uses", texts(references, reference -> reference.use().name()))
                .setParameter(
                        "targets",
                        texts(references, reference -> reference.target().name()))
                .setParameter("ids", texts(references, Reference::id))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static <T> String[] texts(Collection<T> items, Function<T, String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }
}
