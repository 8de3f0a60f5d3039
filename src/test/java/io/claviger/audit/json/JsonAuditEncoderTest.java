package io.claviger.audit.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.claviger.audit.AuditEvent;
import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.Blob;
import io.claviger.common.Json;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.key.KeyState;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.Sensitive;
import io.claviger.operation.wire.WireName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonAuditEncoderTest {
    private static final String KEY_ARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    record Encrypt(
            String keyId,
            SecretBytes plaintext,
            Map<String, String> encryptionContext,
            @NotAudited List<String> grantTokens,
            @AuditDefault("SYMMETRIC_DEFAULT") String encryptionAlgorithm,
            Boolean dryRun) {}

    record CreateKey(
            @AuditDefault("") String description,
            @AuditDefault("false") Boolean multiRegion,
            @AuditDefault("7") Integer days,
            List<Tag> tags,
            String policy) {}

    record Tag(String tagKey, String tagValue) {}

    record Import(
            String keyId,
            Blob importToken,
            Blob encryptedKeyMaterial,
            List<Blob> blobs,
            Instant validTo,
            @Sensitive String password,
            Recipient recipient,
            Hidden hidden) {}

    record Recipient(Blob attestationDocument, String keyEncryptionAlgorithm) {}

    record Hidden(Blob document, @NotAudited String token) {}

    record OnlyHidden(@NotAudited String grantToken, SecretBytes secret) {}

    record KeyMetadata(
            @WireName("AWSAccountId") String accountId,
            String keyId,
            Instant creationDate,
            boolean enabled,
            KeyState keyState,
            String absent) {}

    private final JsonAuditEncoder encoder = new JsonAuditEncoder();
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void aSuccessfulCall() {
        SequencedMap<String, String> context = new LinkedHashMap<>();
        context.put("Zebra", "1");
        context.put("aws:x", "grüße 🔑");
        Event event = new Event();
        event.request = new Encrypt(
                "alias/a", SecretBytes.copyOf("top".getBytes(UTF_8)), context, List.of("token"), null, null);
        event.eventData.put("keyMaterialId", "m".repeat(64));

        assertThat(text(event))
                .isEqualTo("{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\","
                        + "\"principalId\":\"AIDAEXAMPLE\",\"arn\":\"arn:aws:iam::111122223333:user/team/Alice\","
                        + "\"accountId\":\"111122223333\",\"accessKeyId\":\"AKIAEXAMPLE\",\"userName\":\"Alice\"},"
                        + "\"eventTime\":\"2025-05-20T20:45:00Z\",\"eventSource\":\"kms.amazonaws.com\","
                        + "\"eventName\":\"Encrypt\",\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\"192.0.2.0\","
                        + "\"userAgent\":\"aws-cli/2\",\"requestParameters\":{\"keyId\":\"alias/a\","
                        + "\"encryptionContext\":{\"Zebra\":\"1\",\"aws:x\":\"grüße 🔑\"},"
                        + "\"encryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"},\"responseElements\":null,"
                        + "\"additionalEventData\":{\"keyMaterialId\":\"" + "m".repeat(64) + "\"},"
                        + "\"requestID\":\"request-1\",\"eventID\":\"event-1\",\"readOnly\":true,"
                        + "\"resources\":[{\"accountId\":\"111122223333\",\"type\":\"AWS::KMS::Key\",\"ARN\":\""
                        + KEY_ARN
                        + "\"}],\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
                        + "\"recipientAccountId\":\"111122223333\",\"eventCategory\":\"Management\","
                        + "\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\","
                        + "\"clientProvidedHostHeader\":\"kms.example\"}}");
    }

    @Test
    void aDeniedCallOfTheRootWithoutTls() {
        Event event = new Event();
        event.principal = new Caller.Root(new AccountId("111122223333"));
        event.request = new OnlyHidden("t", SecretBytes.copyOf(new byte[1]));
        event.errorCode = "AccessDeniedException";
        event.errorMessage = "User: x is not authorized";
        event.denial = "no statement of the key policy allows it";
        event.tls = null;
        event.userAgent = null;
        event.resources = List.of();

        assertThat(text(event))
                .isEqualTo("{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"Root\","
                        + "\"principalId\":\"111122223333\",\"arn\":\"arn:aws:iam::111122223333:root\","
                        + "\"accountId\":\"111122223333\",\"accessKeyId\":\"AKIAEXAMPLE\"},"
                        + "\"eventTime\":\"2025-05-20T20:45:00Z\",\"eventSource\":\"kms.amazonaws.com\","
                        + "\"eventName\":\"Encrypt\",\"awsRegion\":\"us-west-2\",\"sourceIPAddress\":\"192.0.2.0\","
                        + "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User: x is not authorized\","
                        + "\"requestParameters\":null,\"responseElements\":null,"
                        + "\"additionalEventData\":{"
                        + "\"authorizationDecision\":\"no statement of the key policy allows it\"},"
                        + "\"requestID\":\"request-1\",\"eventID\":\"event-1\",\"readOnly\":true,\"resources\":[],"
                        + "\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
                        + "\"recipientAccountId\":\"111122223333\",\"eventCategory\":\"Management\"}");
    }

    @Test
    void fillsDefaultsInTheirOwnType() {
        Event event = new Event();
        event.request = new CreateKey(null, null, null, List.of(new Tag("k", "v"), new Tag("only", null)), "{\"a\":1}");

        assertThat(json(event).get("requestParameters"))
                .hasToString("{\"description\":\"\",\"multiRegion\":false,\"days\":7,\"tags\":[{\"tagKey\":\"k\","
                        + "\"tagValue\":\"v\"},{\"tagKey\":\"only\"}],\"policy\":\"{\\\"a\\\":1}\"}");
    }

    @Test
    void neverShowsBytesOrWhatIsSensitive() {
        Blob blob = Blob.copyOf(new byte[] {1});
        Event event = new Event();
        event.request = new Import(
                "id",
                blob,
                blob,
                List.of(blob),
                Instant.parse("2022-08-10T22:38:27Z"),
                "password",
                new Recipient(blob, "RSAES_OAEP_SHA_256"),
                new Hidden(blob, "token"));

        assertThat(json(event).get("requestParameters"))
                .hasToString("{\"keyId\":\"id\",\"validTo\":\"Aug 10, 2022, 10:38:27 PM\","
                        + "\"recipient\":{\"keyEncryptionAlgorithm\":\"RSAES_OAEP_SHA_256\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2022-08-10T22:38:27.9Z | Aug 10, 2022, 10:38:27 PM",
                "2026-09-01T00:00:05Z | Sep 1, 2026, 12:00:05 AM",
                "2026-05-31T12:00:00Z | May 31, 2026, 12:00:00 PM"
            })
    void writesDatesInEnglish(Instant date, String text) {
        Event event = new Event();
        event.request = new Import(null, null, null, null, date, null, null, null);

        assertThat(json(event).at("/requestParameters/validTo").asText()).isEqualTo(text);
    }

    @Test
    void showsTheAnswerOfAManagementCall() {
        Event event = new Event();
        event.readOnly = false;
        event.responseElements = new LinkedHashMap<>();
        event.responseElements.put(
                "keyMetadata",
                new KeyMetadata(
                        "111122223333",
                        "id",
                        Instant.parse("2022-08-10T22:38:27Z"),
                        true,
                        KeyState.PENDING_IMPORT,
                        null));
        event.responseElements.put("pendingWindowInDays", 7);
        event.responseElements.put("secret", SecretBytes.copyOf(new byte[1]));

        assertThat(json(event).get("responseElements"))
                .hasToString("{\"keyMetadata\":{\"aWSAccountId\":\"111122223333\",\"keyId\":\"id\","
                        + "\"creationDate\":\"Aug 10, 2022, 10:38:27 PM\",\"enabled\":true,"
                        + "\"keyState\":\"PendingImport\"},\"pendingWindowInDays\":7}");
    }

    @Test
    void aReadNeverShowsItsAnswer() {
        Event event = new Event();
        event.responseElements = new LinkedHashMap<>(Map.of("policy", "secret"));

        assertThat(json(event).get("responseElements").isNull()).isTrue();
    }

    @Test
    void withoutARequestThereAreNoParameters() {
        assertThat(json(new Event()).get("requestParameters").isNull()).isTrue();
        assertThat(json(new Event()).has("additionalEventData")).isFalse();
        assertThat(json(new Event()).has("errorCode")).isFalse();
    }

    @Test
    void cutsTextFromOutsideAtOneKilobyte() {
        Event event = new Event();
        event.userAgent = "é".repeat(1_000);
        event.errorMessage = "x" + "🔑".repeat(1_000);
        event.denial = "d".repeat(5_000);

        JsonNode record = json(event);

        assertThat(record.get("userAgent").asText()).isEqualTo("é".repeat(512));
        assertThat(record.get("errorMessage").asText()).isEqualTo("x" + "🔑".repeat(255));
        assertThat(record.at("/additionalEventData/authorizationDecision").asText())
                .hasSize(1024);
    }

    @Test
    void leavesOutParametersThatAreTooLarge() {
        Event event = new Event();
        event.request = new Encrypt("k".repeat(200_000), null, null, null, null, null);

        assertThat(json(event).get("requestParameters")).hasToString("{\"omitted\":true}");
    }

    @Test
    void survivesAnyText() {
        Event event = new Event();
        event.userAgent = "\ud800 \u0000 \" \\ \udc00";

        assertThat(json(event).get("userAgent").asText()).isEqualTo("? \u0000 \" \\ ?");
    }

    @Test
    void aSessionOfARoleNamesItsIssuerAndItsToken() {
        Event event = new Event();
        event.principal = ROLE_SESSION;
        event.session = session(
                true,
                "alice@example.com",
                new Session.Federation(
                        "arn:aws:iam::111122223333:oidc-provider/login.example.com",
                        Map.of(
                                "login.example.com:sub", List.of("subject-1"),
                                "login.example.com:aud", List.of("sts.amazonaws.com", "app"),
                                "login.example.com:email", List.of("alice@example.com"))));

        assertThat(json(event).get("userIdentity").toString())
                .isEqualTo("{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLE:build-7\","
                        + "\"arn\":\"arn:aws:sts::111122223333:assumed-role/deployer/build-7\","
                        + "\"accountId\":\"111122223333\",\"accessKeyId\":\"AKIAEXAMPLE\","
                        + "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLE\","
                        + "\"arn\":\"arn:aws:iam::111122223333:role/ci/deployer\",\"accountId\":\"111122223333\","
                        + "\"userName\":\"deployer\"},\"webIdFederationData\":{\"federatedProvider\":"
                        + "\"arn:aws:iam::111122223333:oidc-provider/login.example.com\",\"attributes\":"
                        + "{\"login.example.com:aud\":\"sts.amazonaws.com,app\","
                        + "\"login.example.com:sub\":\"subject-1\"}},"
                        + "\"attributes\":{\"creationDate\":\"2025-05-20T20:00:00Z\","
                        + "\"mfaAuthenticated\":\"true\"},\"sourceIdentity\":\"alice@example.com\"}}");
    }

    @Test
    void aSessionOfARoleWithoutAToken() {
        Event event = new Event();
        event.principal = ROLE_SESSION;
        event.session = session(false, null, null);

        assertThat(json(event).at("/userIdentity/sessionContext").toString())
                .isEqualTo("{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLE\","
                        + "\"arn\":\"arn:aws:iam::111122223333:role/ci/deployer\",\"accountId\":\"111122223333\","
                        + "\"userName\":\"deployer\"},\"webIdFederationData\":{},"
                        + "\"attributes\":{\"creationDate\":\"2025-05-20T20:00:00Z\","
                        + "\"mfaAuthenticated\":\"false\"}}");
    }

    @Test
    void aUserWithTemporaryCredentials() {
        Event event = new Event();
        event.session = session(false, null, null);

        assertThat(json(event).get("userIdentity").toString())
                .isEqualTo("{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLE\","
                        + "\"arn\":\"arn:aws:iam::111122223333:user/team/Alice\",\"accountId\":\"111122223333\","
                        + "\"accessKeyId\":\"AKIAEXAMPLE\",\"userName\":\"Alice\",\"sessionContext\":{"
                        + "\"attributes\":{\"creationDate\":\"2025-05-20T20:00:00Z\","
                        + "\"mfaAuthenticated\":\"false\"}}}");
    }

    @Test
    void aServiceThatCallsForTheUser() {
        Event event = new Event();
        event.invokedBy = "ec2.amazonaws.com";

        assertThat(json(event).get("userIdentity").toString())
                .isEqualTo("{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLE\","
                        + "\"arn\":\"arn:aws:iam::111122223333:user/team/Alice\",\"accountId\":\"111122223333\","
                        + "\"accessKeyId\":\"AKIAEXAMPLE\",\"userName\":\"Alice\","
                        + "\"invokedBy\":\"ec2.amazonaws.com\"}");
    }

    @Test
    void aServiceThatCallsForItself() {
        Event event = new Event();
        event.principal = new Caller.Service(new AccountId("111122223333"), "ec2.amazonaws.com");

        assertThat(json(event).get("userIdentity").toString())
                .isEqualTo("{\"type\":\"AWSService\",\"invokedBy\":\"ec2.amazonaws.com\"}");
    }

    @Test
    void theHolderOfAToken() {
        Event event = new Event();
        event.principal = new Caller.WebIdentity(
                new AccountId("111122223333"),
                "arn:aws:iam::111122223333:oidc-provider/login.example.com",
                "https://login.example.com",
                "subject-1",
                new Json.Obj(new LinkedHashMap<>(Map.of("email", new Json.Str("alice@example.com")))));

        assertThat(json(event).get("userIdentity").toString())
                .isEqualTo("{\"type\":\"WebIdentityUser\",\"principalId\":\"https://login.example.com:subject-1\","
                        + "\"userName\":\"subject-1\",\"identityProvider\":"
                        + "\"arn:aws:iam::111122223333:oidc-provider/login.example.com\"}");
    }

    private static final Caller.RoleSession ROLE_SESSION = new Caller.RoleSession(
            new AccountId("111122223333"), "/ci/", "deployer", "AROAEXAMPLE", "build-7", List.of());

    private static Session session(boolean isMfa, String sourceIdentity, Session.Federation federation) {
        return new Session(
                Instant.parse("2025-05-20T20:00:00.7Z"),
                Instant.parse("2025-05-20T21:00:00Z"),
                isMfa,
                new TreeMap<>(),
                Set.of(),
                sourceIdentity,
                federation,
                List.of(),
                List.of());
    }

    private String text(Event event) {
        return new String(encoder.encode(event.build()), UTF_8);
    }

    private JsonNode json(Event event) {
        try {
            return mapper.readTree(encoder.encode(event.build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A successful Encrypt by a user, to be changed by a test. */
    private static final class Event {
        private boolean readOnly = true;
        private Caller.Principal principal =
                new Caller.User(new AccountId("111122223333"), "/team/", "Alice", "AIDAEXAMPLE");
        private String userAgent = "aws-cli/2";
        private RawCall.Tls tls = new RawCall.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256");
        private Record request;
        private String errorCode;
        private String errorMessage;
        private SequencedMap<String, Object> responseElements;
        private final SequencedMap<String, Object> eventData = new LinkedHashMap<>();
        private String denial;
        private Session session;
        private String invokedBy;
        private List<AuditEvent.Resource> resources =
                List.of(new AuditEvent.Resource(new AccountId("111122223333"), KEY_ARN));

        AuditEvent build() {
            return new AuditEvent(
                    "event-1",
                    "request-1",
                    Instant.parse("2025-05-20T20:45:00.987Z"),
                    AwsApi.KMS,
                    "Encrypt",
                    readOnly,
                    new Caller(principal, "AKIAEXAMPLE", session),
                    new Region("us-west-2"),
                    "192.0.2.0",
                    userAgent,
                    tls,
                    "kms.example",
                    request,
                    errorCode,
                    errorMessage,
                    responseElements,
                    eventData,
                    denial,
                    resources,
                    invokedBy);
        }
    }
}
