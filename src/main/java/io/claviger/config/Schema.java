package io.claviger.config;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** Brings the database's schema up to this program's version, and refuses one that is newer. */
final class Schema {
    private Schema() {}

    static void migrate(Flyway flyway) {
        try {
            for (MigrationInfo migration : flyway.info().all()) {
                if (isFromTheFuture(migration.getState())) {
                    throw new StartupException("The database's schema (version " + migration.getVersion()
                            + ") is newer than this program: start a newer version of Claviger.");
                }
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartupException(
                    "The database cannot be reached or its schema cannot be migrated: " + firstLine(e.getMessage()), e);
        }
    }

    private static boolean isFromTheFuture(MigrationState state) {
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("");
    }
}
