package io.claviger.storage.postgres;

import io.claviger.common.Blob;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "audit_key")
class AuditKeyRow {
    @Id
    @Column(name = "id")
    String id;

    @Column(name = "public_key", updatable = false)
    byte[] publicKey;

    @Column(name = "domain_key_id")
    UUID domainKeyId;

    @Column(name = "wrapped_private_key")
    byte[] wrappedPrivateKey;

    @Column(name = "is_current")
    boolean isCurrent;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AuditKeyRow() {}

    static AuditKeyRow of(StoredAuditKey key) {
        var row = new AuditKeyRow();
        row.id = key.id();
        row.publicKey = key.publicKey().toByteArray();
        row.domainKeyId = key.domainKeyId();
        row.wrappedPrivateKey = key.wrappedPrivateKey().toByteArray();
        row.isCurrent = true;
        row.createdAt = key.createdAt();
        return row;
    }

    StoredAuditKey toAuditKey() {
        return new StoredAuditKey(id, Blob.owning(publicKey), domainKeyId, Blob.owning(wrappedPrivateKey), createdAt);
    }
}
