package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL for a service that is configured with none.
 *
 * <p>{@link #start} returns when the server accepts connections on 127.0.0.1. The first start takes a few seconds, a
 * later one a fraction of a second; it blocks, so keep it off the event loop. Data is durable and kept over restarts, a
 * crash of the service at any moment included: the next start ends what the killed service left behind, throws away a
 * half-made database, and never an existing one. The application's role owns its database and is no superuser. A server
 * that dies is started again on the same port, so that a connection pool recovers by itself.
 *
 * <p>Everything lies in {@code <dataDir>/postgres}: {@code bin-<version>}, {@code data}, {@code log/postgres.log},
 * {@code credentials} (mode 0600) and {@code port}. <b>One exception:</b> PostgreSQL refuses root. Started by root it
 * runs as the owner of {@code data}, or at first as {@code postgres}, else {@code nobody}; if that account cannot reach
 * {@code dataDir}, programs, data and log lie in {@code /var/lib/claviger-<random>}, which the log tells and
 * {@code <dataDir>/postgres/location} names. Back up both then.
 *
 * <p>A data directory serves one process: a second start is refused. The shell {@code /bin/sh} and an entry in
 * {@code /etc/passwd} for the server's account must exist, and for root {@code setpriv}. All methods may be called from
 * any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The version of the programs on the class path. */
    public static final String VERSION = "18.6.0";

    static final String HOST = "127.0.0.1";
    static final String ROLE = "claviger";

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Path FALLBACK_PARENT = Path.of("/var/lib");
    private static final int PORT_ATTEMPTS = 3;

    private final DataDirectoryLock lock;
    private final Server server;
    private final ServerWatcher watcher;
    private final Credentials credentials;
    private final int port;
    private boolean isStopped;

    private EmbeddedPostgres(DataDirectoryLock lock, Server server, Credentials credentials, int port) {
        this.lock = lock;
        this.server = server;
        this.watcher = new ServerWatcher(server, port);
        this.credentials = credentials;
        this.port = port;
    }

    /**
     * Starts the server, and makes the database if there is none.
     *
     * @param dataDir Claviger's data directory; made if it is missing
     * @throws EmbeddedPostgresException if that is impossible; nothing is left running then
     */
    public static EmbeddedPostgres start(Path dataDir) {
        return start(dataDir, FALLBACK_PARENT);
    }

    static EmbeddedPostgres start(Path dataDir, Path fallbackParent) {
        try {
            Path settings = makeDirectories(dataDir);
            DataDirectoryLock lock = DataDirectoryLock.take(dataDir.toRealPath());
            try {
                return start(lock, settings, fallbackParent);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL cannot be set up in " + dataDir + " (" + e + ").", e);
        }
    }

    private static Path makeDirectories(Path dataDir) throws IOException {
        if (!Files.isDirectory(dataDir)) {
            Files.createDirectories(dataDir);
            // root's PostgreSQL runs under another account, which must pass through
            Files.setPosixFilePermissions(
                    dataDir, PosixFilePermissions.fromString(ServerUser.isRoot() ? "rwx--x--x" : "rwx------"));
        }
        Path settings = dataDir.toRealPath().resolve("postgres");
        if (!Files.isDirectory(settings)) {
            Files.createDirectory(settings);
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwx------"));
        }
        return settings.toRealPath();
    }

    private static EmbeddedPostgres start(DataDirectoryLock lock, Path settings, Path fallbackParent)
            throws IOException {
        ServerHome home = ServerHome.place(settings, fallbackParent);
        Programs programs = Programs.unpacked(home);
        var server = new Server(home, programs, new ServerProcesses(home));
        server.endLeftovers();
        Credentials credentials = new Cluster(home, programs, settings.resolve("credentials")).prepare();
        int port = start(server, new KeptPort(settings.resolve("port")));
        programs.deleteOthers();
        var postgres = new EmbeddedPostgres(lock, server, credentials, port);
        postgres.watcher.start();
        return postgres;
    }

    /** Another program may take the port between our choice and the server's start. */
    private static int start(Server server, KeptPort keptPort) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = keptPort.choose();
            try {
                server.start(port);
                return port;
            } catch (EmbeddedPostgresException e) {
                server.stop();
                if (attempt == PORT_ATTEMPTS || KeptPort.isFree(port)) {
                    throw e;
                }
            }
        }
    }

    /** How a second program reaches a server that runs already; the password is not shown. */
    public record Access(String jdbcUrl, String user, String password) {
        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    /** The access to the server of a data directory, when one answers on its port: for commands beside the service. */
    public static Optional<Access> running(Path dataDir) {
        Path settings = dataDir.resolve("postgres");
        try {
            Optional<Credentials> credentials = Credentials.read(settings.resolve("credentials"));
            int port = new KeptPort(settings.resolve("port")).last();
            return credentials
                    .filter(found -> port != 0 && !KeptPort.isFree(port))
                    .map(found -> new Access(
                            "jdbc:postgresql://" + HOST + ":" + port + "/" + ROLE, ROLE, found.applicationPassword()));
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The files in " + settings + " cannot be read (" + e + ").", e);
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    public String database() {
        return ROLE;
    }

    public String user() {
        return ROLE;
    }

    /** The password of {@link #user()}; do not log it. */
    public String password() {
        return credentials.applicationPassword();
    }

    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    public String reactiveUrl() {
        return "postgresql://" + HOST + ":" + port + "/" + ROLE;
    }

    /**
     * Ends the server and waits for it; connections that are still open break. Close the connection pool first. Does
     * nothing the second time.
     */
    public synchronized void stop() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        try (lock) {
            watcher.stop();
            server.stop();
            LOG.info("PostgreSQL has ended.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL ended.", e);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL cannot be ended (" + e + ").", e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "EmbeddedPostgres[" + reactiveUrl() + "]";
    }
}
