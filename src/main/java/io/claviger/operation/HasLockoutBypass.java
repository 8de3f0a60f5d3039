package io.claviger.operation;

import org.jspecify.annotations.Nullable;

/** A request with the member BypassPolicyLockoutSafetyCheck. */
public interface HasLockoutBypass {
    @Nullable
    Boolean bypassPolicyLockoutSafetyCheck();
}
