package io.claviger.operation;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import org.jspecify.annotations.Nullable;

/**
 * What a target key must be for the operation to go on.
 *
 * @param target the index of the target
 * @param state the row of the key-state matrix
 * @param usage the usage that the key must have; absent where any will do
 * @param operation the name that an InvalidKeyUsageException gives
 */
public record Guard(int target, StateRule state, @Nullable KeyUsage usage, String operation) {

    public static Guard state(StateRule rule) {
        return new Guard(0, rule, null, "");
    }

    public static Guard usage(KeyUsage usage, String operation) {
        return new Guard(0, StateRule.CRYPTOGRAPHIC, usage, operation);
    }

    public Guard onTarget(int index) {
        return new Guard(index, state, usage, operation);
    }

    public void check(KmsKey key) {
        state.check(key);
        if (usage != null && key.usage() != usage) {
            throw new KmsException(
                    ErrorCode.INVALID_KEY_USAGE,
                    key.arn() + " key usage is " + key.usage() + " which is not valid for " + operation + ".");
        }
    }
}
