package io.claviger.storage.postgres;

import io.claviger.common.Blob;
import io.claviger.storage.KeyringStorage.StoredSessionKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "session_key")
class SessionKeyRow {
    @Id
    @Column(name = "id")
    UUID id;

    @Column(name = "domain_key_id")
    UUID domainKeyId;

    @Column(name = "wrapped")
    byte[] wrapped;

    @Column(name = "is_current")
    boolean isCurrent;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    SessionKeyRow() {}

    static SessionKeyRow of(StoredSessionKey key) {
        var row = new SessionKeyRow();
        row.id = key.id();
        row.domainKeyId = key.domainKeyId();
        row.wrapped = key.wrapped().toByteArray();
        row.isCurrent = true;
        row.createdAt = key.createdAt();
        return row;
    }

    StoredSessionKey toSessionKey() {
        return new StoredSessionKey(id, domainKeyId, Blob.owning(wrapped), createdAt);
    }
}
