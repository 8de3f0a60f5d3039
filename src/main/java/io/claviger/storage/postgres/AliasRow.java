package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Alias;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "alias")
@IdClass(AliasRow.Key.class)
class AliasRow {
    record Key(String account, String region, String name) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "region")
    String region;

    @Id
    @Column(name = "name")
    String name;

    @Column(name = "target")
    String target;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Version
    @Column(name = "row_version")
    long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AliasRow() {}

    static AliasRow of(Alias alias, long rowVersion) {
        var row = new AliasRow();
        row.account = alias.account().value();
        row.region = alias.region().value();
        row.name = alias.name();
        row.target = alias.target().value();
        row.createdAt = alias.createdAt();
        row.updatedAt = alias.updatedAt();
        row.rowVersion = rowVersion;
        return row;
    }

    Alias toAlias() {
        return new Alias(
                new AccountId(account), new Region(region), name, new KeyId(target), createdAt, updatedAt, rowVersion);
    }
}
