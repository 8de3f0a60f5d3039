package io.claviger.storage.postgres;

import io.claviger.iam.EntityKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;

@Entity
@Table(name = "iam_entity")
@IdClass(EntityRow.Key.class)
class EntityRow {
    record Key(String account, String kind, String id) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "kind")
    String kind;

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "path")
    String path;

    @Column(name = "name")
    String name;

    @Column(name = "lower_name")
    String lowerName;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "document")
    String document;

    @Version
    @Column(name = "row_version")
    long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    EntityRow() {}

    static EntityRow of(io.claviger.iam.Entity entity, long rowVersion) {
        var row = new EntityRow();
        row.account = entity.account().value();
        row.kind = entity.kind().name();
        row.id = entity.id();
        row.path = entity.path();
        row.name = entity.name();
        row.lowerName = lowerName(entity.name());
        row.createdAt = entity.createdAt();
        row.document = EntityText.of(entity);
        row.rowVersion = rowVersion;
        return row;
    }

    <E extends io.claviger.iam.Entity> E to(EntityKind<E> expected) {
        return expected.type().cast(EntityText.read(this));
    }

    static String lowerName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
