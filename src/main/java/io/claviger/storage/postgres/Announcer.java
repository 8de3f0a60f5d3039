package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells other nodes that epochs have moved ({@code NOTIFY}), after the commit and without anybody waiting for it. It is
 * a hint: nodes find out anyway when they next read the epochs, so a failure costs a moment and an engine that cannot
 * do it loses nothing else.
 */
final class Announcer {
    static final String CHANNEL = "claviger_authorization";

    private static final Logger LOG = Logger.getLogger(Announcer.class);

    private final Pool pool;
    private final boolean enabled;

    Announcer(Pool pool, boolean enabled) {
        this.pool = pool;
        this.enabled = enabled;
    }

    void announce(Map<AccountId, Long> epochs) {
        if (enabled) {
            epochs.forEach((account, epoch) -> pool.preparedQuery("select pg_notify($1, $2)")
                    .execute(Tuple.of(CHANNEL, account + ":" + epoch))
                    .onFailure(failure -> LOG.debugf("Other nodes were not notified: %s", failure.toString())));
        }
    }
}
