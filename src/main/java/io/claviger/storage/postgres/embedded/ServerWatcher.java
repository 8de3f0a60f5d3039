package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts the server again, on the same port, when it has died; tries for ever, at most every ten seconds. */
final class ServerWatcher {
    private static final Logger LOG = Logger.getLogger(ServerWatcher.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Server server;
    private final int port;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = SHORTEST_PAUSE;
    private long startedNanos = System.nanoTime();

    ServerWatcher(Server server, int port) {
        this.server = server;
        this.port = port;
        this.thread =
                Thread.ofPlatform().daemon().name("claviger-postgres-watcher").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    /** Ends the watching; afterwards the server is the caller's alone. */
    void stop() throws InterruptedException {
        stopSignal.countDown();
        thread.interrupt();
        thread.join();
    }

    private void watch() {
        try {
            while (!stopSignal.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            LOG.debug("PostgreSQL is no longer watched.");
        }
    }

    private void check() throws InterruptedException {
        try {
            if (server.isRunning()) {
                server.keepLogShort();
            } else {
                restart();
            }
        } catch (IOException | RuntimeException e) {
            // whatever it is, the watcher goes on
            if (stopSignal.getCount() > 0) {
                LOG.errorf(
                        e, "PostgreSQL cannot be started again; trying once more in at most %d ms.", pause.toMillis());
            }
        }
    }

    private void restart() throws IOException, InterruptedException {
        if (System.nanoTime() - startedNanos > STABLE.toNanos()) {
            pause = SHORTEST_PAUSE;
        }
        if (stopSignal.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        LOG.warn("PostgreSQL has died; starting it again.");
        server.start(port);
        startedNanos = System.nanoTime();
    }
}
