package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantToken;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Page;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads grants. The table comes with the next commit; until then every call fails. */
final class GrantQueries {
    Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id) {
        return missing();
    }

    Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return missing();
    }

    Uni<List<Grant>> findGrants(GrantSearch search) {
        return missing();
    }

    Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit) {
        return missing();
    }

    Uni<Page<Grant>> listRetirableGrants(
            Region region, String retiringIdentity, @Nullable GrantToken after, int limit) {
        return missing();
    }

    Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit) {
        return missing();
    }

    static <T> Uni<T> missing() {
        return Uni.createFrom().failure(new BugException("grants have no table yet"));
    }
}
