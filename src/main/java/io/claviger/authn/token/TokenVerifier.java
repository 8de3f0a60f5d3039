package io.claviger.authn.token;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Port: verifies signed tokens. May be called on an event loop; completes where it was called.
 *
 * <p>A token is believed only if its issuer's key signed it, and everything in the trust holds at that time. A verified
 * token may be remembered for up to a minute, but not past its end, nor once the issuer's keys have changed. Keys are
 * as fresh as the issuer says within bounds; while the issuer is down they serve a limited time more, then everything
 * is refused until it is back.
 */
public interface TokenVerifier {
    /** The claims; or a failure with {@link TokenRefusedException}, or with what a full worker pool answers. */
    Uni<TokenClaims> verify(String token, TokenTrust trust, Instant now);
}
