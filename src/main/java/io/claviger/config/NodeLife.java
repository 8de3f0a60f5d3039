package io.claviger.config;

import io.claviger.audit.GroupCommitter;
import io.claviger.jobs.RootKeyRotation;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.postgres.AuthorizationListener;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** What a node does as long as it lives: says that it is alive, follows the root key file, and ends in order. */
@Singleton
final class NodeLife {
    private static final Logger LOG = Logger.getLogger(NodeLife.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration LAST_RECORDS = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ClavigerConfig config;
    private final KeyringStorage storage;
    private final Keyring keyring;
    private final RootKeyRotation rotation;
    private final Provider<GroupCommitter> journal;
    private final AuthorizationListener listener;

    NodeLife(
            Vertx vertx,
            ClavigerConfig config,
            KeyringStorage storage,
            Keyring keyring,
            RootKeyRotation rotation,
            Provider<GroupCommitter> journal,
            AuthorizationListener listener) {
        this.vertx = vertx;
        this.config = config;
        this.storage = storage;
        this.keyring = keyring;
        this.rotation = rotation;
        this.journal = journal;
        this.listener = listener;
    }

    void begin() {
        if (config.authorization().notifications()) {
            listener.start();
        }
        beat();
        vertx.setPeriodic(HEARTBEAT.toMillis(), timer -> beat());
        vertx.setPeriodic(
                config.rootKey().pollInterval().toMillis(),
                timer -> rotation.run()
                        .subscribe()
                        .with(done -> {}, failure -> LOG.warnf("root key rotation waits: %s", failure.getMessage())));
    }

    private void beat() {
        storage.heartbeat(journal.get().chainId().toString(), keyring.knownRootKeyIds())
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("heartbeat failed: %s", failure.getMessage()));
    }

    /** The server accepts nothing more by now; the records of the last calls are written before the database goes. */
    void end(@Observes @Priority(1) ShutdownEvent event) {
        long deadline = System.nanoTime() + LAST_RECORDS.toNanos();
        while (!journal.get().isIdle() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        boolean isWritten = journal.get().isIdle();
        LOG.infof("stopping: the last audit records are %s", isWritten ? "written" : "not written");
    }
}
