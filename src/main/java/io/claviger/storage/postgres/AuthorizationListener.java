package io.claviger.storage.postgres;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens for {@link Announcer}'s hints on a connection that it takes from the pool and keeps; takes another when that
 * breaks, for ever. Runs the hint for each notification and after each connect, when some may have been missed. Threads:
 * the hint runs on an event loop.
 */
public final class AuthorizationListener implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuthorizationListener.class);

    private final Pool pool;
    private final Vertx vertx;
    private final Context context;
    private final Duration reconnectInterval;
    private final Runnable hint;
    private @Nullable SqlConnection connection;
    private boolean closed;

    public AuthorizationListener(Pool pool, Vertx vertx, Duration reconnectInterval, Runnable hint) {
        this.pool = pool;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.reconnectInterval = reconnectInterval;
        this.hint = hint;
    }

    public void start() {
        context.runOnContext(ignored -> connect());
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            closed = true;
            SqlConnection open = connection;
            if (open != null) {
                // the pool may lend it to somebody else afterwards
                open.query("unlisten *").execute().onComplete(done -> open.close());
            }
        });
    }

    private void connect() {
        if (!closed) {
            pool.getConnection().onSuccess(this::listen).onFailure(this::reconnectLater);
        }
    }

    private void listen(SqlConnection opened) {
        if (closed || !(opened instanceof PgConnection postgres)) {
            opened.close();
            return;
        }
        connection = opened;
        postgres.notificationHandler(notification -> hint.run());
        postgres.closeHandler(ignored -> {
            connection = null;
            reconnectLater(null);
        });
        postgres.query("listen " + Announcer.CHANNEL)
                .execute()
                .onSuccess(rows -> hint.run())
                .onFailure(failure -> {
                    LOG.debugf("LISTEN failed: %s", failure.toString());
                    // closing a pooled connection only gives it back, without a word to the handler
                    postgres.closeHandler(null);
                    connection = null;
                    opened.close();
                    reconnectLater(failure);
                });
    }

    private void reconnectLater(@Nullable Throwable failure) {
        if (!closed) {
            LOG.debugf("Not listening for changes at present: %s", failure);
            vertx.setTimer(reconnectInterval.toMillis(), timer -> connect());
        }
    }
}
