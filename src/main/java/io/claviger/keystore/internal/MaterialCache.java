package io.claviger.keystore.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.key.KeyMaterial;
import io.claviger.key.MaterialId;
import io.claviger.keystore.Workers;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Unwrapped material, for a bounded time and number. An entry that leaves the cache is forgotten, not wiped, because a
 * call may be using it at that moment; its copy of the key is wiped when nothing refers to it any more.
 */
final class MaterialCache {
    /** The key has no material of that id. */
    static final class NoSuchMaterialException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchMaterialException() {
            super("no such material", null, false, false);
        }
    }

    private record Id(AccountId account, KeyId key, MaterialId material) {}

    private final Storage storage;
    private final Keyring keyring;
    private final Workers workers;
    private final Cache<Id, OneTimeKeyAead.Key> cache;

    MaterialCache(Storage storage, Keyring keyring, Workers workers, int maxMaterials, Duration maxAge) {
        this.storage = storage;
        this.keyring = keyring;
        this.workers = workers;
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxMaterials)
                .expireAfterWrite(maxAge)
                .build();
    }

    /**
     * Material ready for use. Fails with {@link NoSuchMaterialException} when there is none of that id, and with
     * KeyUnavailableException when it cannot be unwrapped.
     */
    Uni<OneTimeKeyAead.Key> find(AccountId account, KeyId key, MaterialId material) {
        Id id = new Id(account, key, material);
        OneTimeKeyAead.Key known = cache.getIfPresent(id);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return storage.findMaterial(account, key, material)
                .flatMap(found -> unwrap(found.orElseThrow(() -> new NoSuchMaterialException())))
                .invoke(ready -> cache.put(id, ready));
    }

    private Uni<OneTimeKeyAead.Key> unwrap(KeyMaterial material) {
        return keyring.find(material.domainKeyId())
                .flatMap(domainKey -> workers.run(Workers.Pool.CRYPTO, () -> {
                    WrappedSecret wrapped = WrappedSecret.parse(
                                    material.wrapped().toByteArray())
                            .orElseThrow(() -> unavailable("the stored material is malformed"));
                    SecretBinding binding =
                            SecretBinding.keyMaterial(material.account(), material.keyId(), material.id());
                    try (SecretBytes secret = domainKey.unwrap(wrapped, binding)) {
                        return OneTimeKeyAead.Key.of(secret);
                    } catch (SealBrokenException e) {
                        throw unavailable("the stored material does not open");
                    }
                }));
    }

    private static KmsException unavailable(String why) {
        return new KmsException(
                ErrorCode.KEY_UNAVAILABLE,
                "The key material is not available at this time. The request can be retried.",
                new IllegalStateException(why));
    }
}
