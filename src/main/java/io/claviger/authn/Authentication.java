package io.claviger.authn;

import io.claviger.common.Region;

/**
 * The result of a successful authentication.
 *
 * @param caller who calls
 * @param region the region that the call addresses: the credential scope's for SigV4
 */
public record Authentication(Caller caller, Region region) {}
