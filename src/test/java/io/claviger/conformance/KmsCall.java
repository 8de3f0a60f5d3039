package io.claviger.conformance;

import java.util.List;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** Every implemented operation as a call that succeeds, and what the specification's tables say of it. */
enum KmsCall {
    CREATE_KEY("CreateKey", Resource.ACCOUNT, (kms, scene) -> kms.createKey()),
    DESCRIBE_KEY("DescribeKey", Resource.SHARED_KEY, (kms, scene) -> kms.describeKey(in -> in.keyId(scene.key()))),
    LIST_KEYS("ListKeys", Resource.ACCOUNT, (kms, scene) -> kms.listKeys()),
    ENABLE_KEY("EnableKey", Resource.KEY, (kms, scene) -> kms.enableKey(in -> in.keyId(scene.key()))),
    DISABLE_KEY("DisableKey", Resource.KEY, (kms, scene) -> kms.disableKey(in -> in.keyId(scene.key()))),
    UPDATE_KEY_DESCRIPTION(
            "UpdateKeyDescription",
            Resource.KEY,
            (kms, scene) -> kms.updateKeyDescription(in -> in.keyId(scene.key()).description("described"))),
    SCHEDULE_KEY_DELETION(
            "ScheduleKeyDeletion",
            Resource.KEY,
            (kms, scene) -> kms.scheduleKeyDeletion(in -> in.keyId(scene.key()).pendingWindowInDays(7))),
    CANCEL_KEY_DELETION(
            "CancelKeyDeletion", Resource.KEY, (kms, scene) -> kms.cancelKeyDeletion(in -> in.keyId(scene.key()))),
    ENCRYPT(
            "Encrypt",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.encrypt(in -> in.keyId(scene.key()).plaintext(Scene.PLAINTEXT))),
    DECRYPT(
            "Decrypt",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.decrypt(in -> in.keyId(scene.key()).ciphertextBlob(scene.ciphertext()))),
    RE_ENCRYPT(
            "ReEncrypt",
            List.of("kms:ReEncryptFrom", "kms:ReEncryptTo"),
            Resource.SHARED_KEY,
            (kms, scene) -> kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext())
                    .sourceKeyId(scene.key())
                    .destinationKeyId(scene.otherKey()))),
    GENERATE_DATA_KEY(
            "GenerateDataKey",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.generateDataKey(in -> in.keyId(scene.key()).keySpec("AES_256"))),
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT(
            "GenerateDataKeyWithoutPlaintext",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.generateDataKeyWithoutPlaintext(
                    in -> in.keyId(scene.key()).numberOfBytes(20))),
    GENERATE_RANDOM("GenerateRandom", Resource.ACCOUNT, (kms, scene) -> kms.generateRandom(in -> in.numberOfBytes(8))),
    CREATE_ALIAS(
            "CreateAlias",
            Resource.ALIAS_AND_KEY,
            (kms, scene) ->
                    kms.createAlias(in -> in.aliasName(scene.freeAlias()).targetKeyId(scene.key()))),
    UPDATE_ALIAS(
            "UpdateAlias",
            Resource.ALIAS_AND_KEY,
            (kms, scene) -> kms.updateAlias(in -> in.aliasName(scene.alias()).targetKeyId(scene.otherKey()))),
    DELETE_ALIAS(
            "DeleteAlias", Resource.ALIAS_AND_KEY, (kms, scene) -> kms.deleteAlias(in -> in.aliasName(scene.alias()))),
    LIST_ALIASES("ListAliases", Resource.ACCOUNT, (kms, scene) -> kms.listAliases(in -> in.limit(5))),
    TAG_RESOURCE(
            "TagResource",
            Resource.KEY,
            (kms, scene) -> kms.tagResource(in -> in.keyId(scene.key()).tags(tag("team", "red")))),
    UNTAG_RESOURCE(
            "UntagResource",
            Resource.KEY,
            (kms, scene) -> kms.untagResource(in -> in.keyId(scene.key()).tagKeys("team"))),
    LIST_RESOURCE_TAGS(
            "ListResourceTags", Resource.KEY, (kms, scene) -> kms.listResourceTags(in -> in.keyId(scene.key()))),
    GET_KEY_POLICY("GetKeyPolicy", Resource.KEY, (kms, scene) -> kms.getKeyPolicy(in -> in.keyId(scene.key()))),
    PUT_KEY_POLICY(
            "PutKeyPolicy",
            Resource.KEY,
            (kms, scene) -> kms.putKeyPolicy(
                    in -> in.keyId(scene.key()).policy(scene.policy()).bypassPolicyLockoutSafetyCheck(true))),
    LIST_KEY_POLICIES(
            "ListKeyPolicies", Resource.KEY, (kms, scene) -> kms.listKeyPolicies(in -> in.keyId(scene.key()))),
    GET_KEY_ROTATION_STATUS(
            "GetKeyRotationStatus",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.getKeyRotationStatus(in -> in.keyId(scene.key()))),
    CREATE_GRANT(
            "CreateGrant",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.createGrant(in ->
                    in.keyId(scene.key()).granteePrincipal(scene.root()).operations(GrantOperation.DESCRIBE_KEY))),
    LIST_GRANTS("ListGrants", Resource.SHARED_KEY, (kms, scene) -> kms.listGrants(in -> in.keyId(scene.key()))),
    LIST_RETIRABLE_GRANTS(
            "ListRetirableGrants",
            Resource.PRINCIPAL,
            (kms, scene) -> kms.listRetirableGrants(in -> in.retiringPrincipal(scene.root()))),
    RETIRE_GRANT(
            "RetireGrant",
            Resource.GRANT,
            (kms, scene) -> kms.retireGrant(in -> in.keyId(scene.key()).grantId(scene.grant()))),
    REVOKE_GRANT(
            "RevokeGrant",
            Resource.SHARED_KEY,
            (kms, scene) -> kms.revokeGrant(in -> in.keyId(scene.key()).grantId(scene.grant())));

    /** What the permission is asked on (operations.md, section 4). */
    enum Resource {
        /** A key; other accounts can be let in. */
        SHARED_KEY,
        /** A key, for its own account alone. */
        KEY,
        /** An alias, for which identity policies speak, and the keys that it has to do with. */
        ALIAS_AND_KEY,
        /** A grant: whom it names, and identity policies of the account that made it. */
        GRANT,
        /** A principal of the caller's account: identity policies alone. */
        PRINCIPAL,
        /** {@code *}: identity policies alone. */
        ACCOUNT
    }

    /**
     * What a call is about: keys by their ARNs, aliases by their names.
     *
     * @param alias points at the key
     * @param freeAlias does not exist
     * @param ciphertext of {@link #PLAINTEXT}, under the key
     * @param policy one that the key may be given
     * @param root the ARN of the account's root
     * @param grant the id of a grant on the key, which gives nothing to anybody but the administrator
     */
    record Scene(
            String key,
            String otherKey,
            String alias,
            String freeAlias,
            SdkBytes ciphertext,
            String policy,
            String root,
            String grant) {
        static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("known plaintext 5f0c");

        /** With another key in place of the key, and nothing else changed. */
        Scene withKey(String arn) {
            return new Scene(arn, otherKey, alias, freeAlias, ciphertext, policy, root, grant);
        }
    }

    final String operation;
    final List<String> actions;
    final Resource resource;
    private final BiFunction<KmsClient, Scene, KmsResponse> call;

    KmsCall(String operation, Resource resource, BiFunction<KmsClient, Scene, KmsResponse> call) {
        this(operation, List.of("kms:" + operation), resource, call);
    }

    KmsCall(String operation, List<String> actions, Resource resource, BiFunction<KmsClient, Scene, KmsResponse> call) {
        this.operation = operation;
        this.actions = actions;
        this.resource = resource;
        this.call = call;
    }

    KmsResponse on(KmsClient kms, Scene scene) {
        return call.apply(kms, scene);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }
}
