package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.Account;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AccountRow() {}

    static AccountRow of(Account account) {
        var row = new AccountRow();
        row.id = account.id().value();
        row.createdAt = account.createdAt();
        return row;
    }

    Account toAccount() {
        return new Account(new AccountId(id), createdAt);
    }
}
