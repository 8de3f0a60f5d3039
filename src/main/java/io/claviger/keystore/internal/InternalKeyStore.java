package io.claviger.keystore.internal;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.CiphertextHeader;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KeySpec;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.keystore.KeyStore;
import io.claviger.keystore.Workers;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** Symmetric material, wrapped at rest under a domain key, used on the crypto pool. */
public final class InternalKeyStore implements KeyStore {
    private final Workers workers;
    private final Keyring keyring;
    private final OneTimeKeyAead aead;
    private final RandomSource random;
    private final MaterialCache materials;

    /**
     * A key store over the given database.
     *
     * @param maxMaterials how many unwrapped materials are kept
     * @param maxAge how long an unwrapped material is kept
     */
    public InternalKeyStore(
            Storage storage,
            Workers workers,
            Keyring keyring,
            OneTimeKeyAead aead,
            RandomSource random,
            int maxMaterials,
            Duration maxAge) {
        this.workers = workers;
        this.keyring = keyring;
        this.aead = aead;
        this.random = random;
        this.materials = new MaterialCache(storage, keyring, workers, maxMaterials, maxAge);
    }

    @Override
    public Uni<KeyMaterial> generate(AccountId account, KeyId key, KeySpec spec, Instant now) {
        if (!spec.isSymmetricEncryption()) {
            throw new BugException("no material of spec " + spec + " can be made here");
        }
        return workers.run(Workers.Pool.KEYGEN, () -> {
            MaterialId id = new MaterialId(HexFormat.of().formatHex(random.bytes(32)));
            try (SecretBytes secret = SecretBytes.owning(random.bytes(OneTimeKeyAead.KEY_BYTES))) {
                WrappedSecret wrapped =
                        keyring.current().wrap(secret, SecretBinding.keyMaterial(account, key, id), random);
                return new KeyMaterial(account, key, id, wrapped.domainKeyId(), wrapped.toBlob(), now);
            }
        });
    }

    @Override
    public Uni<Encrypted> encrypt(KmsKey key, SecretBytes plaintext, EncryptionContext context) {
        MaterialId material = currentMaterial(key);
        return materials
                .find(key.account(), key.id(), material)
                .flatMap(ready -> workers.run(
                        Workers.Pool.CRYPTO,
                        () -> seal(key, material, ready, CiphertextHeader.Maker.ENCRYPT, plaintext, context)));
    }

    @Override
    public Uni<SecretBytes> decrypt(KmsKey key, CiphertextEnvelope envelope, EncryptionContext context) {
        return opening(key, envelope)
                .flatMap(ready -> workers.run(Workers.Pool.CRYPTO, () -> open(ready, envelope, context)));
    }

    @Override
    public Uni<DataKey> generateDataKey(KmsKey key, int lengthBytes, EncryptionContext context) {
        MaterialId material = currentMaterial(key);
        return materials
                .find(key.account(), key.id(), material)
                .flatMap(ready -> workers.run(Workers.Pool.CRYPTO, () -> {
                    SecretBytes plaintext = SecretBytes.owning(random.bytes(lengthBytes));
                    Encrypted encrypted =
                            seal(key, material, ready, CiphertextHeader.Maker.DATA_KEY, plaintext, context);
                    return new DataKey(plaintext, encrypted.ciphertext(), material);
                }));
    }

    @Override
    public Uni<Encrypted> reEncrypt(
            KmsKey source,
            CiphertextEnvelope envelope,
            EncryptionContext sourceContext,
            KmsKey destination,
            EncryptionContext destinationContext) {
        MaterialId material = currentMaterial(destination);
        return opening(source, envelope)
                .flatMap(opener -> materials
                        .find(destination.account(), destination.id(), material)
                        .flatMap(sealer -> workers.run(Workers.Pool.CRYPTO, () -> {
                            try (SecretBytes plaintext = open(opener, envelope, sourceContext)) {
                                return seal(
                                        destination,
                                        material,
                                        sealer,
                                        CiphertextHeader.Maker.ENCRYPT,
                                        plaintext,
                                        destinationContext);
                            }
                        })));
    }

    @Override
    public Uni<SecretBytes> random(int lengthBytes) {
        return workers.run(Workers.Pool.CRYPTO, () -> SecretBytes.owning(random.bytes(lengthBytes)));
    }

    private Encrypted seal(
            KmsKey key,
            MaterialId material,
            OneTimeKeyAead.Key ready,
            CiphertextHeader.Maker maker,
            SecretBytes plaintext,
            EncryptionContext context) {
        CiphertextHeader header = new CiphertextHeader(maker, key.account(), key.region(), key.id(), material);
        byte[] sealed = aead.seal(ready, header.aad(context), plaintext, random);
        return new Encrypted(new CiphertextEnvelope(header, Blob.owning(sealed)).toBlob(), material);
    }

    private SecretBytes open(OneTimeKeyAead.Key ready, CiphertextEnvelope envelope, EncryptionContext context) {
        try {
            return aead.open(
                    ready, envelope.header().aad(context), envelope.sealed().toByteArray());
        } catch (SealBrokenException e) {
            throw new KmsException(ErrorCode.INVALID_CIPHERTEXT);
        }
    }

    /** A header may name any material: one that this key does not have is as invalid as an altered ciphertext. */
    private Uni<OneTimeKeyAead.Key> opening(KmsKey key, CiphertextEnvelope envelope) {
        CiphertextHeader header = envelope.header();
        if (!header.account().equals(key.account()) || !header.keyId().equals(key.id())) {
            // the region may differ: related multi-Region keys open each other's ciphertexts
            return Uni.createFrom().failure(() -> new KmsException(ErrorCode.INVALID_CIPHERTEXT));
        }
        return materials
                .find(key.account(), key.id(), header.materialId())
                .onFailure(MaterialCache.NoSuchMaterialException.class)
                .transform(unknown -> new KmsException(ErrorCode.INVALID_CIPHERTEXT));
    }

    private static MaterialId currentMaterial(KmsKey key) {
        return key.currentMaterialId()
                .orElseThrow(() -> new KmsException(ErrorCode.INVALID_STATE, key.arn() + " is pending import."));
    }
}
