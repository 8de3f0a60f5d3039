package io.claviger.config;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.BlockSigner;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The deployment's audit key: made once, kept wrapped in the database, shared by all nodes. */
final class AuditKeys {
    private static final String ALGORITHM = "Ed25519";

    private final KeyringStorage storage;
    private final Keyring keyring;
    private final RandomSource random;
    private final Provider provider;
    private volatile @Nullable BlockSigner signer;
    private volatile @Nullable AuditPublicKey publicKey;

    AuditKeys(KeyringStorage storage, Keyring keyring, RandomSource random, Provider provider) {
        this.storage = storage;
        this.keyring = keyring;
        this.random = random;
        this.provider = provider;
    }

    /** Reads the audit key, or makes the first one. The keyring must be loaded. */
    Uni<Void> load(Instant now) {
        return storage.auditKeys()
                .flatMap(keys -> keys.isEmpty()
                        ? storage.addAuditKey(create(now))
                                .onFailure(StorageConflictException.class)
                                .recoverWithNull()
                                .flatMap(ignored -> load(now))
                        : open(keys.getFirst()));
    }

    BlockSigner signer() {
        BlockSigner loaded = signer;
        if (loaded == null) {
            throw new BugException("the audit key is not loaded");
        }
        return loaded;
    }

    AuditPublicKey publicKey() {
        AuditPublicKey loaded = publicKey;
        if (loaded == null) {
            throw new BugException("the audit key is not loaded");
        }
        return loaded;
    }

    private StoredAuditKey create(Instant now) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM, provider).generateKeyPair();
            AuditPublicKey spki = AuditPublicKey.ofSpki(pair.getPublic().getEncoded());
            String id = spki.id().hex();
            try (SecretBytes secret = SecretBytes.owning(pair.getPrivate().getEncoded())) {
                WrappedSecret wrapped = keyring.current().wrap(secret, StoredAuditKey.binding(id), random);
                return new StoredAuditKey(id, Blob.owning(spki.toSpki()), wrapped.domainKeyId(), wrapped.toBlob(), now);
            }
        } catch (GeneralSecurityException e) {
            throw new BugException("no Ed25519 key can be made", e);
        }
    }

    private Uni<Void> open(StoredAuditKey stored) {
        Uni<DomainKey> found = keyring.find(stored.domainKeyId())
                .onFailure(KmsException.class)
                .transform(unavailable -> new StartupException("The stored audit key does not open.", unavailable));
        return found.map(domainKey -> {
            WrappedSecret wrapped = WrappedSecret.parse(
                            stored.wrappedPrivateKey().toByteArray())
                    .orElseThrow(() -> new StartupException("The stored audit key is malformed."));
            try (SecretBytes secret = domainKey.unwrap(wrapped, StoredAuditKey.binding(stored.id()))) {
                AuditPublicKey spki = AuditPublicKey.ofSpki(stored.publicKey().toByteArray());
                signer = new BlockSigner(privateKey(secret), spki, provider);
                publicKey = spki;
                return null;
            } catch (SealBrokenException e) {
                throw new StartupException("The stored audit key does not open.", e);
            }
        });
    }

    private PrivateKey privateKey(SecretBytes pkcs8) {
        byte[] encoded = pkcs8.reveal();
        try {
            return KeyFactory.getInstance(ALGORITHM, provider).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new StartupException("The stored audit key is not an Ed25519 key.", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
