package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.AuditLog;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** The record of each kind of call (audit.md), read from the journal of the running service. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class AuditConformanceTest extends ServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * K and O are the ARNs of the two keys, A and F the alias that exists and the free one, P the policy, R the
     * account's root, G the id of the grant.
     */
    private static final String RECORDS = """
            operation| readOnly| requestParameters| responseElements| resources
            DESCRIBE_KEY| true| {"keyId":"K"}| null| K
            LIST_KEYS| true| null| null|
            ENABLE_KEY| false| {"keyId":"K"}| {"keyId":"K"}| K
            DISABLE_KEY| false| {"keyId":"K"}| {"keyId":"K"}| K
            UPDATE_KEY_DESCRIPTION| false| {"keyId":"K","description":"described"}| {"keyId":"K"}| K
            CANCEL_KEY_DELETION| false| {"keyId":"K"}| {"keyId":"K"}| K
            ENCRYPT| true| {"keyId":"K","encryptionAlgorithm":"SYMMETRIC_DEFAULT"}| null| K
            DECRYPT| true| {"keyId":"K","encryptionAlgorithm":"SYMMETRIC_DEFAULT"}| null| K
            RE_ENCRYPT| true| {"sourceKeyId":"K","destinationKeyId":"O","sourceEncryptionAlgorithm":"SYMMETRIC_DEFAULT","destinationEncryptionAlgorithm":"SYMMETRIC_DEFAULT"}| null| K O
            GENERATE_DATA_KEY| true| {"keyId":"K","keySpec":"AES_256"}| null| K
            GENERATE_DATA_KEY_WITHOUT_PLAINTEXT| true| {"keyId":"K","numberOfBytes":20}| null| K
            GENERATE_RANDOM| true| {"numberOfBytes":8}| null|
            CREATE_ALIAS| false| {"aliasName":"F","targetKeyId":"K"}| {"keyId":"K"}| K arn:F
            UPDATE_ALIAS| false| {"aliasName":"A","targetKeyId":"O"}| {"keyId":"O"}| K O arn:A
            DELETE_ALIAS| false| {"aliasName":"A"}| {"keyId":"K"}| K arn:A
            LIST_ALIASES| true| {"limit":5}| null|
            TAG_RESOURCE| false| {"keyId":"K","tags":[{"tagKey":"team","tagValue":"red"}]}| {"keyId":"K"}| K
            UNTAG_RESOURCE| false| {"keyId":"K","tagKeys":["team"]}| {"keyId":"K"}| K
            LIST_RESOURCE_TAGS| true| {"keyId":"K"}| null| K
            GET_KEY_POLICY| true| {"keyId":"K"}| null| K
            PUT_KEY_POLICY| false| {"keyId":"K","policyName":"default","policy":"P","bypassPolicyLockoutSafetyCheck":true}| {"keyId":"K"}| K
            LIST_KEY_POLICIES| true| {"keyId":"K"}| null| K
            GET_KEY_ROTATION_STATUS| true| {"keyId":"K"}| null| K
            LIST_GRANTS| true| {"keyId":"K"}| null| K
            LIST_RETIRABLE_GRANTS| true| {"retiringPrincipal":"R"}| null|
            RETIRE_GRANT| false| null| {"keyId":"K"}| K
            REVOKE_GRANT| false| {"keyId":"K","grantId":"G"}| {"keyId":"K"}| K
            """;

    private static final Set<KmsCall> ELSEWHERE =
            EnumSet.of(KmsCall.CREATE_KEY, KmsCall.SCHEDULE_KEY_DELETION, KmsCall.CREATE_GRANT);

    @Inject
    AuditLog log;

    @ParameterizedTest
    @CsvSource(textBlock = RECORDS, delimiter = '|', useHeadersInDisplayName = true, quoteCharacter = '\u0001')
    void aSuccessIsRecordedWithWhatItWasAbout(
            KmsCall call, boolean readOnly, String parameters, String response, @Nullable String resources)
            throws Exception {
        Scene scene = newScene();
        if (call == KmsCall.CANCEL_KEY_DELETION) {
            kms.scheduleKeyDeletion(in -> in.keyId(scene.key()));
        }

        JsonNode record = recordOf(call.on(kms, scene));

        assertThat(record.path("eventName").asText()).isEqualTo(call.operation);
        assertThat(record.path("readOnly").booleanValue()).isEqualTo(readOnly);
        assertThat(record.get("requestParameters")).isEqualTo(filled(parameters, scene));
        assertThat(record.get("responseElements")).isEqualTo(filled(response, scene));
        assertThat(resources(record)).isEqualTo(filledResources(resources, scene));
        assertThat(record.has("errorCode")).isFalse();
        assertThat(record.has("errorMessage")).isFalse();
    }

    @Test
    void everyOperationHasARow() {
        Set<KmsCall> rows = new HashSet<>(ELSEWHERE);
        RECORDS.lines().skip(1).forEach(line -> rows.add(KmsCall.valueOf(line.substring(0, line.indexOf('|')))));

        assertThat(rows).isEqualTo(EnumSet.allOf(KmsCall.class));
    }

    private JsonNode filled(String template, Scene scene) throws JsonProcessingException {
        String policy = JSON.writeValueAsString(scene.policy());
        return JSON.readTree(template.replace("\"K\"", '"' + scene.key() + '"')
                .replace("\"O\"", '"' + scene.otherKey() + '"')
                .replace("\"A\"", '"' + scene.alias() + '"')
                .replace("\"F\"", '"' + scene.freeAlias() + '"')
                .replace("\"R\"", '"' + scene.root() + '"')
                .replace("\"G\"", '"' + scene.grant() + '"')
                .replace("\"P\"", policy));
    }

    private List<String> filledResources(@Nullable String template, Scene scene) {
        List<String> resources = new ArrayList<>();
        for (String name : template == null ? List.<String>of() : List.of(template.split(" ", -1))) {
            resources.add(
                    switch (name) {
                        case "K" -> scene.key();
                        case "O" -> scene.otherKey();
                        case "arn:A" -> aliasArn(admin, scene.alias());
                        case "arn:F" -> aliasArn(admin, scene.freeAlias());
                        default -> throw new AssertionError(name);
                    });
        }
        return resources;
    }

    @Test
    void createKeyIsRecordedWithDefaultsAndMetadata() throws Exception {
        var created = kms.createKey(
                in -> in.tags(Tag.builder().tagKey("team").tagValue("red").build()));
        KeyMetadata metadata = created.keyMetadata();

        JsonNode record = recordOf(created);

        assertThat(record.get("requestParameters")).isEqualTo(JSON.readTree("""
                                {"description":"","keyUsage":"ENCRYPT_DECRYPT","customerMasterKeySpec":"SYMMETRIC_DEFAULT",
                                 "keySpec":"SYMMETRIC_DEFAULT","origin":"AWS_KMS","bypassPolicyLockoutSafetyCheck":false,
                                 "tags":[{"tagKey":"team","tagValue":"red"}],"multiRegion":false}"""));
        assertThat(record.get("responseElements")).isEqualTo(JSON.readTree("""
                                {"keyMetadata":{"aWSAccountId":"%s","keyId":"%s","arn":"%s","creationDate":"%s",
                                 "enabled":true,"description":"","keyUsage":"ENCRYPT_DECRYPT","keyState":"Enabled",
                                 "origin":"AWS_KMS","keyManager":"CUSTOMER","customerMasterKeySpec":"SYMMETRIC_DEFAULT",
                                 "keySpec":"SYMMETRIC_DEFAULT","encryptionAlgorithms":["SYMMETRIC_DEFAULT"],
                                 "multiRegion":false,"currentKeyMaterialId":"%s"}}""".formatted(
                        admin.accountId(),
                        metadata.keyId(),
                        metadata.arn(),
                        date(metadata.creationDate()),
                        metadata.currentKeyMaterialId())));
        assertThat(resources(record)).containsExactly(metadata.arn());
        assertThat(record.path("readOnly").booleanValue()).isFalse();
    }

    @Test
    void scheduleKeyDeletionIsRecordedWithItsDate() throws Exception {
        String key = newKey();
        var answer = kms.scheduleKeyDeletion(in -> in.keyId(idOf(key)));

        JsonNode record = recordOf(answer);

        assertThat(record.get("requestParameters"))
                .isEqualTo(JSON.readTree("{\"keyId\":\"" + idOf(key) + "\",\"pendingWindowInDays\":30}"));
        assertThat(record.get("responseElements"))
                .isEqualTo(JSON.readTree("""
                                {"keyId":"%s","keyState":"PendingDeletion","deletionDate":"%s","pendingWindowInDays":30}""".formatted(key, date(answer.deletionDate()))));
    }

    @Test
    void createGrantIsRecordedWithAllThatItGives() throws Exception {
        String key = newKey();
        var created = kms.createGrant(in -> in.keyId(idOf(key))
                .granteePrincipal(root(admin))
                .retiringPrincipal(admin.arn())
                .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT)
                .constraints(limits -> limits.encryptionContextSubset(Map.of("Department", "IT")))
                .name("nightly"));

        JsonNode record = recordOf(created);

        assertThat(record.get("requestParameters"))
                .isEqualTo(JSON.readTree("""
                                {"keyId":"%s","granteePrincipal":"%s","retiringPrincipal":"%s",
                                 "operations":["Decrypt","RetireGrant"],
                                 "constraints":{"encryptionContextSubset":{"Department":"IT"}},
                                 "name":"nightly"}""".formatted(idOf(key), root(admin), admin.arn())));
        assertThat(record.get("responseElements"))
                .isEqualTo(JSON.readTree("{\"grantId\":\"" + created.grantId() + "\",\"keyId\":\"" + key + "\"}"));
        assertThat(resources(record)).containsExactly(key);
        assertThat(record.path("readOnly").booleanValue()).isFalse();
    }

    @Test
    void aRetiredGrantIsRecordedByItsId() {
        Scene scene = newScene();

        JsonNode record = recordOf(KmsCall.RETIRE_GRANT.on(kms, scene));

        assertThat(record.at("/additionalEventData/grantId").asText()).isEqualTo(scene.grant());
    }

    /** Of calls that succeed with one, are refused with one, or send one that is none. */
    @Test
    void grantTokensAreNeverRecorded() {
        String key = newKey();
        var created = kms.createGrant(in ->
                in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT));
        String token = created.grantToken();
        Identity nobody = identities.user(admin.account(), "nobody");
        String tooLong = token + "x".repeat(8192);

        List<JsonNode> records = new ArrayList<>();
        records.add(recordOf(created));
        records.add(recordOf(
                kms.encrypt(in -> in.keyId(key).plaintext(Scene.PLAINTEXT).grantTokens(token))));
        records.add(recordOf(refusal(
                () -> kms.encrypt(in -> in.keyId(key).plaintext(Scene.PLAINTEXT).grantTokens(token + "x")))));
        records.add(recordOf(refusal(
                () -> kms.encrypt(in -> in.keyId(key).plaintext(Scene.PLAINTEXT).grantTokens(tooLong)))));
        records.add(recordOf(refusal(() -> clients.as(nobody).retireGrant(in -> in.grantToken(token)))));
        records.add(recordOf(refusal(() -> kms.retireGrant(in -> in.grantToken(tooLong)))));
        records.add(recordOf(kms.retireGrant(in -> in.grantToken(token))));

        assertThat(records).allSatisfy(record -> assertThat(record.toString()).doesNotContain(token));
    }

    private static String date(Instant time) {
        return DateTimeFormatter.ofPattern("MMM d, uuuu, h:mm:ss a", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    @Test
    void theEnvelopeSaysWhoWhenAndFromWhere() {
        JsonNode record = recordOf(kms.listKeys());

        JsonNode identity = record.get("userIdentity");
        assertThat(identity.path("type").asText()).isEqualTo("IAMUser");
        assertThat(identity.path("principalId").asText()).isEqualTo(admin.uniqueId());
        assertThat(identity.path("arn").asText()).isEqualTo(admin.arn());
        assertThat(identity.path("accountId").asText()).isEqualTo(admin.accountId());
        assertThat(identity.path("accessKeyId").asText()).isEqualTo(admin.accessKeyId());
        assertThat(identity.path("userName").asText()).isEqualTo("admin");
        assertThat(record.path("eventVersion").asText()).isEqualTo("1.11");
        assertThat(Instant.parse(record.path("eventTime").asText()))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(record.path("eventTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(record.path("eventSource").asText()).isEqualTo("kms.amazonaws.com");
        assertThat(record.path("awsRegion").asText()).isEqualTo(ServiceProfile.REGION);
        assertThat(record.path("sourceIPAddress").asText()).isEqualTo("127.0.0.1");
        assertThat(record.path("userAgent").asText()).startsWith("aws-sdk-java/2.");
        assertThat(record.path("eventType").asText()).isEqualTo("AwsApiCall");
        assertThat(record.path("eventCategory").asText()).isEqualTo("Management");
        assertThat(record.path("managementEvent").booleanValue()).isTrue();
        assertThat(record.path("recipientAccountId").asText()).isEqualTo(admin.accountId());
        assertThat(UUID.fromString(record.path("eventID").asText()).version()).isEqualTo(4);
    }

    @Test
    void theRootIsRecordedAsSuch() throws Exception {
        Identity root = identities.root(admin.account());

        JsonNode record = recordOf(clients.as(root, ServiceProfile.OTHER_REGION).listKeys());

        assertThat(record.get("userIdentity"))
                .isEqualTo(JSON.readTree("""
                                {"type":"Root","principalId":"%1$s","arn":"arn:aws:iam::%1$s:root","accountId":"%1$s",
                                 "accessKeyId":"%2$s"}""".formatted(root.accountId(), root.accessKeyId())));
        assertThat(record.path("awsRegion").asText()).isEqualTo(ServiceProfile.OTHER_REGION);
    }

    @Test
    void resourcesHaveTheirOwnerAndType() throws Exception {
        String key = newKey();

        JsonNode record = recordOf(kms.describeKey(in -> in.keyId(key)));

        assertThat(record.get("resources")).isEqualTo(JSON.readTree("""
                                [{"accountId":"%s","type":"AWS::KMS::Key","ARN":"%s"}]""".formatted(admin.accountId(), key)));
    }

    @Test
    void identifiersAreRecordedAsSent() {
        Scene scene = newScene();

        for (String id : List.of(idOf(scene.key()), scene.alias(), aliasArn(admin, scene.alias()))) {
            JsonNode record = recordOf(kms.describeKey(in -> in.keyId(id)));

            assertThat(record.at("/requestParameters/keyId").asText()).isEqualTo(id);
            assertThat(resources(record)).containsExactly(scene.key());
        }
    }

    @Test
    void decryptWithoutKeyIdIsRecordedWithTheKeyThatWasFound() {
        Scene scene = newScene();

        JsonNode record = recordOf(kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext())));

        assertThat(resources(record)).containsExactly(scene.key());
        assertThat(record.at("/requestParameters/encryptionAlgorithm").asText()).isEqualTo("SYMMETRIC_DEFAULT");
    }

    @Test
    void cryptographicCallsAreRecordedWithTheMaterialThatTheyUsed() {
        Scene scene = newScene();
        String material = material(scene.key());

        for (KmsCall call : List.of(
                KmsCall.ENCRYPT,
                KmsCall.DECRYPT,
                KmsCall.GENERATE_DATA_KEY,
                KmsCall.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT)) {
            assertThat(recordOf(call.on(kms, scene))
                            .at("/additionalEventData/keyMaterialId")
                            .asText())
                    .isEqualTo(material);
        }
        JsonNode reEncrypt = recordOf(KmsCall.RE_ENCRYPT.on(kms, scene));
        assertThat(reEncrypt.at("/additionalEventData/sourceKeyMaterialId").asText())
                .isEqualTo(material);
        assertThat(reEncrypt.at("/additionalEventData/destinationKeyMaterialId").asText())
                .isEqualTo(material(scene.otherKey()));
    }

    private String material(String key) {
        return kms.describeKey(in -> in.keyId(key)).keyMetadata().currentKeyMaterialId();
    }

    @Test
    void theEncryptionContextIsRecordedAndNothingSecret() throws Exception {
        String key = newKey();
        Map<String, String> context = Map.of("purpose", "audit");
        SdkBytes plaintext = bytes("secret plaintext of the audit test");

        var encrypted = kms.encrypt(in -> in.keyId(key).plaintext(plaintext).encryptionContext(context));
        GenerateDataKeyResponse dataKey =
                kms.generateDataKey(in -> in.keyId(key).keySpec("AES_256").encryptionContext(context));
        var decrypted =
                kms.decrypt(in -> in.ciphertextBlob(dataKey.ciphertextBlob()).encryptionContext(context));
        var random = kms.generateRandom(in -> in.numberOfBytes(32));

        for (KmsResponse response : List.<KmsResponse>of(encrypted, dataKey, decrypted)) {
            assertThat(recordOf(response).at("/requestParameters/encryptionContext"))
                    .isEqualTo(JSON.readTree("{\"purpose\":\"audit\"}"));
        }
        for (KmsResponse response : List.<KmsResponse>of(encrypted, dataKey, decrypted, random)) {
            String record = recordOf(response).toString();
            for (SdkBytes secret : List.of(
                    plaintext,
                    encrypted.ciphertextBlob(),
                    dataKey.plaintext(),
                    dataKey.ciphertextBlob(),
                    random.plaintext())) {
                assertThat(record)
                        .doesNotContain(Base64.getEncoder().encodeToString(secret.asByteArray()))
                        .doesNotContain(secret.asString(StandardCharsets.ISO_8859_1));
            }
            assertThat(record).doesNotContain(admin.secret(), "grantTokens", "plaintext", "ciphertextBlob");
        }
    }

    // failures

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void aDenialIsRecorded(KmsCall call) {
        Scene scene = newScene();
        Identity nobody = identities.user(admin.account(), "nobody");
        KmsException refused = refusal(() -> call.on(clients.as(nobody), scene));

        JsonNode record = recordOf(refused);

        assertThat(record.path("eventName").asText()).isEqualTo(call.operation);
        assertThat(record.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.path("errorMessage").asText())
                .isEqualTo(refused.awsErrorDetails().errorMessage());
        assertThat(record.at("/userIdentity/arn").asText()).isEqualTo(nobody.arn());
        assertThat(record.get("responseElements").isNull()).isTrue();
        if (Set.of(KmsCall.Resource.KEY, KmsCall.Resource.SHARED_KEY, KmsCall.Resource.GRANT)
                .contains(call.resource)) {
            assertThat(resources(record)).startsWith(scene.key());
        }
    }

    @Test
    void aDryRunIsRecorded() {
        Scene scene = newScene();

        JsonNode record = recordOf(refusal(() -> kms.encrypt(
                in -> in.keyId(scene.key()).plaintext(Scene.PLAINTEXT).dryRun(true))));

        assertThat(record.path("errorCode").asText()).isEqualTo("DryRunOperationException");
        assertThat(record.path("readOnly").booleanValue()).isTrue();
        assertThat(resources(record)).containsExactly(scene.key());
    }

    @Test
    void everyOtherFailureIsRecorded() {
        Scene scene = newScene();
        kms.disableKey(in -> in.keyId(scene.otherKey()));
        String absent = keyArn(admin, UUID.randomUUID().toString());

        assertRecorded(() -> kms.generateRandom(in -> in.numberOfBytes(0)), "GenerateRandom", "ValidationException");
        assertRecorded(() -> kms.describeKey(in -> in.keyId(absent)), "DescribeKey", "NotFoundException");
        assertRecorded(
                () -> kms.encrypt(in -> in.keyId(scene.otherKey()).plaintext(Scene.PLAINTEXT)),
                "Encrypt",
                "DisabledException");
        assertRecorded(
                () -> kms.decrypt(in -> in.ciphertextBlob(Scene.PLAINTEXT)), "Decrypt", "InvalidCiphertextException");
        assertRecorded(
                () -> kms.cancelKeyDeletion(in -> in.keyId(scene.key())),
                "CancelKeyDeletion",
                "KMSInvalidStateException");
        assertRecorded(() -> kms.listKeys(in -> in.marker("garbage")), "ListKeys", "InvalidMarkerException");
        assertRecorded(
                () -> kms.getPublicKey(in -> in.keyId(scene.key())), "GetPublicKey", "UnsupportedOperationException");
    }

    private void assertRecorded(Invocation call, String operation, String error) {
        JsonNode record = recordOf(refusal(call));

        assertThat(record.path("eventName").asText() + " "
                        + record.path("errorCode").asText())
                .isEqualTo(operation + " " + error);
    }

    @Test
    void callsThatAreNotAuthenticatedAreNotRecorded() {
        Identity gone = identities.user(admin.account(), "gone", TestIdentities.ALLOW_ALL);
        identities.deactivate(gone);

        List<KmsException> refusals = List.of(
                refusal(() -> clients.as(admin.accessKeyId(), "wrong" + admin.secret(), ServiceProfile.REGION)
                        .listKeys()),
                refusal(() -> clients.as("AKIAUNKNOWNUNKNOWN22", admin.secret(), ServiceProfile.REGION)
                        .listKeys()),
                refusal(() -> clients.as(gone).listKeys()),
                refusal(() -> clients.as(admin, "mars-north-1").listKeys()));

        assertThat(refusals)
                .extracting(refused -> refused.awsErrorDetails().errorCode())
                .containsExactly(
                        "InvalidSignatureException",
                        "UnrecognizedClientException",
                        "UnrecognizedClientException",
                        "InvalidSignatureException");
        recordOf(kms.listKeys());
        assertThat(refusals).allSatisfy(refused -> {
            assertThat(UUID.fromString(refused.requestId()).version()).isEqualTo(7);
            assertThat(log.of(refused.requestId())).isEmpty();
        });
    }

    // across accounts

    @Test
    @Disabled("not built: the second record, for the owner of the key (audit.md, section 1)")
    void aForeignersSuccessIsRecordedForBothAccounts() {
        Identity foreigner = identities.user(identities.account(), "partner", TestIdentities.ALLOW_ALL);
        String key = sharedWith(foreigner);
        KmsResponse response = clients.as(foreigner).describeKey(in -> in.keyId(key));

        List<JsonNode> records = log.of(response.responseMetadata().requestId());

        assertThat(records)
                .extracting(record -> record.path("recipientAccountId").asText())
                .containsExactlyInAnyOrder(foreigner.accountId(), admin.accountId());
        assertThat(records.stream().map(record -> record.path("sharedEventID").asText()))
                .doesNotContain("")
                .containsOnly(records.getFirst().path("sharedEventID").asText());
        assertThat(records.stream().map(record -> record.path("eventID").asText()))
                .doesNotHaveDuplicates();
        JsonNode ofOwner = records.stream()
                .filter(record -> record.path("recipientAccountId").asText().equals(admin.accountId()))
                .findFirst()
                .orElseThrow();
        assertThat(ofOwner.path("userIdentity").path("type").asText()).isEqualTo("AWSAccount");
        assertThat(ofOwner.path("userIdentity").path("accountId").asText()).isEqualTo(foreigner.accountId());
        assertThat(ofOwner.path("userIdentity").has("arn")).isFalse();
    }

    @Test
    void aForeignersDenialIsRecordedForHimAloneAndTellsHimNothing() {
        Identity foreigner = identities.user(identities.account(), "stranger", TestIdentities.ALLOW_ALL);
        String key = newKey();
        String denying = kms.createKey(in -> in.policy(Policies.document(
                        Policies.allow(root(admin), List.of("kms:*")),
                        Policies.deny(root(foreigner), List.of("kms:*")))))
                .keyMetadata()
                .arn();
        String absent = keyArn(admin, UUID.randomUUID().toString());
        KmsClient strange = clients.as(foreigner);

        List<JsonNode> records = new ArrayList<>();
        for (String id : List.of(key, denying, absent)) {
            records.add(recordOf(refusal(() -> strange.describeKey(in -> in.keyId(id)))));
        }

        assertThat(records).allSatisfy(record -> {
            assertThat(record.path("recipientAccountId").asText()).isEqualTo(foreigner.accountId());
            assertThat(resources(record)).isEqualTo(resources(records.getLast()));
            assertThat(record.path("additionalEventData"))
                    .isEqualTo(records.getLast().path("additionalEventData"));
        });
    }

    private String sharedWith(Identity foreigner) {
        return kms.createKey(in -> in.policy(Policies.document(
                        Policies.allow(root(admin), List.of("kms:*")),
                        Policies.allow(foreigner.arn(), List.of("kms:DescribeKey")))))
                .keyMetadata()
                .arn();
    }

    private JsonNode recordOf(KmsResponse response) {
        return onlyRecord(response.responseMetadata().requestId());
    }

    private JsonNode recordOf(KmsException refused) {
        return onlyRecord(refused.requestId());
    }

    private JsonNode onlyRecord(String requestId) {
        List<JsonNode> records = log.of(requestId);
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private static List<String> resources(JsonNode record) {
        return StreamSupport.stream(record.path("resources").spliterator(), false)
                .map(resource -> resource.path("ARN").asText())
                .toList();
    }
}
