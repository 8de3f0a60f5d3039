package io.claviger.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a Quarkus test a real PostgreSQL: {@code @WithTestResource(PostgresResource.class)}. Each start of the
 * application gets an empty, migrated database; test classes that share an application share it, so use accounts of
 * your own there.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        TestDatabase database = TestDatabase.fresh();
        return Map.of(
                "quarkus.datasource.reactive.url", database.reactiveUrl(),
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password());
    }

    /** The server is shared and ends with the JVM. */
    @Override
    public void stop() {}
}
