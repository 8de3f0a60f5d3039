package io.claviger.operation.grant;

import io.claviger.common.CanonicalBytes;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.operation.Quotas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operations on grants check alike. */
final class GrantRules {
    /** API model PrincipalIdType. */
    static final String PRINCIPAL = "[\\w+=,.@:/-]+";

    /** API model ServicePrincipalType. */
    static final String SERVICE = "([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+";

    private static final int MOST_PAIRS = 8;
    private static final int LONGEST_VALUE = 384;

    private GrantRules() {}

    /** The id, or nothing where none was sent. Fails with InvalidGrantIdException for text that is no grant id. */
    static @Nullable GrantId idOrNull(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!GrantId.isValid(text)) {
            throw new KmsException(ErrorCode.INVALID_GRANT_ID, "Invalid grant id.");
        }
        return new GrantId(text);
    }

    static void checkOperations(List<GrantOperation> operations) {
        if (operations.isEmpty()) {
            throw invalid("A grant must have at least one operation.");
        }
        if (operations.stream().allMatch(GrantOperation.CREATE_GRANT::equals)) {
            throw invalid("Grants must not contain only the CreateGrant operation.");
        }
    }

    static void checkConstraints(GrantConstraints constraints) {
        constraints.equalPairs().ifPresent(GrantRules::checkPairs);
        constraints.subsetPairs().ifPresent(GrantRules::checkPairs);
        String source = constraints.sourceArn();
        if (source != null) {
            checkText(source);
        }
    }

    private static void checkPairs(Map<String, String> pairs) {
        if (pairs.size() > MOST_PAIRS) {
            throw invalid("A grant constraint can have at most " + MOST_PAIRS + " encryption context pairs.");
        }
        pairs.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > LONGEST_VALUE || value.length() > LONGEST_VALUE) {
                throw invalid("The keys and values of a grant constraint can have at most " + LONGEST_VALUE
                        + " characters, and keys must not be empty.");
            }
            checkText(name);
            checkText(value);
        });
    }

    /** Refuses text that has no UTF-8 form, and the character that PostgreSQL does not store. */
    private static void checkText(String text) {
        try {
            CanonicalBytes.utf8(text);
        } catch (IllegalArgumentException e) {
            throw new KmsException(ErrorCode.SERIALIZATION, "The grant constraint is not valid Unicode.", e);
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("A grant constraint must not contain the null character.");
        }
    }

    /** What depends on the kind of key. */
    static void checkFits(List<GrantOperation> operations, GrantConstraints constraints, KmsKey key) {
        for (GrantOperation operation : operations) {
            if (!operation.isLegalFor(key.spec(), key.usage())) {
                throw invalid("The operation " + operation.wireName() + " is not valid for a grant on a key of spec "
                        + key.spec() + " and usage " + key.usage() + ".");
            }
        }
        if (constraints.concernsEncryptionContext()) {
            boolean hasContext = key.spec().isSymmetricEncryption()
                    && operations.stream().anyMatch(GrantOperation::hasEncryptionContext);
            if (!hasContext) {
                throw invalid("Encryption context constraints are only valid for grants on symmetric encryption keys"
                        + " that allow an operation with an encryption context.");
            }
        }
    }

    static KmsException notFound(GrantId id) {
        return new KmsException(ErrorCode.NOT_FOUND, "Grant ID " + id + " not found");
    }

    static KmsException quotaExceeded(Quotas quotas) {
        return new KmsException(
                ErrorCode.LIMIT_EXCEEDED, "A KMS key can have at most " + quotas.grantsPerKey() + " grants.");
    }

    static KmsException invalid(String text) {
        return new KmsException(ErrorCode.VALIDATION, text);
    }
}
