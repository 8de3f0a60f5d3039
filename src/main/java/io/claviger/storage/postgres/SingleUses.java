package io.claviger.storage.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers what may be used once, and now and then removes what is over. */
final class SingleUses {
    private static final String USE =
            "insert into single_use (namespace, id, until) values ($1, $2, $3) on conflict (namespace, id) do nothing";
    /** Clocks of nodes and the database may differ a little. */
    private static final String REMOVE = "delete from single_use where until < current_timestamp - interval '1 hour'";

    private static final long REMOVE_EVERY = 1_000;

    private final Database database;
    private final AtomicLong uses = new AtomicLong();

    SingleUses(Database database) {
        this.database = database;
    }

    Uni<Boolean> use(String namespace, String id, Instant until) {
        Uni<Boolean> use = database.statement(pool ->
                        pool.preparedQuery(USE).execute(Tuple.of(namespace, id, until.atOffset(ZoneOffset.UTC))))
                .map(result -> result.rowCount() == 1);
        return Uni.createFrom()
                .deferred(() -> uses.getAndIncrement() % REMOVE_EVERY == 0 ? use.call(this::removeOld) : use);
    }

    /** What is left for once is removed the next time. */
    private Uni<Void> removeOld() {
        return database.statement(pool -> pool.query(REMOVE).execute())
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
