package io.claviger.testkit;

import io.claviger.storage.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;

/** The one PostgreSQL of this JVM for tests, started when first asked for and stopped with the JVM. */
public final class SharedPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private SharedPostgres() {}

    /**
     * How to reach it. Quarkus loads test classes again for each application that it starts: to have one server all the
     * same, everybody asks the class of the system class loader.
     */
    static Map<?, ?> coordinates() {
        try {
            return (Map<?, ?>) Class.forName(SharedPostgres.class.getName(), true, ClassLoader.getSystemClassLoader())
                    .getMethod("ownCoordinates")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For {@link #coordinates()} alone. */
    public static Map<String, String> ownCoordinates() {
        return coordinates(SERVER);
    }

    static Map<String, String> coordinates(EmbeddedPostgres server) {
        return Map.of(
                "host", server.host(),
                "port", String.valueOf(server.port()),
                "database", server.database(),
                "user", server.user(),
                "password", server.password());
    }

    private static EmbeddedPostgres start() {
        Path directory = TestDatabase.temporaryDirectory();
        EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("test-postgres-stop").unstarted(() -> {
                    server.stop();
                    TestDatabase.delete(directory);
                }));
        return server;
    }
}
