package io.claviger.authn.sigv4;

import static io.claviger.authn.sigv4.SigV4Fixture.authorization;
import static io.claviger.authn.sigv4.SigV4Fixture.signedCall;
import static io.claviger.authn.sigv4.SigV4Fixture.withHeader;
import static io.claviger.authn.sigv4.SigV4Fixture.withHeaders;
import static io.claviger.authn.sigv4.SigV4Fixture.withQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.authn.sigv4.SigV4Fixture.Signing;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;

/** The table of texts, word for word, a row at a time. */
class SigV4RefusalTextsTest {
    private static final String CREDENTIAL = "Authorization header requires 'Credential' parameter. ";
    private static final String SIGNATURE = "Authorization header requires 'Signature' parameter. ";
    private static final String SIGNED_HEADERS = "Authorization header requires 'SignedHeaders' parameter. ";
    private static final String DATE =
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";

    private final SigV4Fixture fixture = new SigV4Fixture();

    static Stream<Arguments> incompleteHeaders() {
        String c = "Credential=k/20150830/us-east-1/kms/aws4_request";
        String h = "SignedHeaders=host";
        String s = "Signature=00";
        return Stream.of(
                Arguments.of("AWS4-", true, CREDENTIAL + SIGNATURE + SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256", true, CREDENTIAL + SIGNATURE + SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256", false, CREDENTIAL + SIGNATURE + SIGNED_HEADERS + DATE),
                Arguments.of("AWS4-HMAC-SHA256 Credential", true, CREDENTIAL + SIGNATURE + SIGNED_HEADERS),
                Arguments.of(
                        "AWS4-HMAC-SHA256 Credential=,Signature=,SignedHeaders=",
                        true,
                        CREDENTIAL + SIGNATURE + SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256 " + c, true, SIGNATURE + SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256 " + h, true, CREDENTIAL + SIGNATURE),
                Arguments.of("AWS4-HMAC-SHA256 " + s, true, CREDENTIAL + SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256 " + c + "," + h, true, SIGNATURE),
                Arguments.of("AWS4-HMAC-SHA256 " + c + ", " + s, true, SIGNED_HEADERS),
                Arguments.of("AWS4-HMAC-SHA256 " + h + " , " + s, true, CREDENTIAL),
                Arguments.of("AWS4-HMAC-SHA256 " + c + "," + h, false, SIGNATURE + DATE),
                Arguments.of("AWS4-HMAC-SHA256 " + c + "," + h + "," + s, false, DATE),
                Arguments.of("AWS4-HMAC-SHA256 " + c + " " + h + " " + s, true, SIGNATURE + SIGNED_HEADERS));
    }

    @ParameterizedTest
    @MethodSource("incompleteHeaders")
    void saysWhatTheHeaderLacks(String authorization, boolean hasDate, String sentences) {
        List<Header> headers = new ArrayList<>(List.of(new Header("Authorization", authorization)));
        if (hasDate) {
            headers.add(new Header("X-Amz-Date", "20150830T123600Z"));
        }

        KmsException refusal = fixture.refusal(SigV4Fixture.call(headers, new byte[0]));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
        assertThat(refusal.text()).contains(sentences + "Authorization=" + authorization);
    }

    @Test
    void keepsTheHeaderOutOfTheExceptionsOwnMessage() {
        RawCall call = signedCall();
        String header = authorization(call);
        RawCall withoutDate = withHeader(call, "X-Amz-Date", null);

        KmsException refusal = fixture.refusal(withoutDate);

        assertThat(refusal.text()).contains(DATE + "Authorization=" + header);
        assertThat(refusal).hasMessage(DATE + "Authorization=[left out]");
    }

    @ParameterizedTest
    @CsvSource({"Credential", "SignedHeaders", "Signature"})
    void refusesARepeatedParameter(String name) {
        RawCall call = signedCall();
        String header = authorization(call) + ", " + name + "=x";

        assertThat(fixture.refusal(withHeader(call, "Authorization", header)).text())
                .contains("Authorization header has a repeated or malformed parameter. Authorization=" + header);
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        RawCall call = signedCall();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("authorization", "Bearer x"));

        assertRefused(
                withHeaders(call, headers),
                ErrorCode.INCOMPLETE_SIGNATURE,
                "Request must have exactly one 'Authorization' header.");
    }

    @Test
    void refusesHeaderAndQueryTogether() {
        assertRefused(
                withQuery(signedCall(), "X-Amz-Algorithm=AWS4-HMAC-SHA256"),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    }

    @Test
    void refusesAnotherAlgorithm() {
        assertRefused(
                changed("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
                ErrorCode.INCOMPLETE_SIGNATURE,
                "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.");
    }

    @ParameterizedTest
    @CsvSource({"k", "k/20150830/us-east-1/kms", "k/20150830/us-east-1/kms/aws4_request/x", "/////"})
    void refusesACredentialThatIsNotOfFiveParts(String credential) {
        KmsException refusal = fixture.refusal(changed("AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request", credential));

        assertThat(refusal.code()).isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
        assertThat(refusal.text())
                .contains("Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term, got '" + credential + "'");
        assertThat(refusal).hasMessageEndingWith("got '[left out]'");
    }

    @ParameterizedTest
    @CsvSource({
        "201",
        "20150830T123600",
        "20151330T123600Z",
        "20150830T123660Z",
        "2015-08-30T12:36:00Z",
        "2015083OT123600Z"
    })
    void refusesADateOutOfForm(String date) {
        assertRefused(
                withHeader(signedCall(), "X-Amz-Date", date),
                ErrorCode.INCOMPLETE_SIGNATURE,
                "Date must be in ISO-8601 'basic format'. Got '" + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    @Test
    void refusesTwoDates() {
        RawCall call = signedCall();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(new Header("X-Amz-Date", "20150830T123600Z"));

        assertThat(fixture.refusal(withHeaders(call, headers)).code()).isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
    }

    @Test
    void saysThatASignatureIsTooOld() {
        RawCall call = signedAt("2018-09-20T17:41:01Z");

        KmsException refusal = fixture.refusal(call, Instant.parse("2018-09-20T17:50:04.999Z"));

        assertThat(refusal)
                .returns(ErrorCode.INVALID_REQUEST_SIGNATURE, KmsException::code)
                .hasMessage("Signature expired: 20180920T174101Z is now earlier than 20180920T174504Z"
                        + " (20180920T175004Z - 5 min.)");
    }

    @Test
    void saysThatASignatureIsTooNew() {
        RawCall call = signedAt("2018-10-17T09:37:50Z");

        KmsException refusal = fixture.refusal(call, Instant.parse("2018-10-17T09:31:39Z"));

        assertThat(refusal)
                .returns(ErrorCode.INVALID_REQUEST_SIGNATURE, KmsException::code)
                .hasMessage("Signature not yet current: 20181017T093750Z is still later than 20181017T093639Z"
                        + " (20181017T093139Z + 5 min.)");
    }

    @Test
    void refusesAnotherRegion() {
        assertRefused(
                new Signing()
                        .forScope("kms", "us-west-2")
                        .sign(SdkHttpMethod.POST, SigV4Fixture.ENDPOINT, List.of(), ""),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "Credential should be scoped to a valid region, not 'us-west-2'.");
    }

    @Test
    void refusesAnotherService() {
        assertRefused(
                new Signing()
                        .forScope("s3", "us-east-1")
                        .sign(SdkHttpMethod.POST, SigV4Fixture.ENDPOINT, List.of(), ""),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "Credential should be scoped to correct service: 'kms'.");
    }

    @Test
    void namesEveryServiceThatItAnswersTo() {
        SigV4Authenticator authenticator =
                fixture.authenticator(Set.of(SigV4Fixture.REGION), Set.of("sts", "kms", "iam"));
        RawCall call = changed("/kms/", "/s3/");

        Throwable refusal = authenticator
                .authenticate(call, SigV4Fixture.NOW)
                .onItemOrFailure()
                .transform((item, failure) -> failure)
                .await()
                .indefinitely();

        assertThat(refusal).hasMessage("Credential should be scoped to correct service: 'iam', 'kms', 'sts'.");
    }

    @Test
    void refusesAnotherTerminator() {
        assertRefused(
                changed("/aws4_request", "/aws5_request"),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.");
    }

    @Test
    void refusesAnotherScopeDate() {
        assertRefused(
                changed("/20150830/", "/20150831/"),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
                        + " '20150831' != '20150830', from '20150830T123600Z'.");
    }

    @Test
    void refusesAnUnsignedHost() {
        assertRefused(
                changed("SignedHeaders=host;", "SignedHeaders="),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void refusesAWrongSignature() {
        assertRefused(
                changed("Signature=", "Signature=0"),
                ErrorCode.INVALID_REQUEST_SIGNATURE,
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                        + " Access Key and signing method. Consult the service documentation for details.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIAUNKNOWNUNKNOWN12", "ASIATEMPORARYWITHOUT"})
    void refusesAnUnknownOrTemporaryKey(String keyId) {
        assertRefused(
                changed("AKIDEXAMPLE", keyId),
                ErrorCode.UNRECOGNIZED_CLIENT,
                "The security token included in the request is invalid.");
    }

    private static RawCall signedAt(String time) {
        return new Signing().at(Instant.parse(time)).sign(SdkHttpMethod.POST, SigV4Fixture.ENDPOINT, List.of(), "");
    }

    private static RawCall changed(String part, String by) {
        RawCall call = signedCall();
        assertThat(authorization(call)).contains(part);
        return withHeader(call, "Authorization", authorization(call).replace(part, by));
    }

    private void assertRefused(RawCall call, ErrorCode code, String text) {
        KmsException refusal = fixture.refusal(call);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.text()).contains(text);
    }
}
