package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.Account;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "account")
class AccountRow {
    @Id
    @Column(name = "id")
    String id;

    @Column(name = "epoch")
    long epoch;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "alias")
    @Nullable
    String alias;

    @Column(name = "control_levels")
    String controlLevels;

    /** Not Hibernate's to count: only {@link ChangeWriter} advances it. */
    @Column(name = "row_version")
    long rowVersion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AccountRow() {}

    static AccountRow of(Account account, long rowVersion) {
        var row = new AccountRow();
        row.id = account.id().value();
        row.createdAt = account.createdAt();
        row.alias = account.alias();
        row.controlLevels = JsonText.ofLevels(account.controlLevels());
        row.rowVersion = rowVersion;
        return row;
    }

    Account toAccount() {
        return new Account(new AccountId(id), createdAt, alias, JsonText.toLevels(controlLevels), rowVersion);
    }
}
