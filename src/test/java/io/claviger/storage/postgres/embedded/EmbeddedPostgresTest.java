package io.claviger.storage.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Most tests start and stop one database, so that it is made only once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int NOBODY = 65534;
    private static final int SOCKET_DIRECTORY_LINE = 4;

    private Path root;
    private Path shared;
    private @Nullable EmbeddedPostgres postgres;

    @BeforeAll
    void makeDatabase(@TempDir Path temporary) throws IOException, SQLException {
        root = temporary.toRealPath();
        // as PostgreSQL's account must pass through, if we are root
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        shared = root.resolve("Schlüssel & 鍵 dir");
        try (var first = EmbeddedPostgres.start(shared)) {
            execute(first, "CREATE TABLE kept (word text)");
        }
    }

    @BeforeEach
    void stopped() {
        postgres = null;
    }

    @AfterEach
    void stop() {
        if (postgres != null) {
            postgres.stop();
        }
    }

    @Test
    void applicationOwnsItsDatabaseWithoutBeingSuperuser() throws SQLException {
        postgres = EmbeddedPostgres.start(shared);

        assertThat(query(postgres, "SELECT current_database()")).isEqualTo("claviger");
        assertThat(query(postgres, "SELECT current_user")).isEqualTo("claviger");
        assertThat(query(
                        postgres, "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = user"))
                .isEqualTo("f");
        assertThat(query(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'claviger'"))
                .isEqualTo("claviger");
    }

    @Test
    void serverIsDurableLocalAndOfTheVersionNamed() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start(shared);

        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums")) {
            assertThat(query(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
        }
        assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(pidFile().get(SOCKET_DIRECTORY_LINE)).isEmpty();
        assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(query(postgres, "SELECT datlocprovider FROM pg_database WHERE datname = 'claviger'"))
                .isEqualTo("b");
        assertThat(EmbeddedPostgres.VERSION).startsWith(query(postgres, "SHOW server_version") + ".");
    }

    @Test
    void wrongPasswordIsRefused() {
        postgres = EmbeddedPostgres.start(shared);

        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void passwordsLieInAPrivateFileAndAreNotPrinted() throws IOException {
        postgres = EmbeddedPostgres.start(shared);
        Path file = shared.resolve("postgres/credentials");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file)).contains(postgres.password());
        assertThat(postgres.toString())
                .isEqualTo("EmbeddedPostgres[postgresql://127.0.0.1:" + postgres.port() + "/claviger]");
        assertThat(new Credentials("a", "b").toString()).isEqualTo("Credentials[secret]");
    }

    @Test
    void restartKeepsDataAndPort() throws SQLException {
        postgres = EmbeddedPostgres.start(shared);
        int port = postgres.port();
        execute(postgres, "INSERT INTO kept VALUES ('restart')");
        postgres.stop();

        postgres = EmbeddedPostgres.start(shared);

        assertThat(postgres.port()).isEqualTo(port);
        assertThat(count(postgres, "restart")).isEqualTo("1");
    }

    @Test
    void takenPortIsReplaced() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start(shared);
        int port = postgres.port();
        postgres.stop();

        try (var taker = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            postgres = EmbeddedPostgres.start(shared);

            assertThat(postgres.port()).isNotEqualTo(taker.getLocalPort());
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void stopEndsTheServerAndMayBeRepeated() throws IOException {
        postgres = EmbeddedPostgres.start(shared);
        ProcessHandle postmaster = postmaster();

        postgres.stop();
        postgres.stop();

        assertThat(runs(postmaster)).isFalse();
        assertThat(shared.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void secondStartIsRefusedInThisProcessAndInAnother() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start(shared);

        assertThatThrownBy(() -> EmbeddedPostgres.start(shared))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageStartingWith("Another Claviger uses the data directory " + shared.toRealPath());
        try (var second = ServiceProcess.start(shared)) {
            assertThat(second.firstLine()).startsWith("REFUSED Another Claviger uses the data directory");
        }
        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void serverLeftByAKilledServiceIsReplaced() throws IOException, SQLException, InterruptedException {
        ServiceProcess killed = ServiceProcess.start(shared);
        execute(killed.jdbcUrl(), killed.password(), "INSERT INTO kept VALUES ('service killed')");
        ProcessHandle leftover = postmaster();
        killed.kill();
        assertThat(runs(leftover)).isTrue();

        postgres = EmbeddedPostgres.start(shared);

        assertThat(runs(leftover)).isFalse();
        assertThat(count(postgres, "service killed")).isEqualTo("1");
    }

    @Test
    void serviceAndServerKilledLoseNothing() throws IOException, SQLException, InterruptedException {
        ServiceProcess killed = ServiceProcess.start(shared);
        execute(killed.jdbcUrl(), killed.password(), "INSERT INTO kept VALUES ('both killed')");
        ProcessHandle postmaster = postmaster();
        killed.kill();
        postmaster.destroyForcibly();

        postgres = EmbeddedPostgres.start(shared);

        assertThat(count(postgres, "both killed")).isEqualTo("1");
    }

    @Test
    void pidFileThatNamesAnotherProcessIsNoHindrance() throws IOException, SQLException {
        Path pidFile = shared.resolve("postgres/data/postmaster.pid");
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(pidFile, other.pid() + "\n" + shared.resolve("postgres/data") + "\n");

            postgres = EmbeddedPostgres.start(shared);

            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void emptyPidFileIsNoHindrance() throws IOException, SQLException {
        Files.writeString(shared.resolve("postgres/data/postmaster.pid"), "");

        postgres = EmbeddedPostgres.start(shared);

        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void serverThatDiesIsStartedAgainOnItsPort() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start(shared);
        execute(postgres, "INSERT INTO kept VALUES ('server killed')");
        ProcessHandle first = postmaster();

        first.destroyForcibly();

        awaitAnswer(postgres, first);
        assertThat(count(postgres, "server killed")).isEqualTo("1");
        assertThat(postmaster().pid()).isNotEqualTo(first.pid());
    }

    @Test
    void lostPasswordsAreRenewed() throws IOException, SQLException {
        Files.delete(shared.resolve("postgres/credentials"));

        postgres = EmbeddedPostgres.start(shared);

        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void serverInheritsNothingOfOurEnvironment() throws IOException {
        postgres = EmbeddedPostgres.start(shared);
        Path environment = Path.of("/proc", Long.toString(postmaster().pid()), "environ");
        assumeTrue(Files.isReadable(environment), "needs /proc");

        List<String> names = Stream.of(Files.readString(environment).split("\0", -1))
                .map(variable -> variable.replaceFirst("=.*", ""))
                .filter(name -> !name.isEmpty())
                .toList();

        assertThat(names)
                .isNotEmpty()
                .isSubsetOf(
                        "PATH", "LC_ALL", "TZ", "PWD", "SHLVL", "_", "PG_GRANDPARENT_PID", "PGDATA", "PGSYSCONFDIR");
    }

    @Test
    void longLogIsPutAside() throws IOException {
        Path log = shared.resolve("postgres/log/postgres.log");
        Files.write(log, new byte[(int) ServerLog.LIMIT_BYTES + 1]);

        postgres = EmbeddedPostgres.start(shared);

        assertThat(Files.size(log)).isLessThan(ServerLog.LIMIT_BYTES);
        assertThat(log.resolveSibling("postgres.log.1")).hasSize(ServerLog.LIMIT_BYTES + 1);
    }

    @Test
    void halfMadeDatabaseIsMadeAnew() throws IOException, SQLException {
        Path dataDir = freshDirectoryWithPrograms("half");
        Path partial = Files.createDirectories(dataDir.resolve("postgres/data.partial/base/1"));
        Files.writeString(partial.resolveSibling("PG_VERSION"), "18\n");
        Files.createDirectories(dataDir.resolve("postgres/bin-1.0.0.partial/bin"));

        postgres = EmbeddedPostgres.start(dataDir);

        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        assertThat(dataDir.resolve("postgres/data.partial")).doesNotExist();
        assertThat(dataDir.resolve("postgres/bin-1.0.0.partial")).doesNotExist();
    }

    @Test
    void databaseOfAnotherMajorVersionIsLeftAlone() throws IOException {
        Path dataDir = freshDirectoryWithPrograms("old");
        Path data = Files.createDirectories(dataDir.resolve("postgres/data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("is of PostgreSQL version 17, this Claviger brings version 18");
        assertThat(data.resolve("PG_VERSION")).hasContent("17");
    }

    @Test
    void pathThatAShellWouldChangeIsRefused() {
        Path dataDir = root.resolve("a$HOME");

        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("without quotes, dollar signs");
    }

    @Test
    void ordinaryUserNeedsNoSwitch() throws IOException, SQLException {
        assumeRoot();
        Path dataDir = freshDirectoryWithPrograms("ordinary");
        FileTree.give(dataDir, new ServerUser(NOBODY, NOBODY, false));

        try (var service = ServiceProcess.startAs(NOBODY, dataDir, root.resolve("classes"))) {
            execute(service.jdbcUrl(), service.password(), "CREATE TABLE t (word text)");

            assertThat(ServerUser.ownerOf(dataDir.resolve("postgres/data"), false)
                            .uid())
                    .isEqualTo(NOBODY);
        }
        // and root goes on with the account that the data belongs to
        postgres = EmbeddedPostgres.start(dataDir);

        assertThat(query(postgres, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void rootFindsAnotherPlaceWhenTheDataDirectoryCannotBeReached() throws IOException, SQLException {
        assumeRoot();
        Path dataDir = Files.createDirectories(closedDirectory("closed").resolve("data"));
        Path elsewhere = reachableDirectory("elsewhere");

        postgres = EmbeddedPostgres.start(dataDir, elsewhere);
        execute(postgres, "CREATE TABLE t (word text)");
        postgres.stop();
        Path pointer = dataDir.resolve("postgres/location");
        Path home = Path.of(Files.readString(pointer).strip());
        postgres = EmbeddedPostgres.start(dataDir, elsewhere);

        assertThat(query(postgres, "SELECT count(*) FROM t")).isEqualTo("0");
        assertThat(home.getParent()).isEqualTo(elsewhere.toRealPath());
        assertThat(Files.readString(pointer).strip()).isEqualTo(home.toString());
        assertThat(dataDir.resolve("postgres/data")).doesNotExist();
    }

    @Test
    void databaseThatIsGoneIsNotReplacedByAnEmptyOne() throws IOException {
        assumeRoot();
        Path dataDir = closedDirectory("orphaned");
        Files.createDirectories(dataDir.resolve("postgres"));
        Files.writeString(dataDir.resolve("postgres/location"), root.resolve("gone") + "\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir, reachableDirectory("unused")))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("which is gone or cannot be reached");
    }

    @Test
    void rootWithoutAnyPlaceIsToldWhatToDo() throws IOException {
        assumeRoot();
        Path closed = closedDirectory("nowhere");

        assertThatThrownBy(() -> EmbeddedPostgres.start(closed.resolve("data"), closed))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("start Claviger as an ordinary user, or choose a data directory");
    }

    private static void assumeRoot() throws IOException {
        assumeTrue(ServerUser.isRoot(), "only root can switch users");
    }

    private Path reachableDirectory(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    private Path closedDirectory(String name) throws IOException {
        Path directory = reachableDirectory(name);
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Spares the test the unpacking. */
    private Path freshDirectoryWithPrograms(String name) throws IOException {
        Path dataDir = reachableDirectory(name);
        Path programs = shared.resolve("postgres/bin-" + EmbeddedPostgres.VERSION);
        Path target = Files.createDirectory(dataDir.resolve("postgres")).resolve(programs.getFileName());
        try (Stream<Path> files = Files.walk(programs)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(programs.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectory(copy);
                } else {
                    Files.createLink(copy, file);
                }
            }
        }
        return dataDir;
    }

    private List<String> pidFile() throws IOException {
        return Files.readAllLines(shared.resolve("postgres/data/postmaster.pid"));
    }

    private ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(Long.parseLong(pidFile().getFirst())).orElseThrow();
    }

    /** A process that is dead but not buried yet does not run, though it is alive to {@link ProcessHandle}. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().isPresent();
    }

    private static void awaitAnswer(EmbeddedPostgres postgres, ProcessHandle deadServer) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                if (!runs(deadServer)) {
                    query(postgres, "SELECT 1");
                    return;
                }
            } catch (SQLException e) {
                // not yet
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("PostgreSQL did not come back within " + LIMIT);
    }

    private static String count(EmbeddedPostgres postgres, String word) throws SQLException {
        return query(postgres, "SELECT count(*) FROM kept WHERE word = '" + word + "'");
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        execute(postgres.jdbcUrl(), postgres.password(), sql);
    }

    private static void execute(String jdbcUrl, String password, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, "claviger", password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
