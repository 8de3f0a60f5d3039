package io.claviger.operation.key;

import io.claviger.key.EncryptionAlgorithm;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import io.claviger.operation.wire.WireName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API model KeyMetadata: what CreateKey and DescribeKey answer about a key. Which members are present: keys.md, 3. */
public record KeyMetadata(
        @WireName("AWSAccountId") String awsAccountId,
        String keyId,
        String arn,
        Instant creationDate,
        boolean enabled,
        String description,
        KeyUsage keyUsage,
        KeyState keyState,
        @Nullable Instant deletionDate,
        @Nullable Instant validTo,
        Origin origin,
        @Nullable String customKeyStoreId,
        @Nullable String cloudHsmClusterId,
        @Nullable ExpirationModel expirationModel,
        KeyManager keyManager,
        @Nullable KeySpec customerMasterKeySpec,
        KeySpec keySpec,
        @Nullable List<EncryptionAlgorithm> encryptionAlgorithms,
        @Nullable List<String> signingAlgorithms,
        @Nullable List<String> keyAgreementAlgorithms,
        boolean multiRegion,
        @Nullable MultiRegionConfiguration multiRegionConfiguration,
        @Nullable Integer pendingDeletionWindowInDays,
        @Nullable List<String> macAlgorithms,
        @Nullable XksKeyConfiguration xksKeyConfiguration,
        @Nullable String currentKeyMaterialId) {

    /** API model KeyManagerType. */
    public enum KeyManager {
        AWS,
        CUSTOMER
    }

    /** API model ExpirationModelType. */
    public enum ExpirationModel {
        KEY_MATERIAL_EXPIRES,
        KEY_MATERIAL_DOES_NOT_EXPIRE
    }

    /** API model MultiRegionConfiguration. */
    public record MultiRegionConfiguration(
            MultiRegion.Type multiRegionKeyType, MultiRegionKey primaryKey, List<MultiRegionKey> replicaKeys) {}

    /** API model MultiRegionKey. */
    public record MultiRegionKey(String arn, String region) {}

    /** API model XksKeyConfigurationType. */
    public record XksKeyConfiguration(String id) {}

    public static KeyMetadata of(KmsKey key) {
        boolean waitsForReplicas = key.state() == KeyState.PENDING_REPLICA_DELETION;
        return new KeyMetadata(
                key.account().value(),
                key.id().value(),
                key.arn().toString(),
                key.createdAt(),
                key.isEnabled(),
                key.description(),
                key.usage(),
                key.state(),
                key.deletionDate(),
                null,
                key.origin(),
                null,
                null,
                null,
                KeyManager.CUSTOMER,
                key.spec().isCustomerMasterKeySpec() ? key.spec() : null,
                key.spec(),
                key.usage() == KeyUsage.ENCRYPT_DECRYPT ? key.spec().encryptionAlgorithms() : null,
                null,
                null,
                key.multiRegion() != null,
                null,
                waitsForReplicas ? key.pendingWindowDays() : null,
                null,
                null,
                key.currentMaterialId().map(MaterialId::value).orElse(null));
    }
}
