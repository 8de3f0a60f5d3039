package io.claviger.rootkey;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The domain keys, unwrapped and ready for use in this process. They are few; each is unwrapped by the root key once.
 * Thread-safe.
 */
public final class Keyring {
    private final KeyringStorage storage;
    private final OneTimeKeyAead aead;
    private final RandomSource random;
    private final Map<UUID, DomainKey> unwrapped = new ConcurrentHashMap<>();
    private volatile @Nullable HeldRootKey rootKey;
    private volatile @Nullable DomainKey current;

    public Keyring(KeyringStorage storage, OneTimeKeyAead aead, RandomSource random) {
        this.storage = storage;
        this.aead = aead;
        this.random = random;
    }

    /** The id of the root key that the next domain key is wrapped under. */
    public String rootKeyId() {
        return held().rootKey().rootKeyId();
    }

    /** The ids of the root keys that this node can use. */
    public Set<String> knownRootKeyIds() {
        return held().rootKey().knownIds();
    }

    /** Uses these root keys from now on, and closes the former ones when the last call on them has ended. */
    public synchronized void use(RootKey newRootKey) {
        HeldRootKey former = rootKey;
        rootKey = new HeldRootKey(newRootKey);
        if (former != null) {
            former.replaced();
        }
    }

    private HeldRootKey held() {
        HeldRootKey used = rootKey;
        if (used == null) {
            throw new BugException("the keyring has no root key");
        }
        return used;
    }

    private <T> Uni<T> withRootKey(Function<RootKey, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            HeldRootKey used = held();
            while (!used.begin()) {
                // replaced just now, so there is another one
                used = held();
            }
            RootKey usable = used.rootKey();
            return Uni.createFrom()
                    .deferred(() -> work.apply(usable))
                    .onTermination()
                    .invoke(used::end);
        });
    }

    /**
     * Unwraps the stored domain keys, or makes the first one. Fails with a {@link RootKeyException} when the root key
     * does not open the current one.
     */
    public Uni<Void> load(Instant now) {
        return storage.domainKeys().flatMap(stored -> {
            Optional<StoredDomainKey> newest =
                    stored.stream().filter(StoredDomainKey::current).findFirst();
            return newest.isPresent()
                    ? unwrap(newest.get()).invoke(key -> current = key).replaceWithVoid()
                    : rotate(null, now)
                            .onFailure(StorageConflictException.class)
                            .recoverWithUni(other -> load(now));
        });
    }

    /** The domain key that new secrets are wrapped under. */
    public DomainKey current() {
        DomainKey key = current;
        if (key == null) {
            throw new BugException("the keyring is not loaded");
        }
        return key;
    }

    /** The id of the current domain key, absent before {@link #load}. */
    public Optional<UUID> currentId() {
        return Optional.ofNullable(current).map(DomainKey::id);
    }

    /**
     * A domain key, from the database when another node made it. Fails with KeyUnavailableException when there is no
     * such key or the root key does not open it.
     */
    public Uni<DomainKey> find(UUID id) {
        DomainKey known = unwrapped.get(id);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return storage.domainKeys()
                .flatMap(stored -> stored.stream()
                        .filter(key -> key.id().equals(id))
                        .findFirst()
                        .map(this::unwrap)
                        .orElseThrow(() -> unavailable(null)))
                .onFailure(RootKeyException.class)
                .transform(Keyring::unavailable);
    }

    /**
     * Makes a new domain key under the root key and uses it for new secrets. Conflicts when another node was quicker.
     *
     * @param replaced the domain key that is current now
     */
    public Uni<Void> rotate(@Nullable UUID replaced, Instant now) {
        UUID id = RandomUuid.next(random);
        SecretBytes secret = SecretBytes.owning(random.bytes(OneTimeKeyAead.KEY_BYTES));
        DomainKey key = new DomainKey(id, secret, aead);
        return withRootKey(root -> root.wrap(secret, aad(id))
                        .map(wrapped -> new StoredDomainKey(id, root.rootKeyId(), Blob.owning(wrapped), true, now)))
                .eventually(secret::close)
                .flatMap(stored -> storage.addDomainKey(stored, replaced))
                .onFailure()
                .invoke(key::close)
                .invoke(() -> {
                    unwrapped.put(id, key);
                    current = key;
                });
    }

    private Uni<DomainKey> unwrap(StoredDomainKey stored) {
        DomainKey known = unwrapped.get(stored.id());
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return withRootKey(
                        root -> root.unwrap(stored.rootKeyId(), stored.wrapped().toByteArray(), aad(stored.id())))
                .map(secret -> {
                    try (secret) {
                        return unwrapped.computeIfAbsent(stored.id(), id -> new DomainKey(id, secret, aead));
                    }
                });
    }

    private static byte[] aad(UUID id) {
        return SecretBinding.domainKey(id).bytes();
    }

    private static KmsException unavailable(@Nullable Throwable cause) {
        String text = "The key material is not available at this time. The request can be retried.";
        return cause == null
                ? new KmsException(ErrorCode.KEY_UNAVAILABLE, text)
                : new KmsException(ErrorCode.KEY_UNAVAILABLE, text, cause);
    }
}
