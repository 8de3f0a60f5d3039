package io.claviger.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of operations that share a request rate, with the defaults of AWS (keys.md, section 7). */
public enum RequestClass {
    SYMMETRIC_CRYPTOGRAPHY(
            10_000,
            "Encrypt",
            "Decrypt",
            "ReEncrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "VerifyMac",
            "GenerateRandom"),
    ASYMMETRIC_CRYPTOGRAPHY(500, "Sign", "Verify", "DeriveSharedSecret", "Encapsulate", "Decapsulate"),
    DATA_KEY_PAIRS(25, "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"),
    READS(2_000, "DescribeKey", "GetPublicKey", "ListResourceTags"),
    POLICY_READS(1_000, "GetKeyPolicy", "GetKeyRotationStatus"),
    LISTS(500, "ListAliases", "ListKeys"),
    GRANT_LISTS(100, "ListGrants", "ListKeyPolicies", "ListRetirableGrants"),
    GRANT_CREATION(50, "CreateGrant"),
    GRANT_REMOVAL(30, "RetireGrant", "RevokeGrant"),
    FREQUENT_CHANGES(15, "DeleteAlias", "EnableKeyRotation", "PutKeyPolicy", "ScheduleKeyDeletion"),
    TAGGING(10, "TagResource"),
    OTHER(5);

    private static final Map<String, RequestClass> BY_OPERATION = new HashMap<>();

    static {
        for (RequestClass requestClass : values()) {
            requestClass.operations.forEach(operation -> BY_OPERATION.put(operation, requestClass));
        }
    }

    private final int defaultPerSecond;
    private final List<String> operations;

    RequestClass(int defaultPerSecond, String... operations) {
        this.defaultPerSecond = defaultPerSecond;
        this.operations = List.of(operations);
    }

    public static RequestClass of(String operation) {
        return BY_OPERATION.getOrDefault(operation, OTHER);
    }

    public int defaultPerSecond() {
        return defaultPerSecond;
    }
}
