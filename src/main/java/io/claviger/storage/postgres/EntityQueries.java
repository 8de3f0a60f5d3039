package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads entities. */
final class EntityQueries {
    EntityQueries(Database database) {}

    <E extends Entity> Uni<Optional<E>> find(EntityKind<E> kind, AccountId account, String id) {
        throw new UnsupportedOperationException();
    }

    <E extends Entity> Uni<Optional<E>> findNamed(EntityKind<E> kind, AccountId account, String name) {
        throw new UnsupportedOperationException();
    }

    <E extends Entity> Uni<Page<E>> list(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        throw new UnsupportedOperationException();
    }

    Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        throw new UnsupportedOperationException();
    }

    Uni<Map<String, Long>> count(AccountId account) {
        throw new UnsupportedOperationException();
    }
}
