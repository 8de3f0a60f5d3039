package io.claviger.config;

import io.claviger.storage.postgres.embedded.EmbeddedPostgres;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database that the service is to use, settled before Quarkus starts: the configured one, or an embedded PostgreSQL
 * in the data directory. Quarkus is told by system properties.
 */
final class DatabaseSettings {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    private static volatile @Nullable EmbeddedPostgres embedded;

    private DatabaseSettings() {}

    /** Starts the embedded PostgreSQL when no database is configured. */
    static void prepare() {
        SmallRyeConfig config = settings();
        Optional<String> jdbc = config.getOptionalValue(JDBC_URL, String.class);
        Optional<String> reactive = config.getOptionalValue(REACTIVE_URL, String.class);
        if (jdbc.isPresent() || reactive.isPresent()) {
            configured(jdbc, reactive);
        } else {
            embedded(config);
        }
    }

    /** Stops the embedded PostgreSQL, if there is one. */
    static void release() {
        EmbeddedPostgres postgres = embedded;
        if (postgres != null) {
            postgres.stop();
            for (String property : new String[] {JDBC_URL, REACTIVE_URL, USER, PASSWORD}) {
                System.clearProperty(property);
            }
            embedded = null;
        }
    }

    /** The same sources as Quarkus reads later, as far as they are there before it starts. */
    static SmallRyeConfig settings() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
        Path file = Path.of("config", "application.properties");
        if (Files.exists(file)) {
            try {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), 260));
            } catch (IOException e) {
                throw new StartupException("The file " + file + " cannot be read.", e);
            }
        }
        return builder.build();
    }

    static Path dataDir(SmallRyeConfig config) {
        return Path.of(config.getOptionalValue("claviger.data-dir", String.class)
                        .orElse("data"))
                .toAbsolutePath()
                .normalize();
    }

    /** How a command reaches the database. */
    record Jdbc(String url, String user, String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    /** The configured database, or the embedded one; that one is started when no service runs it. */
    static Jdbc jdbc(SmallRyeConfig config) {
        boolean isConfigured = config.getOptionalValue(JDBC_URL, String.class).isPresent()
                || config.getOptionalValue(REACTIVE_URL, String.class).isPresent();
        Optional<EmbeddedPostgres.Access> running =
                isConfigured ? Optional.empty() : EmbeddedPostgres.running(dataDir(config));
        if (running.isPresent()) {
            return new Jdbc(
                    running.get().jdbcUrl(), running.get().user(), running.get().password());
        }
        prepare();
        return new Jdbc(setting(config, JDBC_URL), setting(config, USER), setting(config, PASSWORD));
    }

    private static String setting(SmallRyeConfig config, String name) {
        String set = System.getProperty(name);
        return set == null ? config.getOptionalValue(name, String.class).orElse("") : set;
    }

    private static void configured(Optional<String> jdbc, Optional<String> reactive) {
        // one of the two is enough: migrations use JDBC, requests the reactive driver
        if (reactive.isEmpty()) {
            System.setProperty(REACTIVE_URL, jdbc.orElseThrow().substring("jdbc:".length()));
        } else if (jdbc.isEmpty()) {
            System.setProperty(JDBC_URL, "jdbc:" + reactive.get().replaceFirst("^vertx-reactive:", ""));
        }
    }

    private static void embedded(SmallRyeConfig config) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir(config));
        embedded = postgres;
        System.setProperty(JDBC_URL, postgres.jdbcUrl());
        System.setProperty(REACTIVE_URL, postgres.reactiveUrl());
        System.setProperty(USER, postgres.user());
        System.setProperty(PASSWORD, postgres.password());
    }
}
