package io.claviger.testkit;

import io.claviger.storage.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * An empty, migrated database of a test's own: a schema on a PostgreSQL that all tests of this JVM share, and that ends
 * with it. Needs nothing but the class path.
 */
public final class TestDatabase {
    private final Map<?, ?> server;
    private final String schema = "test_" + UUID.randomUUID().toString().replace("-", "");

    private TestDatabase(Map<?, ?> server) {
        this.server = server;
    }

    public static TestDatabase fresh() {
        return new TestDatabase(SharedPostgres.coordinates()).created();
    }

    /** As an older program left it. */
    public static TestDatabase atVersion(String version) {
        return new TestDatabase(SharedPostgres.coordinates()).created(version);
    }

    /** On a server that the test starts and may do harm to. */
    public static TestDatabase on(EmbeddedPostgres server) {
        return new TestDatabase(SharedPostgres.coordinates(server)).created();
    }

    private TestDatabase created() {
        return created("latest");
    }

    private TestDatabase created(String version) {
        execute("create schema " + schema);
        return migrated(version);
    }

    /** Brings it to the version of this program. */
    public TestDatabase migrated() {
        return migrated("latest");
    }

    private TestDatabase migrated(String version) {
        Flyway.configure()
                .dataSource(jdbcUrl(), user(), password())
                .target(version)
                .load()
                .migrate();
        return this;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + server.get("database") + "?currentSchema=" + schema;
    }

    public String reactiveUrl() {
        return reactiveUrl(port());
    }

    /** Through a proxy that listens on this port of the same host. */
    public String reactiveUrl(int port) {
        return "postgresql://" + host() + ":" + port + "/" + server.get("database") + "?search_path=" + schema;
    }

    public String host() {
        return server.get("host").toString();
    }

    public int port() {
        return Integer.parseInt(server.get("port").toString());
    }

    public String user() {
        return server.get("user").toString();
    }

    public String password() {
        return server.get("password").toString();
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of each row. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** Removes all rows of all tables. */
    public void empty() {
        List<String> tables = query("select table_name from information_schema.tables where table_schema = '" + schema
                + "' and table_type = 'BASE TABLE' and table_name not like 'flyway%'");
        execute("truncate " + String.join(", ", tables));
    }

    /** A directory that PostgreSQL can reach, which it does under another account when we are root. */
    public static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("claviger-test-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
