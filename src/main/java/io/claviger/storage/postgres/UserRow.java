package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "iam_user")
@IdClass(UserRow.Key.class)
class UserRow {
    record Key(String account, String uniqueId) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "unique_id")
    String uniqueId;

    @Column(name = "path")
    String path;

    @Column(name = "name")
    String name;

    @Column(name = "lower_name")
    String lowerName;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "boundary")
    @Nullable
    String boundary;

    @Column(name = "boundary_sha256")
    @Nullable
    String boundarySha256;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    UserRow() {}

    static UserRow of(User user) {
        var row = new UserRow();
        row.account = user.account().value();
        row.uniqueId = user.uniqueId();
        row.path = user.path();
        row.name = user.name();
        row.lowerName = lowerName(user.name());
        row.createdAt = user.createdAt();
        return row;
    }

    /** Lowered here and not by the database, whose idea of case depends on its locale. */
    static String lowerName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Nullable
    PolicyText toBoundary() {
        return boundary == null || boundarySha256 == null ? null : new PolicyText(boundary, boundarySha256);
    }

    User toUser() {
        return new User(new AccountId(account), path, name, uniqueId, createdAt);
    }
}
