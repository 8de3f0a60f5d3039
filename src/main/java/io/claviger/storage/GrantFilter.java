package io.claviger.storage;

import io.claviger.key.GrantId;
import org.jspecify.annotations.Nullable;

/**
 * Which grants of a key a list shows; an absent part selects all.
 *
 * @param granteeIdentity as {@link io.claviger.key.GrantPrincipal#identity} has it
 */
public record GrantFilter(@Nullable GrantId id, @Nullable String granteeIdentity) {
    public static final GrantFilter ALL = new GrantFilter(null, null);
}
