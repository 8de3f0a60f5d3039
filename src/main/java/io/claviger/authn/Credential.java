package io.claviger.authn;

import io.claviger.common.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * An access key as the verifier needs it.
 *
 * @param secret the UTF-8 bytes of the secret access key
 * @param session what temporary credentials say beside; absent for an access key
 */
public record Credential(
        String accessKeyId,
        SecretBytes secret,
        Caller.Principal principal,
        @Nullable Session session) {
    /** An access key. */
    public Credential(String accessKeyId, SecretBytes secret, Caller.Principal principal) {
        this(accessKeyId, secret, principal, null);
    }

    public Caller caller() {
        return new Caller(principal, accessKeyId, session);
    }
}
