package io.claviger.sts;

import io.claviger.common.SecretBytes;
import java.time.Instant;

/**
 * New temporary credentials. Whoever holds them closes the secrets.
 *
 * @param secretAccessKey the UTF-8 bytes of the secret access key
 * @param sessionToken the bytes of the token's text
 * @param packedPercent how much of the room for policies and tags is used
 */
public record IssuedCredentials(
        String accessKeyId,
        SecretBytes secretAccessKey,
        SecretBytes sessionToken,
        Instant expiresAt,
        int packedPercent) {}
