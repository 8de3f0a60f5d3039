package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.operation.OperationNames;
import io.claviger.testkit.Identity;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** awsJson 1.1 as bytes on the wire (wire-protocol.md, sections 1 to 5). */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class WireProtocolTest extends WireTest {
    private static final String NOT_AN_OBJECT = "The request body is not a JSON object.";

    // answers

    @Test
    void aSuccessHasAJsonBody() {
        RawHttp.Answer answer = send(signed("ListKeys", "{}"));

        assertSuccess(answer);
        assertThat(answer.text()).isEqualTo("{\"Keys\":[],\"Truncated\":false}");
    }

    @Test
    void restAssuredSeesTheSame() {
        WireRequest request = signed("ListKeys", "{}");
        var given = RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
        for (WireRequest.Header header : request.headers()) {
            given = given.header(header.name(), header.value());
        }

        Response response = given.body(request.body()).post(endpoint);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo(CONTENT_TYPE);
        assertThat(response.jsonPath().getList("Keys")).isEmpty();
        assertThat(response.jsonPath().getBoolean("Truncated")).isFalse();
    }

    @Test
    void requestIdsAreNeverTheSame() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(send(signed(i % 2 == 0 ? "ListKeys" : "DescribeKey", "{}")).header("x-amzn-RequestId"));
        }

        assertThat(ids).hasSize(20);
    }

    static Stream<String> callsWithoutAnAnswer() {
        return Stream.of(
                "EnableKey {'KeyId':'K'}",
                "DisableKey {'KeyId':'K'}",
                "UpdateKeyDescription {'KeyId':'K','Description':''}",
                "CreateAlias {'AliasName':'alias/new','TargetKeyId':'K'}",
                "UpdateAlias {'AliasName':'alias/old','TargetKeyId':'K'}",
                "DeleteAlias {'AliasName':'alias/old'}",
                "TagResource {'KeyId':'K','Tags':[{'TagKey':'a','TagValue':''}]}",
                "UntagResource {'KeyId':'K','TagKeys':['a']}",
                "PutKeyPolicy {'KeyId':'K','Policy':'P'}");
    }

    @ParameterizedTest
    @MethodSource("callsWithoutAnAnswer")
    void operationsWithoutOutputHaveABodyOfZeroLength(String call) {
        String key = newKey();
        send(signed("CreateAlias", "{\"AliasName\":\"alias/old\",\"TargetKeyId\":\"" + key + "\"}"));
        String policy = "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\","
                + "\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"kms:*\\\",\\\"Resource\\\":\\\"*\\\"}}";
        String body = call.substring(call.indexOf(' ') + 1)
                .replace('\'', '"')
                .replace("\"K\"", '"' + key + '"')
                .replace("\"P\"", '"' + policy + '"');

        RawHttp.Answer answer = send(signed(call.substring(0, call.indexOf(' ')), body));

        assertSuccess(answer);
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void valuesAreEncodedAsTheProtocolSays() {
        JsonNode metadata = json(send(signed("CreateKey", "{\"Description\":\"é\\u0001\\ud83d\\ude00\"}")))
                .get("KeyMetadata");

        assertThat(metadata.get("CreationDate").isNumber()).isTrue();
        assertThat(metadata.get("CreationDate").doubleValue())
                .isBetween(Instant.now().getEpochSecond() - 60.0, Instant.now().getEpochSecond() + 1.0);
        assertThat(metadata.get("Enabled").isBoolean()).isTrue();
        assertThat(metadata.get("Description").asText()).isEqualTo("é\u0001\ud83d\ude00");
        assertThat(metadata.propertyStream().filter(member -> member.getValue().isNull()))
                .isEmpty();
        assertThat(metadata.has("DeletionDate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateKey", "UpdateKeyDescription"})
    void theOneCharacterThatCannotBeStoredIsRefused(String operation) {
        String key = newKey();

        assertError(
                send(signed(operation, "{\"KeyId\":\"" + key + "\",\"Description\":\"a\\u0000b\"}")),
                "ValidationException",
                "1 validation error detected: Value 'a\u0000b' at 'description' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: [^\\u0000]*");
    }

    @Test
    void halfACharacterIsNoFaultOfOurs() {
        RawHttp.Answer answer = send(signed("CreateKey", "{\"Description\":\"a\\ud800b\"}"));

        assertThat(answer.status()).as(answer.toString()).isIn(200, 400);
        assertEnvelope(answer);
    }

    // errors

    @Test
    void errorsHaveATypeAndAMessageInLowerCase() {
        assertError(send(signed("DescribeKey", "{\"KeyId\":\"x\"}")), "NotFoundException", "Invalid keyId 'x'");
    }

    @Test
    void onlyDenialsSpellTheirMessageInUpperCase() {
        Identity nobody = identities.user(caller.account(), "nobody");

        RawHttp.Answer answer =
                send(signer().as(nobody.accessKeyId(), nobody.secret()).sign(WireRequest.call("ListKeys", "{}")));

        assertThat(answer.text())
                .isEqualTo("{\"__type\":\"AccessDeniedException\",\"Message\":\"User: " + nobody.arn()
                        + " is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy"
                        + " allows the kms:ListKeys action\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope(answer);
    }

    @Test
    void anInvalidCiphertextHasNoMessage() {
        assertError(send(signed("Decrypt", "{\"CiphertextBlob\":\"AAAA\"}")), "InvalidCiphertextException", null);
    }

    @Test
    void allViolationsAreInOneMessage() {
        assertError(
                send(signed(
                        "GenerateDataKey",
                        "{\"KeySpec\":\"AES_1\",\"NumberOfBytes\":5000,\"GrantTokens\":[\"\"],\"DryRun\":null}")),
                "ValidationException",
                "4 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be"
                        + " null; Value 'AES_1' at 'keySpec' failed to satisfy constraint: Member must satisfy enum"
                        + " value set: [AES_256, AES_128]; Value '5000' at 'numberOfBytes' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 1024; Value '[]' at 'grantTokens'"
                        + " failed to satisfy constraint: Member must satisfy constraint: [Member must have length less"
                        + " than or equal to 8192, Member must have length greater than or equal to 1]");
    }

    // requests

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                " {\r\n} ",
                "{\"Limit\":null,\"Marker\":null}",
                "{\"Unknown\":1,\"Deep\":{\"KeyId\":[1,{\"a\":null}]},\"limit\":\"x\"}"
            })
    void absentNullAndUnknownMembersAreTheSame(String body) {
        RawHttp.Answer answer = send(signed("ListKeys", body));

        assertSuccess(answer);
        assertThat(answer.text()).isEqualTo("{\"Keys\":[],\"Truncated\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "null",
                "[]",
                "[{}]",
                "\"{}\"",
                "1",
                "{",
                "{}{}",
                "{} x",
                "{\"Limit\":}",
                "{'Limit':1}",
                "{Limit:1}",
                "{\"Limit\":01}",
                "{\"Limit\":NaN}",
                "{\"Marker\":\"a\nb\"}",
                "{\"Marker\":\"\\x\"}",
                "{/**/}"
            })
    void whatIsNoJsonObjectDoesNotSerialize(String body) {
        assertError(send(signed("ListKeys", body)), "SerializationException", NOT_AN_OBJECT);
    }

    @Test
    void whatIsNoUtf8DoesNotSerialize() {
        byte[] body = "{\"Marker\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertError(
                send(signer().sign(WireRequest.call("ListKeys", "").withBody(body))),
                "SerializationException",
                NOT_AN_OBJECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            ListKeys| {"Limit":"1"}
            ListKeys| {"Limit":1.5}
            ListKeys| {"Limit":99999999999}
            ListKeys| {"Limit":true}
            ListKeys| {"Limit":[1]}
            ListKeys| {"Marker":1}
            ListKeys| {"Marker":{}}
            CreateKey| {"MultiRegion":"true"}
            CreateKey| {"MultiRegion":1}
            CreateKey| {"Tags":{}}
            CreateKey| {"Tags":["a"]}
            CreateKey| {"Tags":[{"TagKey":1,"TagValue":"x"}]}
            Encrypt| {"KeyId":"x","Plaintext":"not base64!"}
            Encrypt| {"KeyId":"x","Plaintext":"YQ"}
            Encrypt| {"KeyId":"x","Plaintext":1}
            Encrypt| {"KeyId":"x","Plaintext":"YQ==","EncryptionContext":[]}
            Encrypt| {"KeyId":"x","Plaintext":"YQ==","EncryptionContext":{"a":1}}
            Decrypt| {"CiphertextBlob":{}}
            """)
    void wrongTypesDoNotSerialize(String operation, String body) {
        assertError(send(signed(operation, body)), "SerializationException");
    }

    @Test
    void deeplyNestedBodiesDoNotSerialize() {
        String deep = "{\"Unknown\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

        assertError(send(signed("ListKeys", deep)), "SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/x-amz-json-1.0",
                "multipart/form-data",
                "a/b; c=d",
                ""
            })
    void theContentTypeDoesNotMatter(String type) {
        WireRequest request = WireRequest.call("ListKeys", "{}").without("Content-Type");

        RawHttp.Answer answer = send(signer().sign(type.isEmpty() ? request : request.with("Content-Type", type)));

        assertSuccess(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a,b", "?"})
    void aContentTypeThatIsNoneDoesNotSerialize(String type) {
        WireRequest request = WireRequest.call("ListKeys", "{}").changing("Content-Type", right -> type);

        assertError(send(signer().sign(request)), "SerializationException", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html", "garbage", "a/b;q=2"})
    void whatTheClientAcceptsDoesNotMatter(String accept) {
        assertSuccess(send(signer().sign(WireRequest.call("ListKeys", "{}").with("Accept", accept))));
    }

    // targets

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TrentService.NoSuchOperation",
                "TrentService.listKeys",
                "TrentService.",
                "TrentService",
                "ListKeys",
                "trentservice.ListKeys",
                "DynamoDB_20120810.ListTables",
                "TrentService.ListKeys ,x",
                ""
            })
    void unknownTargetsHaveNoMessage(String target) {
        WireRequest request = WireRequest.call(null, "{}").with("X-Amz-Target", target);

        assertError(send(request), "UnknownOperationException", null);
        assertError(send(signer().sign(request)), "UnknownOperationException", null);
    }

    @Test
    void aMissingTargetHasNoMessage() {
        assertError(send(signed(null, "{}")), "UnknownOperationException", null);
    }

    @Test
    void everyNameOfTheApiIsKnown() {
        for (String operation : OperationNames.ALL) {
            String type = json(send(signed(operation, "{\"KeyId\":[]}")))
                    .path("__type")
                    .asText();

            assertThat(type)
                    .as(operation)
                    .isIn("SerializationException", "UnsupportedOperationException", "ValidationException", "");
        }
    }

    @Test
    void whatIsNotBuiltSaysSoAfterAuthentication() {
        assertError(send(signed("Sign", "{}")), "UnsupportedOperationException");
        assertError(
                send(WireRequest.call("Sign", "{}")),
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
    }

    // sizes

    @Test
    void theLargestRequestsFit() {
        String context = "x".repeat(1_000_000);

        assertError(
                send(signed("Encrypt", "{\"KeyId\":\"x\",\"Plaintext\":\"YQ==\",\"Unknown\":\"" + context + "\"}")),
                "NotFoundException",
                "Invalid keyId 'x'");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_048_577, 2_000_000})
    void largerRequestsAreTooLarge(int length) {
        RawHttp.Answer answer = send(signed("ListKeys", "{\"Unknown\":\"" + "x".repeat(length - 14) + "\"}"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).isEqualTo("{\"__type\":\"RequestEntityTooLargeException\"}");
        assertEnvelope(answer);
    }

    @Test
    void muchLargerRequestsAreTooLargeBeforeTheyAreSent() {
        WireRequest announced = signed("ListKeys", "{}").with("Content-Length", "1000000000");

        assertThat(send(announced).status()).isEqualTo(413);
    }

    @Test
    void manyHeadersAreRefusedByTheProtocol() {
        WireRequest request = signed("ListKeys", "{}").with("X-Large", "x".repeat(70_000));

        assertThat(send(request).status()).isEqualTo(431);
    }

    // HTTP

    @Test
    void aConnectionServesManyCalls() {
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            for (int i = 0; i < 5; i++) {
                assertSuccess(connection.send(signed("ListKeys", "{}")));
                assertError(connection.send(signed("ListKeys", "x")), "SerializationException", NOT_AN_OBJECT);
                assertError(
                        connection.send(WireRequest.call("ListKeys", "{}")),
                        "MissingAuthenticationTokenException",
                        "Missing Authentication Token");
            }
        }
    }

    @Test
    void callsMayFollowEachOtherWithoutWaiting() {
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(RawHttp.encode(signed("ListKeys", "{}")));
            both.writeBytes(RawHttp.encode(signed("DescribeKey", "{\"KeyId\":\"x\"}")));
            connection.write(both.toByteArray());

            assertSuccess(connection.read(false));
            assertError(connection.read(false), "NotFoundException", "Invalid keyId 'x'");
        }
    }

    @Test
    void bodiesMayComeInChunks() {
        WireRequest request = signed("DescribeKey", "{\"KeyId\":\"in chunks\"}");
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < request.body().length; at += 7) {
            byte[] chunk = Arrays.copyOfRange(request.body(), at, Math.min(at + 7, request.body().length));
            chunks.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.writeBytes(chunk);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        RawHttp.Answer answer = send(request.without("Content-Length")
                .with("Transfer-Encoding", "chunked")
                .withBody(chunks.toByteArray()));

        assertError(answer, "NotFoundException", "Invalid keyId 'in chunks'");
    }

    @Test
    void aClientMayAskBeforeItSendsTheBody() {
        WireRequest request = signed("ListKeys", "{}").with("Expect", "100-continue");
        byte[] bytes = RawHttp.encode(request);
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            connection.write(Arrays.copyOf(bytes, bytes.length - 2));
            assertThat(connection.read(false).status()).isEqualTo(100);
            connection.write(request.body());

            assertSuccess(connection.read(false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND"})
    void otherMethodsAreRefusedAsTheCallersFault(String method) {
        RawHttp.Answer answer = send(signed("ListKeys", "{}").to(method, "/"));

        assertThat(answer.status()).as(answer.toString()).isBetween(200, 499);
        assertThat(answer.text()).doesNotContain("Keys");
    }

    /** Path and query are ignored but for the signature, which is over them (wire-protocol.md, section 1). */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/?a=b", "/?x", "/?%20=%7E&a=1&a=0"})
    void theQueryIsIgnored(String target) {
        assertSuccess(send(signer().sign(WireRequest.call("ListKeys", "{}").to("POST", target))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/kms", "/a/b", "/%2e%2e/", "/a%00b", "//", "/q", "/index.html"})
    void otherPathsNeverFailByOurFault(String path) {
        RawHttp.Answer answer = send(signed("ListKeys", "{}").to("POST", path));

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "POST / HTTP/9.9\r\n\r\n",
                "POST  HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"
            })
    void whatIsNoHttpIsABadRequest(String text) {
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            connection.write(text.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(connection.read(false).status()).isBetween(400, 505).isNotEqualTo(500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1"})
    void aCallWithoutAHostIsNoFaultOfOurs(String version) {
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            connection.write(("POST / HTTP/" + version + "\r\nX-Amz-Target: TrentService.ListKeys\r\n"
                            + "Content-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(connection.read(false).status()).isEqualTo(400);
        }
    }

    @Test
    void answersToHttp10AreAnswersToo() {
        String request = new String(RawHttp.encode(signed("ListKeys", "{}")), StandardCharsets.ISO_8859_1);
        try (RawHttp connection = RawHttp.connect(endpoint)) {
            connection.write(request.replace("HTTP/1.1", "HTTP/1.0").getBytes(StandardCharsets.ISO_8859_1));

            RawHttp.Answer answer = connection.read(false);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"Keys\":[],\"Truncated\":false}");
        }
    }

    @Test
    void nothingOfAPlaintextComesBackInAnError() {
        String secret = Base64.getEncoder().encodeToString("very secret plaintext".getBytes(StandardCharsets.UTF_8));
        List<String> bodies = List.of(
                "{\"KeyId\":\"x\",\"Plaintext\":\"" + secret + "\"}",
                "{\"KeyId\":1,\"Plaintext\":\"" + secret + "\"}",
                "{\"Plaintext\":\"" + secret + "\"}",
                "{\"KeyId\":\"x\",\"Plaintext\":\"" + secret + "!\"}",
                "{\"KeyId\":\"x\",\"Plaintext\":\"" + secret);

        for (String body : bodies) {
            assertThat(send(signed("Encrypt", body)).toString()).doesNotContain(secret, "very secret");
        }
    }
}
