package io.claviger.policy;

/**
 * A grant on the key that names the caller and the action and whose constraints hold; found by the caller of the
 * engine.
 *
 * @param throughAccount the grantee is the caller's account, so that an identity policy must allow too
 */
public record GrantMatch(String grantId, boolean throughAccount) {}
