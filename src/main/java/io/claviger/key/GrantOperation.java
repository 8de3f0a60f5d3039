package io.claviger.key;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a grant may allow (API model GrantOperation), a row each, with the keys that it is legal for (AWS KMS Developer
 * Guide, grants: grant operations).
 */
public enum GrantOperation {
    DECRYPT("Decrypt", Keys.ENCRYPTION),
    ENCRYPT("Encrypt", Keys.ENCRYPTION),
    GENERATE_DATA_KEY("GenerateDataKey", Keys.SYMMETRIC),
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT("GenerateDataKeyWithoutPlaintext", Keys.SYMMETRIC),
    RE_ENCRYPT_FROM("ReEncryptFrom", Keys.ENCRYPTION),
    RE_ENCRYPT_TO("ReEncryptTo", Keys.ENCRYPTION),
    SIGN("Sign", Keys.SIGNING),
    VERIFY("Verify", Keys.SIGNING),
    GET_PUBLIC_KEY("GetPublicKey", Keys.ASYMMETRIC),
    CREATE_GRANT("CreateGrant", Keys.ALL),
    RETIRE_GRANT("RetireGrant", Keys.ALL),
    DESCRIBE_KEY("DescribeKey", Keys.ALL),
    GENERATE_DATA_KEY_PAIR("GenerateDataKeyPair", Keys.SYMMETRIC),
    GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT("GenerateDataKeyPairWithoutPlaintext", Keys.SYMMETRIC),
    GENERATE_MAC("GenerateMac", Keys.MAC),
    VERIFY_MAC("VerifyMac", Keys.MAC),
    DERIVE_SHARED_SECRET("DeriveSharedSecret", Keys.AGREEMENT),
    ENCAPSULATE("Encapsulate", Keys.ENCAPSULATION),
    DECAPSULATE("Decapsulate", Keys.ENCAPSULATION);

    private static final String PREFIX = "kms:";

    private static final Map<String, GrantOperation> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.wireName, Function.identity()));

    private final String wireName;
    private final Keys keys;

    GrantOperation(String wireName, Keys keys) {
        this.wireName = wireName;
        this.keys = keys;
    }

    public String wireName() {
        return wireName;
    }

    /** The action in policies, {@code kms:Decrypt}. */
    public String action() {
        return PREFIX + wireName;
    }

    public static Optional<GrantOperation> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /** The operation that an action of a policy stands for; empty for one that no grant can allow. */
    public static Optional<GrantOperation> ofAction(String action) {
        return action.startsWith(PREFIX) ? named(action.substring(PREFIX.length())) : Optional.empty();
    }

    /** Whether a grant on such a key may have it. */
    public boolean isLegalFor(KeySpec spec, KeyUsage usage) {
        return switch (keys) {
            case ALL -> true;
            case SYMMETRIC -> spec.isSymmetricEncryption();
            case ENCRYPTION -> usage == KeyUsage.ENCRYPT_DECRYPT;
            case ASYMMETRIC -> !spec.isSymmetricEncryption() && usage != KeyUsage.GENERATE_VERIFY_MAC;
            case SIGNING -> usage == KeyUsage.SIGN_VERIFY;
            case MAC -> usage == KeyUsage.GENERATE_VERIFY_MAC;
            case AGREEMENT -> usage == KeyUsage.KEY_AGREEMENT;
            case ENCAPSULATION -> usage == KeyUsage.ENCAPSULATE_DECAPSULATE;
        };
    }

    /** Whether a request for it has an encryption context, so that constraints on one concern it. */
    public boolean hasEncryptionContext() {
        return keys == Keys.ENCRYPTION || keys == Keys.SYMMETRIC || this == CREATE_GRANT;
    }

    private enum Keys {
        ALL,
        SYMMETRIC,
        ENCRYPTION,
        ASYMMETRIC,
        SIGNING,
        MAC,
        AGREEMENT,
        ENCAPSULATION
    }
}
