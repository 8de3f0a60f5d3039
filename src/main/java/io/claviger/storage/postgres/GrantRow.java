package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantPrincipal;
import io.vertx.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Never updated, so without a version. */
@Entity
@Table(name = "kms_grant")
@IdClass(GrantRow.Key.class)
class GrantRow {
    record Key(String account, String region, String keyId, String grantId) {}

    /** What {@link #read} expects. */
    static final String COLUMNS = "account, region, key_id, grant_id, grantee_name, grantee_identity,"
            + " grantee_is_service, retiring_name, retiring_identity, retiring_is_service, operations, constraints,"
            + " name, issuer, created_at";

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "region")
    String region;

    @Id
    @Column(name = "key_id")
    String keyId;

    @Id
    @Column(name = "grant_id")
    String grantId;

    @Column(name = "grantee_name")
    String granteeName;

    @Column(name = "grantee_identity")
    String granteeIdentity;

    @Column(name = "grantee_is_service")
    boolean granteeIsService;

    @Column(name = "retiring_name")
    @Nullable
    String retiringName;

    @Column(name = "retiring_identity")
    @Nullable
    String retiringIdentity;

    @Column(name = "retiring_is_service")
    @Nullable
    Boolean retiringIsService;

    @Column(name = "operations")
    String operations;

    @Column(name = "constraints")
    String constraints;

    @Column(name = "name")
    @Nullable
    String name;

    @Column(name = "issuer")
    String issuer;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "fingerprint")
    @Nullable
    String fingerprint;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    GrantRow() {}

    static GrantRow of(Grant grant) {
        var row = new GrantRow();
        row.account = grant.account().value();
        row.region = grant.region().value();
        row.keyId = grant.keyId().value();
        row.grantId = grant.id().value();
        row.granteeName = grant.grantee().name();
        row.granteeIdentity = grant.grantee().identity();
        row.granteeIsService = grant.grantee().isService();
        GrantPrincipal retiring = grant.retiring();
        if (retiring != null) {
            row.retiringName = retiring.name();
            row.retiringIdentity = retiring.identity();
            row.retiringIsService = retiring.isService();
        }
        row.operations = GrantText.ofOperations(grant.operations());
        row.constraints = GrantText.ofConstraints(grant.constraints());
        row.name = grant.name();
        row.issuer = grant.issuer().value();
        row.createdAt = grant.createdAt();
        row.fingerprint = grant.fingerprint().orElse(null);
        return row;
    }

    /** Reads {@link #COLUMNS}, past Hibernate. */
    static Grant read(Row columns) {
        var row = new GrantRow();
        row.account = columns.getString(0);
        row.region = columns.getString(1);
        row.keyId = columns.getString(2);
        row.grantId = columns.getString(3);
        row.granteeName = columns.getString(4);
        row.granteeIdentity = columns.getString(5);
        row.granteeIsService = columns.getBoolean(6);
        row.retiringName = columns.getString(7);
        row.retiringIdentity = columns.getString(8);
        row.retiringIsService = columns.getBoolean(9);
        row.operations = columns.getString(10);
        row.constraints = columns.getString(11);
        row.name = columns.getString(12);
        row.issuer = columns.getString(13);
        row.createdAt = columns.getOffsetDateTime(14).toInstant();
        return row.toGrant();
    }

    Grant toGrant() {
        return new Grant(
                new AccountId(account),
                new Region(region),
                new KeyId(keyId),
                new GrantId(grantId),
                new GrantPrincipal(granteeName, granteeIdentity, granteeIsService),
                retiring(),
                GrantText.toOperations(operations),
                GrantText.toConstraints(constraints),
                name,
                new AccountId(issuer),
                createdAt);
    }

    private @Nullable GrantPrincipal retiring() {
        if (retiringName == null && retiringIdentity == null && retiringIsService == null) {
            return null;
        }
        if (retiringName == null || retiringIdentity == null || retiringIsService == null) {
            throw new BugException("half a retiring principal is stored");
        }
        return new GrantPrincipal(retiringName, retiringIdentity, retiringIsService);
    }
}
