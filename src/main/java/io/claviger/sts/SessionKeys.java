package io.claviger.sts;

import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.KeyringStorage.StoredSessionKey;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The deployment's key of session tokens: made once, kept wrapped in the database, shared by all nodes. */
public final class SessionKeys {
    private final KeyringStorage storage;
    private final Keyring keyring;
    private final RandomSource random;
    private volatile @Nullable Loaded loaded;

    /** The key in use, with the id that is part of every token. */
    record Loaded(UUID id, OneTimeKeyAead.Key key) {}

    public SessionKeys(KeyringStorage storage, Keyring keyring, RandomSource random) {
        this.storage = storage;
        this.keyring = keyring;
        this.random = random;
    }

    /** Reads the key, or makes the first one. The keyring must be loaded. Fails with a BugException if it does not open. */
    public Uni<Void> load(Instant now) {
        return storage.sessionKeys()
                .flatMap(keys -> keys.isEmpty()
                        ? storage.addSessionKey(create(now))
                                .onFailure(StorageConflictException.class)
                                .recoverWithNull()
                                .flatMap(ignored -> load(now))
                        : open(keys.getFirst()));
    }

    Loaded current() {
        Loaded key = loaded;
        if (key == null) {
            throw new BugException("the key of session tokens is not loaded");
        }
        return key;
    }

    private StoredSessionKey create(Instant now) {
        UUID id = RandomUuid.next(random);
        try (SecretBytes secret = SecretBytes.owning(random.bytes(OneTimeKeyAead.KEY_BYTES))) {
            WrappedSecret wrapped = keyring.current().wrap(secret, StoredSessionKey.binding(id), random);
            return new StoredSessionKey(id, wrapped.domainKeyId(), wrapped.toBlob(), now);
        }
    }

    private Uni<Void> open(StoredSessionKey stored) {
        return keyring.find(stored.domainKeyId()).map(domainKey -> {
            WrappedSecret wrapped = WrappedSecret.parse(stored.wrapped().toByteArray())
                    .orElseThrow(() -> new BugException("the stored key of session tokens is malformed"));
            try (SecretBytes secret = domainKey.unwrap(wrapped, StoredSessionKey.binding(stored.id()))) {
                loaded = new Loaded(stored.id(), OneTimeKeyAead.Key.of(secret));
                return null;
            } catch (SealBrokenException e) {
                throw new BugException("the stored key of session tokens does not open", e);
            }
        });
    }
}
