package io.claviger.iam;

import io.claviger.common.AccountId;
import java.time.Instant;

/** An account: the owner of keys, aliases and principals. */
public record Account(AccountId id, Instant createdAt) {}
