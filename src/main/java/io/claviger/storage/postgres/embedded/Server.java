package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts and ends the server process. One thread at a time. */
final class Server {
    private static final Logger LOG = Logger.getLogger(Server.class);
    // crash recovery replays up to max_wal_size
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration FAST_LIMIT = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ServerHome home;
    private final Programs programs;
    private final ServerProcesses processes;
    private final ServerLog log;
    private @Nullable ProcessHandle postmaster;

    Server(ServerHome home, Programs programs, ServerProcesses processes) {
        this.home = home;
        this.programs = programs;
        this.processes = processes;
        this.log = new ServerLog(home.logFile());
    }

    /** Starts the server and waits until it accepts connections. Leftovers of an earlier server end first. */
    void start(int port) throws IOException {
        endLeftovers();
        log.prepare(home.user());
        Programs.Ended ended =
                pgCtl(START_LIMIT, "start", "--log=" + home.logFile(), "--options=" + String.join(" ", options(port)));
        Optional<ProcessHandle> started = processes.postmaster();
        if (!ended.isSuccess() || started.isEmpty()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL did not start; its log " + home.logFile() + " says: " + log.lastError());
        }
        postmaster = started.get();
        LOG.infof(
                "PostgreSQL %s runs as process %d of user %d on %s:%d, its data lies in %s.",
                EmbeddedPostgres.VERSION,
                started.get().pid(),
                home.user().uid(),
                EmbeddedPostgres.HOST,
                port,
                home.data());
    }

    /** The command line wins over postgresql.conf and ALTER SYSTEM. A shell splits it: no value holds a blank. */
    private List<String> options(int port) {
        var options = new ArrayList<>(List.of("-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=" + EmbeddedPostgres.HOST,
                "unix_socket_directories=",
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on",
                "password_encryption=scram-sha-256",
                // parallel queries need more of /dev/shm than containers have
                "max_parallel_workers_per_gather=0",
                "logging_collector=off",
                // terse: the details of a violated constraint are data
                "log_error_verbosity=terse",
                "cluster_name=" + home.clusterName())) {
            options.addAll(List.of("-c", setting));
        }
        return options;
    }

    boolean isRunning() {
        return postmaster != null && postmaster.isAlive() && processes.isOurs(postmaster);
    }

    void keepLogShort() throws IOException {
        log.cut();
    }

    /** Ends the server after its transactions in progress are rolled back and everything is on the disk. */
    void stop() throws IOException {
        if (processes.postmaster().isPresent()) {
            pgCtl(FAST_LIMIT, "stop", "--mode=fast");
        }
        if (processes.postmaster().isPresent()) {
            LOG.warnf("PostgreSQL in %s did not end in time; it recovers from its log at the next start.", home.data());
            pgCtl(IMMEDIATE_LIMIT, "stop", "--mode=immediate");
        }
        if (!processes.killAll(MARGIN)) {
            throw new EmbeddedPostgresException("PostgreSQL processes in " + home.directory() + " cannot be ended.");
        }
        postmaster = null;
    }

    /**
     * Ends what a service that was killed has left, be it a server, its orphans, or a half-done initdb.
     *
     * <p>Then the pid file of a dead server is deleted: the number in it may meanwhile belong to another process, in a
     * container even to one of our own threads, and PostgreSQL would refuse to start.
     */
    void endLeftovers() throws IOException {
        Optional<ProcessHandle> leftover = processes.postmaster();
        if (leftover.isPresent()) {
            LOG.infof(
                    "Ending PostgreSQL process %d, which an earlier Claviger has left.",
                    leftover.get().pid());
        }
        stop();
        // INVARIANT: we hold the data directory's lock, and no process of this server is left.
        Files.deleteIfExists(home.data().resolve("postmaster.pid"));
    }

    private Programs.Ended pgCtl(Duration limit, String action, String... arguments) throws IOException {
        var all =
                new ArrayList<>(List.of(action, "--pgdata=" + home.data(), "--wait", "--timeout=" + limit.toSeconds()));
        all.addAll(List.of(arguments));
        return programs.run("pg_ctl", all, "", limit.plus(MARGIN));
    }
}
