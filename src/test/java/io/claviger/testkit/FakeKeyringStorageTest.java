package io.claviger.testkit;

import io.claviger.contract.KeyringStorageContract;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;

final class FakeKeyringStorageTest extends KeyringStorageContract {
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
