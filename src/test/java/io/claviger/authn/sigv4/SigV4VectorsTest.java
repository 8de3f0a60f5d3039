package io.claviger.authn.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.common.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that botocore signed; {@code sigv4/generate.py} among the test resources makes them and says whence. */
class SigV4VectorsTest {
    private final SigV4Fixture fixture = new SigV4Fixture();

    static Stream<Arguments> vectors() throws IOException {
        try (InputStream file = SigV4VectorsTest.class.getResourceAsStream("/sigv4/vectors.json")) {
            JsonNode vectors = new ObjectMapper().readTree(file).get("vectors");
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> Arguments.of(text(vector, "name") + ": " + text(vector, "says"), vector))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void canonicalRequestIsTheSigners(String says, JsonNode vector) throws NoSuchAlgorithmException {
        RawCall call = call(vector);
        QueryParameters query = QueryParameters.parse(call.query());
        SignedRequest request = SignedRequest.of(call, query);

        CanonicalRequest canonical =
                CanonicalRequest.of(call, query, request.signedHeaders(), MessageDigest.getInstance("SHA-256"));

        assertThat(canonical.revealText()).isEqualTo(text(vector, "canonicalRequest"));
        assertThat(request.signature()).isEqualTo(text(vector, "signature"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void signatureIsAccepted(String says, JsonNode vector) {
        Region region = new Region(text(vector, "region"));
        SigV4Authenticator authenticator = fixture.authenticator(Set.of(region), Set.of(text(vector, "service")));
        RawCall call = call(vector);

        Authentication authentication =
                authenticator.authenticate(call, SigV4Fixture.NOW).await().atMost(Duration.ofSeconds(5));

        assertThat(authenticator.claims(call)).isTrue();
        assertThat(authentication)
                .isEqualTo(new Authentication(new Caller(SigV4Fixture.ALICE, SigV4Fixture.KEY_ID), region));
    }

    private static RawCall call(JsonNode vector) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : vector.get("headers")) {
            headers.add(new Header(header.get(0).asText(), header.get(1).asText()));
        }
        byte[] body = text(vector, "body").getBytes(StandardCharsets.UTF_8);
        return new RawCall(
                text(vector, "method"), text(vector, "path"), text(vector, "query"), headers, body, "192.0.2.1", null);
    }

    private static String text(JsonNode vector, String member) {
        return vector.get(member).asText();
    }
}
