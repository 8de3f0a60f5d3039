package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import java.time.Instant;
import java.util.UUID;

/**
 * One version of a key's material as it rests: wrapped, and bound to account, key and material id. Related
 * multi-Region keys share it.
 *
 * @param domainKeyId the id of the domain key that it is wrapped under
 */
public record KeyMaterial(
        AccountId account, KeyId keyId, MaterialId id, UUID domainKeyId, Blob wrapped, Instant createdAt) {}
