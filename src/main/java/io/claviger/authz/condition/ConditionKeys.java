package io.claviger.authz.condition;

import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Permission;
import io.claviger.policy.Context;
import org.jspecify.annotations.Nullable;

/** Fills the context of a request from the catalogue. */
public final class ConditionKeys {
    private ConditionKeys() {}

    /** The condition keys of one permission of a call; {@code key} is absent where the target is no key. */
    public static Context context(Call<?> call, Permission permission, @Nullable KmsKey key) {
        return Context.builder()
                .put("kms:CallerAccount", call.account().value())
                .put("aws:PrincipalArn", call.caller().principal().arn().toString())
                .put("aws:PrincipalAccount", call.account().value())
                .build();
    }
}
