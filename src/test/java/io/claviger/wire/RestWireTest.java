package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.claviger.testkit.AuditLog;
import io.claviger.testkit.Policies;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.claviger.testkit.WireSigner;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST door: routes, methods, signatures over paths, bodies, and the evaluation of policies. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class RestWireTest extends WireTest {
    private static final String EVALUATE = "/v1/policies/evaluate";

    /** The founding example, with what is expected of it. */
    private static final String RECORD = """
            {"id": "seed", "request": {
                "principal": "arn:aws:iam::111122223333:user/ExampleUser", "action": "kms:Decrypt",
                "resource": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "resourceAccount": "111122223333", "context": {%s}},
             "keyPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:user/ExampleUser"},
                "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*",
                "Condition": {"ForAnyValue:StringEquals": {"kms:ViaService":
                    ["ec2.us-west-2.amazonaws.com", "rds.us-west-2.amazonaws.com"]}}}]},
             "expected": "Allow"}""";

    private static final String VIA_EC2 = "\"kms:ViaService\": \"ec2.us-west-2.amazonaws.com\"";

    @Inject
    AuditLog auditLog;

    static WireRequest rest(String method, String target, String body) {
        List<WireRequest.Header> headers = new ArrayList<>();
        if (!body.isEmpty()) {
            headers.add(new WireRequest.Header("Content-Type", "application/json"));
        }
        return new WireRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private RawHttp.Answer call(String method, String target, String body) {
        return send(signer().sign(rest(method, target, body)));
    }

    private RawHttp.Answer evaluate(String body) {
        return call("POST", EVALUATE, body);
    }

    // routes

    @ParameterizedTest
    @CsvSource({
        "GET, /v1",
        "GET, /v1/",
        "POST, /v1/policies",
        "POST, /v1/policies/evaluate/",
        "POST, /v1/policies//evaluate",
        "POST, /v1/policies/./evaluate",
        "POST, /v1/policies/x/../evaluate",
        "POST, /v1/Policies/evaluate",
        "GET, /v1/keys/a/nothing",
        "GET, /v1/keys/a/b/access",
        "GET, /v1/keys/",
        "GET, /v1/keys//tags",
        "DELETE, /v1/nothing",
        "PUT, /v1/nothing"
    })
    void otherPathsAreNotFound(String method, String target) {
        RawHttp.Answer answer = send(rest(method, target, ""));

        assertRestError(answer, 404, "UnknownOperationException", null);
        assertThat(auditLog.of(answer.header("x-amzn-RequestId"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, " + EVALUATE + ", POST",
        "PUT, " + EVALUATE + ", POST",
        "PATCH, " + EVALUATE + ", POST",
        "DELETE, " + EVALUATE + ", POST",
        "OPTIONS, " + EVALUATE + ", POST",
        "POST, /v1/keys/a/access, GET"
    })
    void otherMethodsAreNotAllowed(String method, String target, String allowed) {
        RawHttp.Answer answer = send(rest(method, target, ""));

        assertRestError(answer, 405, "UnknownOperationException", null);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertThat(auditLog.of(answer.header("x-amzn-RequestId"))).isEmpty();
    }

    @Test
    void headIsAnsweredWithoutABody() {
        assertThat(send(rest("HEAD", EVALUATE, "")).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/keys/%C3/access", "/v1/keys/a/access?limit=%C3"})
    void brokenPathsAreRefused(String target) {
        assertRestError(
                send(rest("GET", target, "")),
                400,
                "ValidationException",
                "The path or the query of the request is malformed.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?limit=1&limit=2 | The query has the parameter limit more than once.
            ?Limit=1 | The query has a parameter that GET /v1/keys/{KeyId}/access does not take. It takes limit, marker.
            """)
    void parametersThatTheRouteDoesNotTakeAreRefused(String query, String message) {
        RawHttp.Answer answer = call("GET", "/v1/keys/a/access" + query, "");

        assertRestError(answer, 400, "ValidationException", message);
        assertThat(auditLog.of(answer.header("x-amzn-RequestId"))).hasSize(1);
    }

    @Test
    void aMemberOfThePathHasNoOtherValueInTheBody() {
        String key = newKey();
        String target = "/v1/keys/" + key.replace("/", "%2F") + "/description";

        assertRestError(
                call("PUT", target, "{\"KeyId\":\"alias/other\",\"Description\":\"x\"}"),
                400,
                "ValidationException",
                "KeyId has another value in the body than in the path or the query.");
        assertThat(call("PUT", target, "{\"KeyId\":\"" + key + "\",\"Description\":\"x\"}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EvaluatePolicies", "GetKeyAccess"})
    void theAwsWireDoesNotKnowTheseOperations(String operation) {
        assertError(send(signed(operation, RECORD.formatted(""))), "UnknownOperationException", null);
    }

    // bodies

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-amz-json-1.1", "application/jsonx", "nonsense", "a/b/c;;"})
    void bodiesMustBeJson(String contentType) {
        WireRequest request = rest("POST", EVALUATE, "{}").changing("Content-Type", old -> contentType);

        assertRestError(
                send(signer().sign(request)),
                415,
                "SerializationException",
                "The Content-Type must be application/json.");
    }

    @Test
    void parametersOfTheContentTypeDoNotMatter() {
        WireRequest request = rest("POST", EVALUATE, RECORD.formatted(VIA_EC2))
                .changing("Content-Type", old -> "Application/JSON; charset=utf-8");

        assertThat(send(signer().sign(request)).status()).isEqualTo(200);
    }

    @Test
    void bodiesHaveABound() {
        assertRestError(evaluate("[" + " ".repeat(1 << 20) + "]"), 413, "RequestEntityTooLargeException", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "{\"id\":1,\"id\":2}", "{} {}", "nonsense", " ", "[\"\\ud800\"]"})
    void whatIsNoJsonIsRefused(String body) {
        assertRestError(evaluate(body), 400, "SerializationException", "The request body is not a JSON object.");
    }

    @Test
    void deepNestingIsRefused() {
        assertRestError(
                evaluate("[".repeat(40) + "]".repeat(40)),
                400,
                "SerializationException",
                "The request body is not a JSON object.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            1 | Record 0 must be an object.
            null | Record 0 must be an object.
            [] | The body must be a record or a list of 1 to 100 records.
            [1] | Record 0 must be an object.
            {} | Record 0: request is required.
            {"request":{},"keyPolicy":{}} | Record 0: request.context is required.
            """)
    void whatIsNoRecordIsRefused(String body, String message) {
        RawHttp.Answer answer = evaluate(body);

        assertRestError(answer, 400, "ValidationException", message);
        assertThat(auditLog.of(answer.header("x-amzn-RequestId"))).hasSize(1);
    }

    @Test
    void anEmptyBodyIsARecordWithoutMembers() {
        assertRestError(evaluate(""), 400, "ValidationException", "Record 0: request is required.");
    }

    @Test
    void malformedPoliciesAreRefused() {
        RawHttp.Answer answer = evaluate("[" + RECORD.formatted("") + ","
                + RECORD.formatted("").replace("\"Effect\": \"Allow\"", "\"Effect\": \"Perhaps\"") + "]");

        JsonNode error = json(answer);
        assertThat(error.path("__type").asText()).isEqualTo("MalformedPolicyDocumentException");
        assertThat(error.path("message").asText()).startsWith("Record 1: keyPolicy: Policy statement 1: Effect ");
        assertThat(answer.status()).isEqualTo(400);
    }

    // signatures

    @Test
    void callsMustBeSigned() {
        assertRestError(
                send(rest("POST", EVALUATE, RECORD.formatted(""))),
                400,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
        assertRestError(
                send(rest("GET", "/v1/keys/a/access", "")),
                400,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
    }

    @Test
    void signaturesMustMatch() {
        WireRequest signed = signer().sign(rest("POST", EVALUATE, RECORD.formatted("")));
        WireRequest other = signer().as(caller.accessKeyId(), "wrong").sign(rest("GET", "/v1/keys/a/access", ""));

        assertThat(type(send(signed.withBody("{}".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("InvalidSignatureException");
        assertThat(type(send(other))).isEqualTo("InvalidSignatureException");
    }

    @Test
    void theSignatureIsOverThePathAsSent() {
        WireRequest signed = signer().sign(rest("GET", "/v1/keys/alias%2Fmissing/access?limit=5", ""));

        assertThat(type(send(signed))).isEqualTo("NotFoundException");
        assertThat(type(send(signed.to("GET", "/v1/keys/alias%2Fother/access?limit=5"))))
                .isEqualTo("InvalidSignatureException");
        assertThat(type(send(signed.to("GET", "/v1/keys/alias%2Fmissing/access?limit=6"))))
                .isEqualTo("InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias%2Fteam%20a%2Bb",
                "arn%3Aaws%3Akms%3Aus-east-1%3A111122223333%3Aalias%2Fa",
                "arn:aws:kms:us-east-1:111122223333:alias%2Fa",
                "arn:aws:kms:us-east-1:111122223333:key%2F1234abcd-12ab-34cd-56ef-1234567890ab",
                "%C3%A9%25",
                "~!$&'()*,;=@"
            })
    void anyEncodedPathCanBeSigned(String key) {
        assertThat(type(call("GET", "/v1/keys/" + key + "/access?marker=a%2Fb%20c&limit=3", "")))
                .isNotIn("InvalidSignatureException", "IncompleteSignatureException", "UnknownOperationException");
    }

    @Test
    void signaturesMayStandInTheQuery() {
        WireRequest signed = WireSigner.of(endpoint, caller)
                .presign(rest("GET", "/v1/keys/alias%2Fmissing/access", ""), Duration.ofMinutes(5));

        assertThat(type(send(signed))).isEqualTo("NotFoundException");
    }

    // EvaluatePolicies

    @Test
    void aRecordIsDecidedAndExplained() {
        RawHttp.Answer answer = evaluate(RECORD.formatted(VIA_EC2));

        assertRest(answer, 200);
        JsonNode body = json(answer);
        assertThat(body.path("allMatch").asBoolean()).isTrue();
        JsonNode result = body.path("results").path(0);
        assertThat(result.path("id").asText()).isEqualTo("seed");
        assertThat(result.path("decision").asText()).isEqualTo("Allow");
        assertThat(result.path("result").asText()).isEqualTo("Allowed");
        assertThat(result.path("matches").asBoolean()).isTrue();
        assertThat(result.at("/explanation/ground").asText()).isEqualTo("RESOURCE_POLICY");
        assertThat(result.at("/warnings/0/kind").asText()).isEqualTo("FOR_ANY_VALUE_ON_SINGLE_VALUED_KEY");
    }

    @Test
    void aListIsAnsweredInItsOrder() {
        RawHttp.Answer answer = evaluate("[" + RECORD.formatted(VIA_EC2) + "," + RECORD.formatted("") + "]");

        JsonNode body = json(answer);
        assertThat(body.path("allMatch").asBoolean(true)).isFalse();
        assertThat(body.at("/results/0/decision").asText()).isEqualTo("Allow");
        assertThat(body.at("/results/1/decision").asText()).isEqualTo("Deny");
        assertThat(body.at("/results/1/matches").asBoolean(true)).isFalse();
        assertThat(body.at("/results/1/explanation/smallestChange/key").asText())
                .isEqualTo("kms:ViaService");
    }

    @Test
    void theRecordOfTheCallHoldsTheNumberOfRecords() {
        RawHttp.Answer answer = evaluate("[" + RECORD.formatted("") + "," + RECORD.formatted("") + "]");

        List<JsonNode> records = auditLog.of(answer.header("x-amzn-RequestId"));
        assertThat(records).hasSize(1);
        JsonNode record = records.getFirst();
        assertThat(record.path("eventName").asText()).isEqualTo("EvaluatePolicies");
        assertThat(record.path("requestParameters").toString()).isEqualTo("{\"numberOfRecords\":2}");
        assertThat(record.path("responseElements")).isEqualTo(NullNode.getInstance());
        assertThat(record.path("readOnly").asBoolean()).isTrue();
        assertThat(record.path("errorCode").isMissingNode()).isTrue();
    }

    @Test
    void evaluatingNeedsItsPermission() {
        caller = identities.user(
                caller.account(), "somebody", Policies.document(Policies.allow(List.of("kms:List*"), List.of("*"))));

        RawHttp.Answer answer = evaluate(RECORD.formatted(""));

        assertRestError(
                answer,
                400,
                "AccessDeniedException",
                "User: " + caller.arn()
                        + " is not authorized to perform: kms:EvaluatePolicies on resource: * because no"
                        + " identity-based policy allows the kms:EvaluatePolicies action");
        JsonNode record = auditLog.of(answer.header("x-amzn-RequestId")).getFirst();
        assertThat(record.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.path("eventName").asText()).isEqualTo("EvaluatePolicies");
        assertThat(record.path("requestParameters").toString()).isEqualTo("{\"numberOfRecords\":1}");
    }

    @Test
    void thePermissionAloneIsEnough() {
        caller = identities.user(
                caller.account(),
                "tester",
                Policies.document(Policies.allow(List.of("kms:EvaluatePolicies"), List.of("*"))));

        assertRest(evaluate(RECORD.formatted("")), 200);
    }

    private static String type(RawHttp.Answer answer) {
        return json(answer).path("__type").asText();
    }

    static void assertRestError(RawHttp.Answer answer, int status, String type, String message) {
        String member = type.equals("AccessDeniedException") ? "Message" : "message";
        String text = message == null ? "" : ",\"" + member + "\":\"" + message + "\"";
        assertThat(answer.text()).isEqualTo("{\"__type\":\"" + type + "\"" + text + "}");
        assertRest(answer, status);
    }

    static void assertRest(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(UUID.fromString(answer.header("x-amzn-RequestId")).version()).isEqualTo(7);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate, private");
    }
}
