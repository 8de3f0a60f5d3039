package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.key.KeyMaterial;
import io.claviger.key.MaterialId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "key_material")
@IdClass(MaterialRow.Key.class)
class MaterialRow {
    record Key(String account, String keyId, String materialId) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "key_id")
    String keyId;

    @Id
    @Column(name = "material_id")
    String materialId;

    @Column(name = "domain_key_id")
    UUID domainKeyId;

    @Column(name = "wrapped")
    byte[] wrapped;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    MaterialRow() {}

    static MaterialRow of(KeyMaterial material) {
        var row = new MaterialRow();
        row.account = material.account().value();
        row.keyId = material.keyId().value();
        row.materialId = material.id().value();
        row.domainKeyId = material.domainKeyId();
        row.wrapped = material.wrapped().toByteArray();
        row.createdAt = material.createdAt();
        return row;
    }

    KeyMaterial toMaterial() {
        return new KeyMaterial(
                new AccountId(account),
                new KeyId(keyId),
                new MaterialId(materialId),
                domainKeyId,
                Blob.owning(wrapped),
                createdAt);
    }
}
