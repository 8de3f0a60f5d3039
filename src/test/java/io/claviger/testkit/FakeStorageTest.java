package io.claviger.testkit;

import io.claviger.contract.StorageContract;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;

final class FakeStorageTest extends StorageContract {
    private final FakeStorage fake = new FakeStorage();

    @Override
    protected Storage storage() {
        return fake;
    }

    @Override
    protected KeyringStorage keyring() {
        return fake;
    }
}
