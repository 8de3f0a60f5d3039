package io.claviger.iam.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.authn.Caller;
import io.claviger.authn.Credential;
import io.claviger.authn.CredentialSource;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.iam.AccessKey;
import io.claviger.iam.EntityKind;
import io.claviger.iam.User;
import io.claviger.keystore.Workers;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** Access keys from the database. The unwrapped secret is kept for a bounded time beside the row that it came from. */
public final class StoredCredentials implements CredentialSource {
    private final Storage storage;
    private final Keyring keyring;
    private final Workers workers;
    private final Cache<AccessKey, SecretBytes> unwrapped;

    public StoredCredentials(Storage storage, Keyring keyring, Workers workers, int maxCredentials, Duration maxAge) {
        this.storage = storage;
        this.keyring = keyring;
        this.workers = workers;
        this.unwrapped = Caffeine.newBuilder()
                .maximumSize(maxCredentials)
                .expireAfterWrite(maxAge)
                .build();
    }

    @Override
    public Uni<Optional<Credential>> find(String accessKeyId) {
        return storage.findAccessKey(accessKeyId).flatMap(found -> {
            if (found.isEmpty() || !found.get().active()) {
                return Uni.createFrom().item(Optional.empty());
            }
            AccessKey key = found.get();
            return principal(key)
                    .flatMap(principal -> principal.isEmpty()
                            ? Uni.createFrom().item(Optional.empty())
                            : secret(key)
                                    .map(secret -> Optional.of(new Credential(key.id(), secret, principal.get()))));
        });
    }

    private Uni<SecretBytes> secret(AccessKey key) {
        SecretBytes known = unwrapped.getIfPresent(key);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return keyring.find(key.domainKeyId())
                .flatMap(domainKey -> workers.run(Workers.Pool.CRYPTO, () -> open(domainKey, key)))
                .invoke(secret -> unwrapped.put(key, secret));
    }

    /** Empty for the key of a user that is gone, or that its identity provider says may do nothing. */
    private Uni<Optional<Caller.Principal>> principal(AccessKey key) {
        if (key.userUniqueId() == null) {
            return Uni.createFrom().item(Optional.of(new Caller.Root(key.account())));
        }
        return storage.findEntity(EntityKind.USER, key.account(), key.userUniqueId())
                .map(found -> found.filter(User::isEnabled).map(user -> Caller.User.of(user)));
    }

    private static SecretBytes open(DomainKey domainKey, AccessKey key) {
        WrappedSecret wrapped = WrappedSecret.parse(key.wrappedSecret().toByteArray())
                .orElseThrow(() -> new BugException("the secret of access key " + key.id() + " is malformed"));
        try {
            return domainKey.unwrap(wrapped, SecretBinding.accessKeySecret(key.account(), key.id()));
        } catch (SealBrokenException e) {
            throw new BugException("the secret of access key " + key.id() + " does not open", e);
        }
    }
}
