package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.testkit.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    @Test
    void currentSchemaIsLeftAlone() {
        TestDatabase database = TestDatabase.fresh();
        int before = database.query("select 1 from flyway_schema_history").size();

        assertThatNoException().isThrownBy(() -> Schema.migrate(flyway(database)));

        assertThat(database.query("select 1 from flyway_schema_history")).hasSize(before);
    }

    @Test
    void newerSchemaIsRefused() {
        TestDatabase database = TestDatabase.fresh();
        addMigration(database, true);

        assertThatThrownBy(() -> Schema.migrate(flyway(database)))
                .isInstanceOf(StartupException.class)
                .hasMessage("The database's schema (version 9999) is newer than this program: start a newer version of"
                        + " Claviger.");
    }

    @Test
    void newerSchemaWhoseMigrationFailedIsRefused() {
        TestDatabase database = TestDatabase.fresh();
        addMigration(database, false);

        assertThatThrownBy(() -> Schema.migrate(flyway(database)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("version 9999");
    }

    @Test
    void alteredMigrationIsRefused() {
        TestDatabase database = TestDatabase.fresh();
        database.execute("update flyway_schema_history set checksum = checksum + 1 where version is not null");

        assertThatThrownBy(() -> Schema.migrate(flyway(database)))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("The database cannot be reached or its schema cannot be migrated:");
    }

    @Test
    void databaseThatIsNotThereIsOneSentence() {
        TestDatabase database = TestDatabase.fresh();
        Flyway nowhere = Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:1/nowhere", database.user(), database.password())
                .load();

        assertThatThrownBy(() -> Schema.migrate(nowhere))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("The database cannot be reached or its schema cannot be migrated:")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(database.password()));
    }

    private static Flyway flyway(TestDatabase database) {
        return Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .load();
    }

    private static void addMigration(TestDatabase database, boolean success) {
        database.execute(
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) select max(installed_rank) + 1, '9999', 'from the future',"
                        + " 'SQL', 'V9999__future.sql', 1, 'somebody', 1, " + success + " from flyway_schema_history");
    }
}
