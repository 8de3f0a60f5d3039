package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;

@QuarkusTest
@TestProfile(ServiceProfile.class)
class KeysConformanceTest extends ServiceTest {
    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    // CreateKey

    @Test
    void createKeyAnswersTheWholeMetadata() {
        Instant before = Instant.now().minusSeconds(1);

        KeyMetadata created = kms.createKey().keyMetadata();

        assertThat(created.keyId()).matches(UUID_FORM);
        assertThat(created.arn()).isEqualTo(keyArn(admin, created.keyId()));
        assertThat(created.creationDate()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(created.currentKeyMaterialId()).matches("[0-9a-f]{64}");
        assertThat(created)
                .isEqualTo(expected(created.keyId())
                        .creationDate(created.creationDate())
                        .currentKeyMaterialId(created.currentKeyMaterialId())
                        .build());
    }

    /** Members that are not set are absent: equality with the answer proves it. */
    @SuppressWarnings("deprecation") // the answer has the deprecated twin of KeySpec, too
    private KeyMetadata.Builder expected(String keyId) {
        return KeyMetadata.builder()
                .awsAccountId(admin.accountId())
                .keyId(keyId)
                .arn(keyArn(admin, keyId))
                .enabled(true)
                .description("")
                .keyUsage("ENCRYPT_DECRYPT")
                .keyState("Enabled")
                .origin("AWS_KMS")
                .keyManager("CUSTOMER")
                .customerMasterKeySpec("SYMMETRIC_DEFAULT")
                .keySpec("SYMMETRIC_DEFAULT")
                .encryptionAlgorithmsWithStrings("SYMMETRIC_DEFAULT")
                .multiRegion(false);
    }

    @Test
    @SuppressWarnings("deprecation") // CustomerMasterKeySpec
    void createKeyTakesDescriptionTagsAndPolicy() {
        String policy = Policies.document(Policies.allow(root(admin), List.of("kms:*")));

        KeyMetadata created = kms.createKey(in -> in.description("Schlüssel für Übung")
                        .policy(policy)
                        .tags(tag("a", "1"), tag("B", ""))
                        .keySpec("SYMMETRIC_DEFAULT")
                        .customerMasterKeySpec("SYMMETRIC_DEFAULT")
                        .keyUsage("ENCRYPT_DECRYPT")
                        .origin("AWS_KMS")
                        .multiRegion(false))
                .keyMetadata();

        assertThat(created.description()).isEqualTo("Schlüssel für Übung");
        assertThat(kms.getKeyPolicy(in -> in.keyId(created.keyId())).policy()).isEqualTo(policy);
        assertThat(kms.listResourceTags(in -> in.keyId(created.keyId())).tags())
                .containsExactly(tag("a", "1"), tag("B", ""));
    }

    @Test
    void createKeyIsNotIdempotent() {
        assertThat(newKey()).isNotEqualTo(newKey());
    }

    @Test
    void keysOfTwoCallsHaveDifferentMaterial() {
        assertThat(kms.createKey().keyMetadata().currentKeyMaterialId())
                .isNotEqualTo(kms.createKey().keyMetadata().currentKeyMaterialId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_2048", "HMAC_256", "ECC_NIST_P256", "ML_DSA_65", "ML_KEM_768"})
    void createKeyNeedsTheUsageOfEverySpecButTheSymmetricOne(String spec) {
        assertCreateKeyRefused(
                in -> in.keySpec(spec),
                "ValidationException",
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
    }

    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC_DEFAULT, SIGN_VERIFY",
        "RSA_2048, KEY_AGREEMENT",
        "ECC_SECG_P256K1, KEY_AGREEMENT",
        "HMAC_512, ENCRYPT_DECRYPT",
        "ML_DSA_44, GENERATE_VERIFY_MAC",
        "ML_KEM_512, ENCRYPT_DECRYPT"
    })
    void createKeyRefusesAUsageThatTheSpecDoesNotHave(String spec, String usage) {
        assertCreateKeyRefused(
                in -> in.keySpec(spec).keyUsage(usage),
                "ValidationException",
                "KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }

    @Test
    @SuppressWarnings("deprecation") // CustomerMasterKeySpec
    void createKeyRefusesTwoSpecsThatDiffer() {
        assertCreateKeyRefused(
                in -> in.keySpec("SYMMETRIC_DEFAULT").customerMasterKeySpec("RSA_2048"),
                "ValidationException",
                "KeySpec and CustomerMasterKeySpec cannot both be specified with different values.");
    }

    @Test
    void createKeyNamesTheEnumWhenAValueIsUnknown() {
        assertThat(refusal(() -> kms.createKey(in -> in.keySpec("AES_512")))
                        .awsErrorDetails()
                        .errorMessage())
                .startsWith("1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [")
                .contains("SYMMETRIC_DEFAULT", "RSA_4096", "HMAC_224", "ML_KEM_1024")
                .endsWith("]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"})
    void createKeySaysWhichOriginIsNotSupportedYet(String origin) {
        assertCreateKeyRefused(
                in -> in.origin(origin), "UnsupportedOperationException", "Origin " + origin + " is not supported.");
    }

    @Test
    void createKeyRefusesADescriptionThatIsTooLong() {
        String description = "d".repeat(8193);

        assertCreateKeyRefused(
                in -> in.description(description),
                "ValidationException",
                "1 validation error detected: Value '" + description
                        + "' at 'description' failed to satisfy constraint: Member must have length less than or equal"
                        + " to 8192");
    }

    @Test
    void createKeyReportsAllViolationsAtOnce() {
        assertCreateKeyRefused(
                in -> in.customKeyStoreId("").tags(Tag.builder().tagKey("").build()),
                "ValidationException",
                "3 validation errors detected: Value '' at 'customKeyStoreId' failed to satisfy constraint: Member must"
                        + " have length greater than or equal to 1; Value '' at 'tags.1.member.tagKey' failed to"
                        + " satisfy constraint: Member must have length greater than or equal to 1; Value null at"
                        + " 'tags.1.member.tagValue' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void createKeyRefusesTooManyTags() {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            tags.add(tag("key" + i, "value"));
        }

        assertCreateKeyRefused(in -> in.tags(tags), "TagException", "Too many tags");
    }

    @Test
    void createKeyRefusesTagsTwiceAndReservedOnes() {
        assertCreateKeyRefused(in -> in.tags(tag("a", "1"), tag("a", "2")), "TagException", "Duplicate tag keys");
        assertCreateKeyRefused(
                in -> in.tags(tag("AWS:x", "1")), "TagException", "Tags beginning with aws: are reserved");
    }

    @Test
    void createKeyRefusesAPolicyThatLocksTheCallerOut() {
        Identity other = identities.user(admin.account(), "other");
        String policy = Policies.document(Policies.allow(other.arn(), List.of("kms:*")));

        assertCreateKeyRefused(
                in -> in.policy(policy),
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.");
        String key = kms.createKey(in -> in.policy(policy).bypassPolicyLockoutSafetyCheck(true))
                .keyMetadata()
                .keyId();
        assertThat(clients.as(other).getKeyPolicy(in -> in.keyId(key)).policy()).isEqualTo(policy);
    }

    @Test
    void createKeyRefusesAPolicyWithPrincipalsThatDoNotExist() {
        assertCreateKeyRefused(
                in -> in.policy(Policies.document(
                        Policies.allow(root(admin), List.of("kms:*")),
                        Policies.allow("arn:aws:iam::" + admin.accountId() + ":user/nobody", List.of("kms:*")))),
                "MalformedPolicyDocumentException",
                "Policy contains a statement with one or more invalid principals.");
    }

    /** Nothing of a refused call stays. */
    private void assertCreateKeyRefused(Consumer<CreateKeyRequest.Builder> request, String error, String message) {
        assertRefused(() -> kms.createKey(request), error, message);
        assertThat(kms.listKeys().keys()).isEmpty();
    }

    // DescribeKey

    @Test
    void describeKeyTakesEveryFormOfIdentifier() {
        KeyMetadata created = kms.createKey().keyMetadata();
        kms.createAlias(in -> in.aliasName("alias/described").targetKeyId(created.keyId()));

        for (String id :
                List.of(created.keyId(), created.arn(), "alias/described", aliasArn(admin, "alias/described"))) {
            assertThat(kms.describeKey(in -> in.keyId(id)).keyMetadata()).isEqualTo(created);
        }
    }

    @Test
    void describeKeySaysThatADisabledKeyIsNotEnabled() {
        String key = idOf(newKey());
        kms.disableKey(in -> in.keyId(key));

        KeyMetadata described = kms.describeKey(in -> in.keyId(key)).keyMetadata();

        assertThat(described)
                .isEqualTo(expected(key)
                        .enabled(false)
                        .keyState("Disabled")
                        .creationDate(described.creationDate())
                        .currentKeyMaterialId(described.currentKeyMaterialId())
                        .build());
    }

    @Test
    void describeKeySaysWhenAKeyWillBeDeleted() {
        String key = idOf(newKey());
        Instant deletion = kms.scheduleKeyDeletion(in -> in.keyId(key).pendingWindowInDays(9))
                .deletionDate();

        KeyMetadata described = kms.describeKey(in -> in.keyId(key)).keyMetadata();

        assertThat(described)
                .isEqualTo(expected(key)
                        .enabled(false)
                        .keyState("PendingDeletion")
                        .deletionDate(deletion)
                        .creationDate(described.creationDate())
                        .currentKeyMaterialId(described.currentKeyMaterialId())
                        .build());
    }

    // identifiers (operations.md, section 1)

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-thing",
                "1234abcd12ab34cd56ef1234567890ab",
                "1234ABCD-12AB-34CD-56EF-1234567890AB",
                "mrk-12",
                "arn:aws:kms:us-east-1",
                "arn:aws:s3:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "arn:aws:kms:us-east-1:1234:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "arn:aws:kms:us-east-1:111122223333:keys/1234abcd-12ab-34cd-56ef-1234567890ab"
            })
    void malformedKeyIdsAreNotFound(String form) {
        String id = form.replace("111122223333", admin.accountId());

        for (KmsCall call : List.of(KmsCall.DESCRIBE_KEY, KmsCall.ENCRYPT, KmsCall.DISABLE_KEY)) {
            assertRefused(() -> call.on(kms, sceneWithKey(id)), "NotFoundException", "Invalid keyId '" + id + "'");
        }
    }

    @Test
    void absentKeysAreNotFoundByTheirArn() {
        String id = UUID.randomUUID().toString();
        String mrk = "mrk-" + id.replace("-", "");

        for (KmsCall call : callsOnAKey()) {
            for (String key : List.of(id, mrk)) {
                String text = "Key '" + keyArn(admin, key) + "' does not exist";
                assertRefused(() -> call.on(kms, sceneWithKey(key)), "NotFoundException", text);
                assertRefused(() -> call.on(kms, sceneWithKey(keyArn(admin, key))), "NotFoundException", text);
            }
        }
    }

    @Test
    void arnsOfAnotherRegionAreInvalid() {
        String key = newKey();
        String elsewhere = key.replace(ServiceProfile.REGION, "ap-south-2");

        for (KmsCall call : callsOnAKey()) {
            assertRefused(() -> call.on(kms, sceneWithKey(elsewhere)), "NotFoundException", "Invalid arn ap-south-2");
        }
    }

    @Test
    void aKeyOfOneRegionIsNotFoundInAnother() {
        String key = newKey();
        KmsClient elsewhere = clients.as(admin, ServiceProfile.OTHER_REGION);

        for (KmsCall call : callsOnAKey()) {
            assertRefused(
                    () -> call.on(elsewhere, sceneWithKey(key)),
                    "NotFoundException",
                    "Invalid arn " + ServiceProfile.REGION);
            assertRefused(
                    () -> call.on(elsewhere, sceneWithKey(idOf(key))),
                    "NotFoundException",
                    "Key '" + key.replace(ServiceProfile.REGION, ServiceProfile.OTHER_REGION) + "' does not exist");
        }
        assertThat(elsewhere.listKeys().keys()).isEmpty();
    }

    @Test
    void eachRegionHasItsOwnKeys() {
        KmsClient elsewhere = clients.as(admin, ServiceProfile.OTHER_REGION);

        KeyMetadata created = elsewhere.createKey().keyMetadata();

        assertThat(created.arn())
                .isEqualTo("arn:aws:kms:" + ServiceProfile.OTHER_REGION + ":" + admin.accountId() + ":key/"
                        + created.keyId());
        assertThat(elsewhere.listKeys().keys()).extracting(KeyListEntry::keyArn).containsExactly(created.arn());
        assertThat(kms.listKeys().keys()).isEmpty();
    }

    @Test
    void aliasesAreRefusedWhereOnlyAKeyIdWillDo() {
        KmsCall.Scene scene = newScene();

        for (KmsCall call : callsOnAKey()) {
            if (call.resource == KmsCall.Resource.SHARED_KEY && call != KmsCall.GET_KEY_ROTATION_STATUS) {
                continue;
            }
            for (String alias : List.of(scene.alias(), aliasArn(admin, scene.alias()), "alias/absent")) {
                assertRefused(
                        () -> call.on(kms, sceneWithKey(alias)),
                        "InvalidArnException",
                        "Key Aliases are not supported for this operation.");
            }
        }
    }

    @Test
    void absentAliasesAreNotFound() {
        for (KmsCall call : List.of(KmsCall.DESCRIBE_KEY, KmsCall.ENCRYPT, KmsCall.GENERATE_DATA_KEY)) {
            for (String alias : List.of("alias/absent", aliasArn(admin, "alias/absent"))) {
                assertRefused(
                        () -> call.on(kms, sceneWithKey(alias)),
                        "NotFoundException",
                        "Alias " + aliasArn(admin, "alias/absent") + " is not found.");
            }
        }
    }

    @Test
    void anAliasOfAnotherAccountLooksTheSameWhetherItExistsOrNot() {
        KmsCall.Scene scene = newScene();
        Identity stranger = identities.administrator();

        for (String alias : List.of(aliasArn(admin, scene.alias()), aliasArn(admin, "alias/absent"))) {
            assertRefused(
                    () -> clients.as(stranger).describeKey(in -> in.keyId(alias)),
                    "AccessDeniedException",
                    "User: " + stranger.arn() + " is not authorized to perform: kms:DescribeKey on this resource"
                            + " because the resource does not exist in this Region, no resource-based policies allow"
                            + " access, or a resource-based policy explicitly denies access");
        }
    }

    private static List<KmsCall> callsOnAKey() {
        return Arrays.stream(KmsCall.values())
                .filter(call -> call.resource == KmsCall.Resource.KEY
                        || call.resource == KmsCall.Resource.SHARED_KEY
                        || call.resource == KmsCall.Resource.GRANT
                        || call == KmsCall.CREATE_ALIAS)
                .toList();
    }

    private KmsCall.Scene sceneWithKey(String key) {
        return new KmsCall.Scene(
                key,
                key,
                "alias/none",
                "alias/free",
                bytes("no ciphertext"),
                Policies.document(Policies.allow(root(admin), List.of("kms:*"))),
                root(admin),
                "0".repeat(64));
    }

    // ListKeys

    @Test
    void listKeysAnswersNothingInAnEmptyAccount() {
        ListKeysResponse answer = kms.listKeys();

        assertThat(answer.keys()).isEmpty();
        assertThat(answer.truncated()).isFalse();
        assertThat(answer.nextMarker()).isNull();
    }

    @Test
    void listKeysGoesThroughEveryKeyInEveryStateOnce() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            keys.add(newKey());
        }
        kms.disableKey(in -> in.keyId(keys.get(1)));
        kms.scheduleKeyDeletion(in -> in.keyId(keys.get(2)));

        ListKeysResponse first = kms.listKeys(in -> in.limit(2));
        ListKeysResponse second = kms.listKeys(in -> in.limit(2).marker(first.nextMarker()));
        ListKeysResponse third = kms.listKeys(in -> in.limit(2).marker(second.nextMarker()));

        assertThat(List.of(first.truncated(), second.truncated(), third.truncated()))
                .containsExactly(true, true, false);
        assertThat(third.nextMarker()).isNull();
        List<KeyListEntry> all = new ArrayList<>(first.keys());
        all.addAll(second.keys());
        all.addAll(third.keys());
        assertThat(all).extracting(KeyListEntry::keyArn).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(all).allSatisfy(entry -> assertThat(entry.keyArn()).isEqualTo(keyArn(admin, entry.keyId())));
        assertThat(kms.listKeysPaginator(in -> in.limit(1)).keys())
                .extracting(KeyListEntry::keyArn)
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void listKeysHasAPageOfAHundredByDefault() {
        List<String> keys = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, 101).parallel().forEach(i -> keys.add(newKey()));

        ListKeysResponse answer = kms.listKeys();

        assertThat(answer.keys()).hasSize(100);
        assertThat(answer.truncated()).isTrue();
        assertThat(kms.listKeys(in -> in.marker(answer.nextMarker())).keys()).hasSize(1);
    }

    @Test
    void listKeysRefusesMarkersThatAreNotItsOwn() {
        for (int i = 0; i < 2; i++) {
            newKey();
            kms.createAlias(in -> in.aliasName("alias/" + UUID.randomUUID())
                    .targetKeyId(kms.listKeys().keys().getFirst().keyId()));
        }
        Identity stranger = identities.administrator();
        String own = kms.listKeys(in -> in.limit(1)).nextMarker();
        String ofAliases = kms.listAliases(in -> in.limit(1)).nextMarker();

        for (String marker : List.of("garbage", "AAAA", "%%%", ofAliases)) {
            assertInvalidMarker(() -> kms.listKeys(in -> in.marker(marker)));
        }
        assertInvalidMarker(() -> clients.as(stranger).listKeys(in -> in.marker(own)));
        assertInvalidMarker(() -> clients.as(admin, ServiceProfile.OTHER_REGION).listKeys(in -> in.marker(own)));
    }

    private static void assertInvalidMarker(Invocation call) {
        assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("InvalidMarkerException");
    }

    @ParameterizedTest
    @CsvSource({"0, greater than or equal to 1", "1001, less than or equal to 1000"})
    void listKeysRefusesALimitOutOfRange(int limit, String constraint) {
        assertRefused(
                () -> kms.listKeys(in -> in.limit(limit)),
                "ValidationException",
                "1 validation error detected: Value '" + limit
                        + "' at 'limit' failed to satisfy constraint: Member must have value " + constraint);
    }

    // EnableKey, DisableKey, UpdateKeyDescription

    @Test
    void disableAndEnableAreIdempotent() {
        String key = newKey();

        for (int i = 0; i < 2; i++) {
            kms.disableKey(in -> in.keyId(key));
            assertThat(state(key)).isEqualTo(KeyState.DISABLED);
        }
        for (int i = 0; i < 2; i++) {
            kms.enableKey(in -> in.keyId(key));
            assertThat(state(key)).isEqualTo(KeyState.ENABLED);
        }
    }

    @Test
    void updateKeyDescriptionTakesAnyTextAndNone() {
        String key = newKey();

        for (String text : List.of("first", "", "日本語 \"quoted\" \\ line\nbreak", "x".repeat(8192))) {
            kms.updateKeyDescription(in -> in.keyId(key).description(text));
            assertThat(kms.describeKey(in -> in.keyId(key)).keyMetadata().description())
                    .isEqualTo(text);
        }
    }

    @Test
    void updateKeyDescriptionRequiresTheDescription() {
        String key = newKey();

        assertRefused(
                () -> kms.updateKeyDescription(in -> in.keyId(key)),
                "ValidationException",
                "1 validation error detected: Value null at 'description' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    // ScheduleKeyDeletion, CancelKeyDeletion

    @ParameterizedTest
    @ValueSource(ints = {7, 30})
    void scheduleKeyDeletionAnswersWhen(int days) {
        String key = newKey();

        ScheduleKeyDeletionResponse answer =
                kms.scheduleKeyDeletion(in -> in.keyId(idOf(key)).pendingWindowInDays(days));

        assertThat(answer.keyId()).isEqualTo(key);
        assertThat(answer.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(answer.pendingWindowInDays()).isEqualTo(days);
        assertThat(answer.deletionDate()).isCloseTo(in(days), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void scheduleKeyDeletionWaitsThirtyDaysByDefault() {
        ScheduleKeyDeletionResponse answer = kms.scheduleKeyDeletion(in -> in.keyId(newKey()));

        assertThat(answer.pendingWindowInDays()).isEqualTo(30);
        assertThat(answer.deletionDate()).isCloseTo(in(30), within(1, ChronoUnit.MINUTES));
    }

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 31, 366})
    void scheduleKeyDeletionRefusesOtherWindows(int days) {
        String key = newKey();

        assertThat(refusal(() -> kms.scheduleKeyDeletion(in -> in.keyId(key).pendingWindowInDays(days)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ValidationException");
        assertThat(state(key)).isEqualTo(KeyState.ENABLED);
    }

    @Test
    void cancelKeyDeletionLeavesTheKeyDisabled() {
        String key = newKey();
        kms.scheduleKeyDeletion(in -> in.keyId(key));

        String answer = kms.cancelKeyDeletion(in -> in.keyId(idOf(key))).keyId();

        assertThat(answer).isEqualTo(key);
        KeyMetadata described = kms.describeKey(in -> in.keyId(key)).keyMetadata();
        assertThat(described.keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(described.deletionDate()).isNull();
    }

    // GetKeyRotationStatus

    @Test
    void keysAreNotRotatedByThemselves() {
        String key = newKey();

        var status = kms.getKeyRotationStatus(in -> in.keyId(key));

        assertThat(status.keyRotationEnabled()).isFalse();
        assertThat(status.keyId()).isEqualTo(idOf(key));
        assertThat(status.rotationPeriodInDays()).isNull();
        assertThat(status.nextRotationDate()).isNull();
        assertThat(status.onDemandRotationStartDate()).isNull();
    }

    // what is not built

    @Test
    void operationsThatAreNotBuiltSaySo() {
        String key = newKey();

        assertUnsupported(() -> kms.getPublicKey(in -> in.keyId(key)));
        assertUnsupported(() -> kms.enableKeyRotation(in -> in.keyId(key)));
        assertUnsupported(() -> kms.getParametersForImport(
                in -> in.keyId(key).wrappingAlgorithm("RSAES_OAEP_SHA_256").wrappingKeySpec("RSA_2048")));
        assertUnsupported(() -> kms.describeCustomKeyStores());
        assertUnsupported(() -> kms.encapsulate(in -> in.keyId(key)));
    }

    private static void assertUnsupported(Invocation call) {
        assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperationException");
    }

    private KeyState state(String key) {
        return kms.describeKey(in -> in.keyId(key)).keyMetadata().keyState();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().tagKey(key).tagValue(value).build();
    }
}
