package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded server is tested in {@code storage.postgres.embedded}; here a database is always configured. */
final class DatabaseSettingsTest {
    private static final String JDBC = "quarkus.datasource.jdbc.url";
    private static final String REACTIVE = "quarkus.datasource.reactive.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";
    private static final String DATA_DIR = "claviger.data-dir";

    private final Map<String, String> before = new HashMap<>();

    @BeforeEach
    void clear() {
        for (String name : new String[] {JDBC, REACTIVE, USER, PASSWORD, DATA_DIR}) {
            before.put(name, System.getProperty(name));
            System.clearProperty(name);
        }
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example:5432/claviger, postgresql://db.example:5432/claviger",
        "jdbc:postgresql://db.example/claviger?sslmode=verify-full, postgresql://db.example/claviger?sslmode=verify-full"
    })
    void reactiveUrlFollowsTheJdbcUrl(String jdbc, String reactive) {
        System.setProperty(JDBC, jdbc);

        DatabaseSettings.prepare();

        assertThat(System.getProperty(REACTIVE)).isEqualTo(reactive);
        assertThat(System.getProperty(JDBC)).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example:5432/claviger, jdbc:postgresql://db.example:5432/claviger",
        "vertx-reactive:postgresql://db.example:5432/claviger, jdbc:postgresql://db.example:5432/claviger"
    })
    void jdbcUrlFollowsTheReactiveUrl(String reactive, String jdbc) {
        System.setProperty(REACTIVE, reactive);

        DatabaseSettings.prepare();

        assertThat(System.getProperty(JDBC)).isEqualTo(jdbc);
        assertThat(System.getProperty(REACTIVE)).isEqualTo(reactive);
    }

    @Test
    void bothUrlsAreLeftAlone() {
        System.setProperty(JDBC, "jdbc:postgresql://one/claviger");
        System.setProperty(REACTIVE, "postgresql://two/claviger");

        DatabaseSettings.prepare();

        assertThat(System.getProperty(JDBC)).isEqualTo("jdbc:postgresql://one/claviger");
        assertThat(System.getProperty(REACTIVE)).isEqualTo("postgresql://two/claviger");
    }

    @Test
    void commandsReachTheConfiguredDatabase() {
        System.setProperty(REACTIVE, "postgresql://db.example:5432/claviger");
        System.setProperty(USER, "somebody");
        System.setProperty(PASSWORD, "a password");

        DatabaseSettings.Jdbc jdbc = DatabaseSettings.jdbc(DatabaseSettings.settings());

        assertThat(jdbc.url()).isEqualTo("jdbc:postgresql://db.example:5432/claviger");
        assertThat(jdbc.user()).isEqualTo("somebody");
        assertThat(jdbc.password()).isEqualTo("a password");
        assertThat(jdbc.toString()).doesNotContain("a password");
    }

    @Test
    void dataDirectoryIsAbsolute() {
        assertThat(DatabaseSettings.dataDir(DatabaseSettings.settings()))
                .isEqualTo(Path.of("data").toAbsolutePath());

        System.setProperty(DATA_DIR, "elsewhere/../other");

        assertThat(DatabaseSettings.dataDir(DatabaseSettings.settings()))
                .isEqualTo(Path.of("other").toAbsolutePath());
    }
}
