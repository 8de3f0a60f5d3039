package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the authentication errors (wire-protocol.md, section 5) with real signatures over real HTTP. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class AuthenticationWireTest extends WireTest {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String MISMATCH = "The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.";
    private static final String INVALID_TOKEN = "The security token included in the request is invalid.";

    private static WireRequest listKeys() {
        return WireRequest.call("ListKeys", "{}");
    }

    // presence

    @Test
    void aCallWithoutASignatureLacksOne() {
        assertError(send(listKeys()), "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Digest x", "nonsense"})
    void otherSchemesAreNoSignature(String authorization) {
        assertError(
                send(listKeys().with("Authorization", authorization)),
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
    }

    // form

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            AWS4-HMAC-SHA256| Credential Signature SignedHeaders
            AWS4-HMAC-SHA256 Credential=a/b/c/d/e| Signature SignedHeaders
            AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host| Signature
            AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=00| SignedHeaders
            AWS4-HMAC-SHA256 SignedHeaders=host,Signature=00| Credential
            """)
    void aMalformedHeaderIsToldWhatItLacks(String authorization, String missing) {
        StringBuilder text = new StringBuilder();
        for (String part : missing.split(" ", -1)) {
            text.append("Authorization header requires '").append(part).append("' parameter. ");
        }

        assertError(
                send(listKeys().with("X-Amz-Date", BASIC.format(Instant.now())).with("Authorization", authorization)),
                "IncompleteSignatureException",
                text + "Authorization=" + authorization);
    }

    @Test
    void aCallWithoutADateIsIncomplete() {
        WireRequest request = signed("ListKeys", "{}").without("X-Amz-Date");

        assertError(
                send(request),
                "IncompleteSignatureException",
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization="
                        + request.header("Authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA512 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00",
                "AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f, SignedHeaders=host, Signature=00"
            })
    void otherAlgorithmsAndCredentialsAreIncomplete(String authorization) {
        assertError(
                send(listKeys().with("X-Amz-Date", BASIC.format(Instant.now())).with("Authorization", authorization)),
                "IncompleteSignatureException");
    }

    @Test
    void aDateThatIsNoneIsIncomplete() {
        assertError(
                send(signed("ListKeys", "{}").changing("X-Amz-Date", date -> "yesterday")),
                "IncompleteSignatureException");
    }

    @Test
    void parametersMayComeInAnyOrderWithoutSpaces() {
        WireRequest request = signed("ListKeys", "{}").changing("Authorization", header -> {
            String[] parts = header.substring("AWS4-HMAC-SHA256 ".length()).split(", ", -1);
            return "AWS4-HMAC-SHA256 " + parts[2] + "," + parts[0] + "," + parts[1];
        });

        assertSuccess(send(request));
    }

    // who

    @Test
    void unknownAccessKeysAreInvalid() {
        assertError(
                send(signer().as("AKIAUNKNOWNUNKNOWN22", caller.secret()).sign(listKeys())),
                "UnrecognizedClientException",
                INVALID_TOKEN);
    }

    @Test
    void inactiveAccessKeysAreInvalid() {
        Identity gone = identities.administrator();
        assertSuccess(send(signer().as(gone.accessKeyId(), gone.secret()).sign(listKeys())));

        identities.deactivate(gone);

        assertError(
                send(signer().as(gone.accessKeyId(), gone.secret()).sign(listKeys())),
                "UnrecognizedClientException",
                INVALID_TOKEN);
    }

    @Test
    void temporaryAccessKeysWithoutATokenAreInvalid() {
        assertError(
                send(signer().as("ASIAUNKNOWNUNKNOWN22", caller.secret()).sign(listKeys())),
                "UnrecognizedClientException",
                INVALID_TOKEN);
    }

    @Test
    void sessionTokensThatDoNotBelongToTheKeyAreInvalid() {
        assertError(
                send(signer().sign(listKeys().with("X-Amz-Security-Token", "bm8gdG9rZW4="))),
                "UnrecognizedClientException",
                INVALID_TOKEN);
    }

    // the signature

    @Test
    void anotherSecretIsAMismatch() {
        assertError(
                send(signer().as(caller.accessKeyId(), caller.secret() + "x").sign(listKeys())),
                "InvalidSignatureException",
                MISMATCH);
    }

    @Test
    void whateverIsChangedAfterSigningIsAMismatch() {
        WireRequest request = signed("ListKeys", "{}");

        for (WireRequest changed : new WireRequest[] {
            request.withBody("{ }".getBytes(StandardCharsets.UTF_8)),
            request.withBody(new byte[0]),
            request.changing("X-Amz-Target", target -> "TrentService.ListAliases"),
            request.changing("X-Amz-Date", date -> BASIC.format(Instant.now().plusSeconds(60))),
            request.to("POST", "/?x=y"),
            request.changing("Host", host -> "kms.example.org"),
            request.changing("Authorization", header -> header.substring(0, header.length() - 1) + "x"),
            request.changing("Authorization", header -> header.substring(0, header.length() - 1)),
            request.changing("Authorization", header -> header.replaceFirst("Signature=.*", "Signature=0")),
            request.with("X-Amz-Target", "TrentService.ListAliases")
        }) {
            assertError(send(changed), "InvalidSignatureException", MISMATCH);
        }
    }

    @Test
    void headersThatAreNotSignedMayChange() {
        assertSuccess(send(
                signed("ListKeys", "{}").with("X-Forwarded-For", "192.0.2.1").with("User-Agent", "test")));
    }

    @Test
    void theHostMustBeSigned() {
        WireRequest request = signed("ListKeys", "{}")
                .changing("Authorization", header -> header.replace(";host", "").replace("host;", ""));

        assertError(
                send(request),
                "InvalidSignatureException",
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void theTargetMustBeSigned() {
        WireRequest request =
                signer().sign(listKeys().without("X-Amz-Target")).with("X-Amz-Target", "TrentService.ListKeys");

        assertError(send(request), "InvalidSignatureException", MISMATCH);
    }

    // time

    @Test
    void anOldSignatureIsToldHowOldItMayBe() {
        Instant signedAt = Instant.now().minus(Duration.ofMinutes(6));

        assertTime(
                send(signer().at(signedAt).sign(listKeys())),
                "Signature expired: " + BASIC.format(signedAt) + " is now earlier than (\\S+) \\((\\S+) - 5 min\\.\\)",
                Duration.ofMinutes(-5));
    }

    @Test
    void aSignatureOfTheFutureIsToldWhenItBegins() {
        Instant signedAt = Instant.now().plus(Duration.ofMinutes(6));

        assertTime(
                send(signer().at(signedAt).sign(listKeys())),
                "Signature not yet current: " + BASIC.format(signedAt)
                        + " is still later than (\\S+) \\((\\S+) \\+ 5 min\\.\\)",
                Duration.ofMinutes(5));
    }

    private static void assertTime(RawHttp.Answer answer, String pattern, Duration between) {
        assertError(answer, "InvalidSignatureException");
        Matcher matcher =
                Pattern.compile(pattern).matcher(json(answer).path("message").asText());
        assertThat(matcher.matches()).as(answer.text()).isTrue();
        Instant limit = Instant.from(BASIC.parse(matcher.group(1)));
        Instant now = Instant.from(BASIC.parse(matcher.group(2)));
        assertThat(Duration.between(now, limit)).isEqualTo(between);
        assertThat(now)
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-280, 280})
    void clocksMayDifferByLess(int seconds) {
        assertSuccess(send(signer().at(Instant.now().plusSeconds(seconds)).sign(listKeys())));
    }

    // scope

    @Test
    void theRegionMustBeServed() {
        assertError(
                send(signer().inRegion("mars-north-1").sign(listKeys())),
                "InvalidSignatureException",
                "Credential should be scoped to a valid region, not 'mars-north-1'.");
        assertSuccess(send(signer().inRegion(ServiceProfile.OTHER_REGION).sign(listKeys())));
    }

    @Test
    void theServiceMustBeKms() {
        assertError(
                send(signer().forService("sts").sign(listKeys())),
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'kms'.");
    }

    @Test
    void theTerminatorMustBeRight() {
        assertError(
                send(signed("ListKeys", "{}")
                        .changing("Authorization", header -> header.replace("aws4_request", "aws5_request"))),
                "InvalidSignatureException",
                "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.");
    }

    @Test
    void theDateOfTheScopeMustBeThatOfTheRequest() {
        WireRequest request = signed("ListKeys", "{}");
        String time = request.header("X-Amz-Date");
        String date = time.substring(0, 8);

        assertError(
                send(request.changing("Authorization", header -> header.replace("/" + date + "/", "/20200101/"))),
                "InvalidSignatureException",
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20200101'"
                        + " != '" + date + "', from '" + time + "'.");
    }

    // presigned

    @Test
    void aPresignedCallIsACall() {
        assertSuccess(send(signer().presign(listKeys(), Duration.ofMinutes(10))));
    }

    @Test
    void aPresignedCallExpires() {
        Instant signedAt = Instant.now().minusSeconds(100);

        assertSuccess(send(signer().at(signedAt).presign(listKeys(), Duration.ofSeconds(1000))));
        RawHttp.Answer late = send(signer().at(signedAt).presign(listKeys(), Duration.ofSeconds(50)));
        assertError(late, "InvalidSignatureException");
        assertThat(json(late).path("message").asText()).startsWith("Signature expired: " + BASIC.format(signedAt));
    }

    @Test
    void aPresignedCallCannotBeChanged() {
        WireRequest request = signer().presign(listKeys(), Duration.ofMinutes(10));

        assertError(
                send(request.withBody("{ }".getBytes(StandardCharsets.UTF_8))), "InvalidSignatureException", MISMATCH);
        assertError(
                send(request.to("POST", request.target().replace("X-Amz-Expires=600", "X-Amz-Expires=601"))),
                "InvalidSignatureException",
                MISMATCH);
        assertError(
                send(request.to("POST", request.target().replaceFirst("X-Amz-Expires=600", "X-Amz-Expires=604801"))),
                "IncompleteSignatureException");
        assertError(
                send(request.to("POST", request.target().replaceFirst("&X-Amz-Signature=[0-9a-f]+", ""))),
                "IncompleteSignatureException");
    }

    @Test
    void twoSignaturesAreOneTooMany() {
        WireRequest presigned = signer().presign(listKeys(), Duration.ofMinutes(10));

        RawHttp.Answer answer = send(presigned.with("Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("__type").asText())
                .isIn("InvalidSignatureException", "IncompleteSignatureException");
    }

    // all causes of one kind look the same

    @Test
    void anUnknownKeyLooksTheSameWhateverElseIsWrong() {
        String unknown = "AKIAUNKNOWNUNKNOWN22";

        assertError(
                send(signer().as(unknown, "x".repeat(40)).sign(listKeys()).withBody(new byte[] {'{', '}', ' '})),
                "UnrecognizedClientException",
                INVALID_TOKEN);
        assertError(
                send(signer().as("not a key", "x".repeat(40)).sign(listKeys())),
                "UnrecognizedClientException",
                INVALID_TOKEN);
    }
}
