package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.claviger.testkit.Identity;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.TestIdentities;
import io.claviger.testkit.WireRequest;
import io.claviger.testkit.WireSigner;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the bytes on the wire have in common. */
abstract class WireTest {
    static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI endpoint;

    @Inject
    TestIdentities identities;

    Identity caller;

    @BeforeEach
    void setUpCaller() {
        caller = identities.administrator();
    }

    WireSigner signer() {
        return WireSigner.of(endpoint, caller);
    }

    WireRequest signed(@Nullable String operation, String body) {
        return signer().sign(WireRequest.call(operation, body));
    }

    RawHttp.Answer send(WireRequest request) {
        return RawHttp.once(endpoint, request);
    }

    /** A new key; its ARN. */
    String newKey() {
        RawHttp.Answer answer = send(signed("CreateKey", "{}"));
        return json(answer).at("/KeyMetadata/Arn").asText();
    }

    static JsonNode json(RawHttp.Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + answer, e);
        }
    }

    static void assertSuccess(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertEnvelope(answer);
    }

    /** An error without a message where that is null. */
    static void assertError(RawHttp.Answer answer, String type, @Nullable String message) {
        String text = message == null ? "" : ",\"message\":" + JSON.valueToTree(message);
        assertThat(answer.text()).isEqualTo("{\"__type\":\"" + type + "\"" + text + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope(answer);
    }

    static void assertError(RawHttp.Answer answer, String type) {
        assertThat(json(answer).path("__type").asText()).as(answer.toString()).isEqualTo(type);
        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope(answer);
    }

    /** What every answer has. */
    static void assertEnvelope(RawHttp.Answer answer) {
        assertThat(answer.header("Content-Type")).isEqualTo(CONTENT_TYPE);
        assertThat(UUID.fromString(answer.header("x-amzn-RequestId")).version()).isEqualTo(7);
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(answer.body().length));
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate, private");
    }
}
