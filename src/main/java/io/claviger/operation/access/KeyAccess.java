package io.claviger.operation.access;

import io.claviger.common.Json;
import io.claviger.key.KmsKey;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who can do what with a key, from the policies and grants that are stored. */
public interface KeyAccess {

    /**
     * Entries, each about a principal or a grant.
     *
     * @param last where the next page goes on; absent on the last one
     */
    record Page(List<Json> entries, @Nullable String last) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The account's root user, its users, the others that the key policy names, then the grants. Fails with
     * InvalidMarkerException for a place that is none.
     *
     * @param after {@link Page#last} of the page before
     */
    Uni<Page> list(KmsKey key, @Nullable String after, int limit);
}
