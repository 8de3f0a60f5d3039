package io.claviger.storage.postgres;

import io.claviger.common.Blob;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "domain_key")
class DomainKeyRow {
    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "root_key_id")
    String rootKeyId;

    @Column(name = "wrapped")
    byte[] wrapped;

    @Column(name = "is_current")
    boolean isCurrent;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    DomainKeyRow() {}

    static DomainKeyRow current(StoredDomainKey key) {
        var row = new DomainKeyRow();
        row.id = key.id();
        row.rootKeyId = key.rootKeyId();
        row.wrapped = key.wrapped().toByteArray();
        row.isCurrent = true;
        row.createdAt = key.createdAt();
        return row;
    }

    StoredDomainKey toDomainKey() {
        return new StoredDomainKey(id, rootKeyId, Blob.owning(wrapped), isCurrent, createdAt);
    }
}
