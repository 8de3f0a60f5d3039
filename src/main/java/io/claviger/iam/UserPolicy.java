package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.key.PolicyText;

/** An inline policy of a user. */
public record UserPolicy(AccountId account, String userUniqueId, String name, PolicyText policy) {}
