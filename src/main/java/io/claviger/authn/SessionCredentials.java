package io.claviger.authn;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Port: makes credentials of session tokens. */
public interface SessionCredentials {
    /** Knows no session. */
    SessionCredentials NONE = (accessKeyId, token, now) -> Uni.createFrom().item(Optional.empty());

    /**
     * The temporary credentials that the token is of. Empty for a token that is not ours, is altered or is of another
     * access key, and for credentials of a role or user that is gone or disabled, as fresh as the account's authorization
     * epoch; fails with ExpiredTokenException for those whose time is over.
     */
    Uni<Optional<Credential>> open(String accessKeyId, String token, Instant now);
}
