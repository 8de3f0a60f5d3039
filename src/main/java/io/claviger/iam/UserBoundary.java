package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.key.PolicyText;

/** The permissions boundary of a user: what the user's identity policies can allow at most. */
public record UserBoundary(AccountId account, String userUniqueId, PolicyText policy) {}
