package io.claviger.pipeline;

import io.claviger.common.AwsApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of operations that share a request rate, with the defaults of AWS for KMS (keys.md, section 7) and STS; IAM publishes none. */
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
    OTHER(5),
    STS(600),
    IAM_READS(200),
    IAM_CHANGES(50);

    private static final List<String> IAM_READ_VERBS = List.of("Get", "List", "Simulate");
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

    /** The class of an operation of that API. */
    public static RequestClass of(AwsApi api, String operation) {
        return switch (api) {
            case KMS -> BY_OPERATION.getOrDefault(operation, OTHER);
            case STS -> STS;
            case IAM -> IAM_READ_VERBS.stream().anyMatch(operation::startsWith) ? IAM_READS : IAM_CHANGES;
        };
    }

    public int defaultPerSecond() {
        return defaultPerSecond;
    }
}
