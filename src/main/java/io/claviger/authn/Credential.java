package io.claviger.authn;

import io.claviger.common.SecretBytes;

/**
 * An access key as the verifier needs it.
 *
 * @param secret the UTF-8 bytes of the secret access key
 */
public record Credential(String accessKeyId, SecretBytes secret, Caller.Principal principal) {}
