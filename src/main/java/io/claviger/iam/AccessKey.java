package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A long-term access key as it rests.
 *
 * @param id {@code AKIA} and 16 more characters
 * @param userUniqueId the user it belongs to; absent for the account's root
 * @param domainKeyId the domain key that the secret is wrapped under
 * @param version the row version that this was read at; 0 for one not stored yet
 */
public record AccessKey(
        String id,
        AccountId account,
        @Nullable String userUniqueId,
        boolean active,
        UUID domainKeyId,
        Blob wrappedSecret,
        Instant createdAt,
        long version) {}
