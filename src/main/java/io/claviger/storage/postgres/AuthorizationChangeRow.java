package io.claviger.storage.postgres;

import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.Subject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "authorization_change")
@IdClass(AuthorizationChangeRow.Key.class)
class AuthorizationChangeRow {
    record Key(String account, long epoch, int ordinal) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "epoch")
    long epoch;

    @Id
    @Column(name = "ordinal")
    int ordinal;

    @Column(name = "subject")
    String subject;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    AuthorizationChangeRow() {}

    static AuthorizationChangeRow of(String account, long epoch, int ordinal, Subject subject) {
        var row = new AuthorizationChangeRow();
        row.account = account;
        row.epoch = epoch;
        row.ordinal = ordinal;
        row.subject = subject.value();
        return row;
    }

    EpochChange toChange() {
        return new EpochChange(epoch, new Subject(subject));
    }
}
