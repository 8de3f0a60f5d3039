package io.claviger.storage.postgres;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the pool so that a network that has fallen silent cannot use it up. {@link Database} keeps a connection that
 * does not answer; TCP alone would notice after a quarter of an hour. Here a connection that has brought nothing for a
 * while ends, whether a call waits on it or not; an idle one is simply opened again.
 */
@Singleton
public final class PoolLimits implements PgPoolCreator {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Override
    public Pool create(Input input) {
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(limited(input.pgConnectOptionsList(), SILENCE))
                .using(input.vertx())
                .build();
    }

    static List<SqlConnectOptions> limited(List<PgConnectOptions> servers, Duration silence) {
        List<SqlConnectOptions> limited = new ArrayList<>(servers.size());
        for (PgConnectOptions server : servers) {
            var copy = new PgConnectOptions(server);
            copy.setConnectTimeout((int) CONNECT.toMillis());
            copy.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            copy.setReadIdleTimeout((int) silence.toMillis());
            limited.add(copy);
        }
        return limited;
    }
}
