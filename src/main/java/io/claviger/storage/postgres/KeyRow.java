package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "kms_key")
@IdClass(KeyRow.Key.class)
class KeyRow {
    record Key(String account, String region, String keyId) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "region")
    String region;

    @Id
    @Column(name = "key_id")
    String keyId;

    @Enumerated(EnumType.STRING)
    @Column(name = "spec", updatable = false)
    KeySpec spec;

    @Enumerated(EnumType.STRING)
    @Column(name = "usage", updatable = false)
    KeyUsage usage;

    @Enumerated(EnumType.STRING)
    @Column(name = "origin", updatable = false)
    Origin origin;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    KeyState state;

    @Column(name = "description")
    String description;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "deletion_date")
    @Nullable
    Instant deletionDate;

    @Column(name = "pending_window_days")
    @Nullable
    Integer pendingWindowDays;

    @Column(name = "current_material_id")
    @Nullable
    String currentMaterialId;

    @Enumerated(EnumType.STRING)
    @Column(name = "multi_region_type")
    MultiRegion.@Nullable Type multiRegionType;

    @Column(name = "multi_region_primary")
    @Nullable
    String multiRegionPrimary;

    @Column(name = "policy")
    String policy;

    @Column(name = "policy_sha256")
    String policySha256;

    @Column(name = "tags")
    String tags;

    @Version
    @Column(name = "row_version")
    long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    KeyRow() {}

    static KeyRow of(KmsKey key, long rowVersion) {
        var row = new KeyRow();
        row.account = key.account().value();
        row.region = key.region().value();
        row.keyId = key.id().value();
        row.spec = key.spec();
        row.usage = key.usage();
        row.origin = key.origin();
        row.state = key.state();
        row.description = key.description();
        row.createdAt = key.createdAt();
        row.deletionDate = key.deletionDate();
        row.pendingWindowDays = key.pendingWindowDays();
        row.currentMaterialId = key.currentMaterialId().map(MaterialId::value).orElse(null);
        MultiRegion multiRegion = key.multiRegion();
        if (multiRegion != null) {
            row.multiRegionType = multiRegion.type();
            row.multiRegionPrimary = multiRegion.primary().value();
        }
        row.policy = key.policy().text();
        row.policySha256 = key.policy().sha256();
        row.tags = JsonText.ofTags(key.tags());
        row.rowVersion = rowVersion;
        return row;
    }

    KmsKey toKey() {
        return new KmsKey(
                new AccountId(account),
                new Region(region),
                new KeyId(keyId),
                spec,
                usage,
                origin,
                state,
                description,
                createdAt,
                deletionDate,
                pendingWindowDays,
                currentMaterialId == null ? null : new MaterialId(currentMaterialId),
                multiRegion(),
                new PolicyText(policy, policySha256),
                JsonText.toTags(tags),
                rowVersion);
    }

    private @Nullable MultiRegion multiRegion() {
        return multiRegionType == null || multiRegionPrimary == null
                ? null
                : new MultiRegion(multiRegionType, new Region(multiRegionPrimary));
    }
}
