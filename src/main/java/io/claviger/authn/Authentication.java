package io.claviger.authn;

import io.claviger.common.Region;
import org.jspecify.annotations.Nullable;

/**
 * The result of a successful authentication.
 *
 * @param caller who calls
 * @param region the region that the call addresses: the credential scope's for SigV4
 * @param viaService the service that calls for the caller, as {@code kms:ViaService} has it
 *     ({@code ec2.us-west-2.amazonaws.com}), proved like the caller; absent for a direct call
 */
public record Authentication(
        Caller caller, Region region, @Nullable String viaService) {
    /** A direct call. */
    public Authentication(Caller caller, Region region) {
        this(caller, region, null);
    }
}
