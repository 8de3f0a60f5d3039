package io.claviger.storage.postgres;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Remembers what was used. */
final class SingleUses {
    SingleUses(Database database) {}

    Uni<Boolean> use(String namespace, String id, Instant until) {
        throw new UnsupportedOperationException();
    }
}
