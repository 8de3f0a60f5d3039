package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.iam.AccessKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "access_key")
class AccessKeyRow {
    @Id
    @Column(name = "id")
    String id;

    @Column(name = "account", updatable = false)
    String account;

    @Column(name = "user_unique_id", updatable = false)
    @Nullable
    String userUniqueId;

    @Column(name = "active")
    boolean active;

    @Column(name = "domain_key_id")
    UUID domainKeyId;

    @Column(name = "wrapped_secret")
    byte[] wrappedSecret;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Version
    @Column(name = "row_version")
    long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AccessKeyRow() {}

    static AccessKeyRow of(AccessKey key, long rowVersion) {
        var row = new AccessKeyRow();
        row.id = key.id();
        row.account = key.account().value();
        row.userUniqueId = key.userUniqueId();
        row.active = key.active();
        row.domainKeyId = key.domainKeyId();
        row.wrappedSecret = key.wrappedSecret().toByteArray();
        row.createdAt = key.createdAt();
        row.rowVersion = rowVersion;
        return row;
    }

    AccessKey toAccessKey() {
        return new AccessKey(
                id,
                new AccountId(account),
                userUniqueId,
                active,
                domainKeyId,
                Blob.owning(wrappedSecret),
                createdAt,
                rowVersion);
    }
}
