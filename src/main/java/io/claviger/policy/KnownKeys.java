package io.claviger.policy;

import java.util.Optional;

/** What the linter must know of condition keys. */
public interface KnownKeys {

    /** The key of that {@linkplain Context#fold folded} name; empty if no request ever has it. */
    Optional<KnownKey> find(String foldedKey);

    /**
     * A condition key.
     *
     * @param isMultivalued whether it may have several values
     * @param isAlwaysPresent whether every request about a key has it
     * @param isForIdentityPoliciesOnly whether key policies never see it
     */
    record KnownKey(boolean isMultivalued, boolean isAlwaysPresent, boolean isForIdentityPoliciesOnly) {}
}
