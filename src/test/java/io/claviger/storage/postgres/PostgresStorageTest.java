package io.claviger.storage.postgres;

import io.claviger.contract.StorageContract;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

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

    @Override
    protected Storage storage() {
        return node.storage();
    }

    @Override
    protected KeyringStorage keyring() {
        return node.storage();
    }
}
