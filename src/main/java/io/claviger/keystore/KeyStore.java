package io.claviger.keystore;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.common.SecretBytes;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KeySpec;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Where key material lives and is used.
 *
 * <p>All methods work on a pool of their own and complete on the caller's context. They fail with a
 * {@link io.claviger.common.KmsException}: ThrottlingException when the pool's queue is full, KeyUnavailableException
 * when material cannot be read or unwrapped, InvalidCiphertextException when a ciphertext does not open, for whatever
 * reason.
 */
public interface KeyStore {

    /** New random material for a key of this spec, wrapped and bound to that key. */
    Uni<KeyMaterial> generate(AccountId account, KeyId key, KeySpec spec, Instant now);

    /** Encrypts under the key's current material. The plaintext stays the caller's to close. */
    Uni<Encrypted> encrypt(KmsKey key, SecretBytes plaintext, EncryptionContext context);

    /** Decrypts under the material that the envelope names. The result is the caller's to close. */
    Uni<SecretBytes> decrypt(KmsKey key, CiphertextEnvelope envelope, EncryptionContext context);

    /** Fresh random bytes together with their encryption under the key's current material. */
    Uni<DataKey> generateDataKey(KmsKey key, int lengthBytes, EncryptionContext context);

    /** Decrypts under one key and encrypts under another without the plaintext leaving the store. */
    Uni<Encrypted> reEncrypt(
            KmsKey source,
            CiphertextEnvelope envelope,
            EncryptionContext sourceContext,
            KmsKey destination,
            EncryptionContext destinationContext);

    /** Random bytes of cryptographic quality. The result is the caller's to close. */
    Uni<SecretBytes> random(int lengthBytes);

    record Encrypted(Blob ciphertext, MaterialId material) {}

    record DataKey(SecretBytes plaintext, Blob ciphertext, MaterialId material) {}
}
