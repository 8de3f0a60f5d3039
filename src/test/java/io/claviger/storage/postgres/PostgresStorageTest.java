package io.claviger.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.contract.StorageContract;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.testkit.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresStorageTest extends StorageContract {
    private static TestDatabase database;
    private static PostgresNode node;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        node = PostgresNode.connect(database);
    }

    @AfterAll
    static void disconnect() {
        node.close();
    }

    @AfterEach
    void empty() {
        database.empty();
    }

    /** A node looks for them at its first use, and now and then. */
    @Test
    void whatIsOverIsRemovedInTheEndAndNothingElse() {
        try (PostgresNode other = PostgresNode.connect(database)) {
            database.execute("insert into single_use (namespace, id, until) values"
                    + " ('n', 'old', current_timestamp - interval '2 hours'),"
                    + " ('n', 'recent', current_timestamp - interval '1 minute'),"
                    + " ('n', 'valid', current_timestamp + interval '1 minute')");

            assertThat(await(other.storage().useOnce("n", "new", Instant.parse("2100-01-01T00:00:00Z"))))
                    .isTrue();

            assertThat(database.query("select id from single_use order by id"))
                    .containsExactly("new", "recent", "valid");
        }
    }

    @Override
    protected Storage storage() {
        return node.storage();
    }

    @Override
    protected KeyringStorage keyring() {
        return node.storage();
    }
}
