package io.claviger.authn;

import io.claviger.common.KmsException;
import io.claviger.common.Region;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful authentication.
 *
 * @param caller who calls
 * @param region the region that the call addresses: the credential scope's for SigV4
 * @param service the service that makes the call, for the caller or for itself, proved like the caller; absent where the
 *     caller calls directly
 * @param refusal why the call ends here all the same: it is thrown once the call has its place in the audit record
 */
public record Authentication(
        Caller caller,
        Region region,
        @Nullable ServiceContext service,
        @Nullable KmsException refusal) {
    /** A direct call. */
    public Authentication(Caller caller, Region region) {
        this(caller, region, null, null);
    }

    public Authentication withService(@Nullable ServiceContext proved) {
        return new Authentication(caller, region, proved, refusal);
    }
}
