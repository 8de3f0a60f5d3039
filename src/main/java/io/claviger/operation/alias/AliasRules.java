package io.claviger.operation.alias;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.Alias;
import io.claviger.operation.Quotas;

/** What a name must be to be an alias that a customer may make, move or delete. */
final class AliasRules {
    private AliasRules() {}

    static void check(String name) {
        if (!name.startsWith(Alias.PREFIX)) {
            throw new KmsException(
                    ErrorCode.VALIDATION,
                    "Alias must start with the prefix \"alias/\". Please see"
                            + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
        }
        if (name.startsWith(Alias.RESERVED_PREFIX)) {
            throw new KmsException(
                    ErrorCode.NOT_AUTHORIZED, "The alias prefix alias/aws/ is reserved for AWS managed keys.");
        }
        if (name.length() == Alias.PREFIX.length() || name.indexOf(':') >= 0) {
            throw new KmsException(ErrorCode.INVALID_ALIAS_NAME, "The alias name " + name + " is not valid.");
        }
    }

    static KmsException quotaExceeded(Quotas quotas) {
        return new KmsException(
                ErrorCode.LIMIT_EXCEEDED,
                "You have reached the quota of " + quotas.aliasesPerKey() + " aliases for this KMS key.");
    }
}
