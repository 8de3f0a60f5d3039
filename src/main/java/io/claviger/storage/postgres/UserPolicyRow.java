package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.iam.UserPolicy;
import io.claviger.key.PolicyText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "iam_user_policy")
@IdClass(UserPolicyRow.Key.class)
class UserPolicyRow {
    record Key(String account, String userUniqueId, String name) {}

    @Id
    @Column(name = "account")
    String account;

    @Id
    @Column(name = "user_unique_id")
    String userUniqueId;

    @Id
    @Column(name = "name")
    String name;

    @Column(name = "policy")
    String policy;

    @Column(name = "policy_sha256")
    String policySha256;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    UserPolicyRow() {}

    UserPolicy toPolicy() {
        return new UserPolicy(new AccountId(account), userUniqueId, name, new PolicyText(policy, policySha256));
    }
}
