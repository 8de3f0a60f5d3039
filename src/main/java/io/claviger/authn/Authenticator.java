package io.claviger.authn;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * One way of proving who calls. Exactly one authenticator may claim a call; a call that none or two claim is refused.
 *
 * <p>Different causes of failure look alike to the caller wherever the protocol allows; comparison of secrets takes
 * constant time; nothing of the credential is ever logged.
 */
public interface Authenticator {
    /** Whether the call carries this kind of credential at all, well-formed or not. No I/O. */
    boolean claims(RawCall call);

    /**
     * Verifies the credential over the raw bytes of the call.
     *
     * @return the caller, or a failure with a {@link io.claviger.common.KmsException} of the authentication errors of
     *     the wire protocol
     */
    Uni<Authentication> authenticate(RawCall call, Instant now);
}
