package io.claviger.authn.sigv4;

import static io.claviger.authn.sigv4.SigV4Fixture.ENDPOINT;
import static io.claviger.authn.sigv4.SigV4Fixture.KEY_ID;
import static io.claviger.authn.sigv4.SigV4Fixture.NOW;
import static io.claviger.authn.sigv4.SigV4Fixture.SECRET;
import static io.claviger.authn.sigv4.SigV4Fixture.authorization;
import static io.claviger.authn.sigv4.SigV4Fixture.call;
import static io.claviger.authn.sigv4.SigV4Fixture.signedCall;
import static io.claviger.authn.sigv4.SigV4Fixture.withBody;
import static io.claviger.authn.sigv4.SigV4Fixture.withHeader;
import static io.claviger.authn.sigv4.SigV4Fixture.withHeaders;
import static io.claviger.authn.sigv4.SigV4Fixture.withQuery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.authn.sigv4.SigV4Fixture.Signing;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;

class SigV4AuthenticatorTest {
    private static final List<Header> LIST_KEYS = List.of(new Header("X-Amz-Target", "TrentService.ListKeys"));

    private static final List<Header> HOST_AND_DATE =
            List.of(new Header("Host", "h"), new Header("Date", "20150830T123600Z"));

    private final SigV4Fixture fixture = new SigV4Fixture();

    // what is ours

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA256 Credential=a",
                "AWS4-",
                "AWS4-ECDSA-P256-SHA256 x",
                "  aws4-hmac-sha256",
            })
    void claimsEveryHeaderOfTheScheme(String value) {
        RawCall call = call(List.of(new Header("authorization", value)), new byte[0]);

        assertThat(fixture.authenticator.claims(call)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Algorithm=x", "a=b&X-Amz-Signature", "X%2DAmz%2dSignature=", "&&X-Amz-Algorithm"})
    void claimsEveryQueryWithASignature(String query) {
        assertThat(fixture.authenticator.claims(withQuery(call(List.of(), new byte[0]), query)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "AWS", "Basic AWS4-HMAC-SHA256", ""})
    void leavesOtherSchemesToOthers(String value) {
        RawCall call = call(List.of(new Header("Authorization", value)), new byte[0]);

        assertThat(fixture.authenticator.claims(withQuery(call, "x-amz-signature=a&X-Amz-Date=b")))
                .isFalse();
    }

    // what is accepted

    @Test
    void acceptsACallSignedByTheSdk() {
        Authentication authentication = fixture.authenticate(signedCall(LIST_KEYS, "{}"));

        assertThat(authentication)
                .isEqualTo(new Authentication(new Caller(SigV4Fixture.ALICE, KEY_ID), new Region("us-east-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/",
                "https://h:8443/a/b",
                "https://h/a%20b/%C3%A9?z=1&a=%2F&a=%20",
                "https://h/x/../y/./?k=%2B",
                "https://h/?plus=a%2Bb&tilde=~",
            })
    void acceptsWhateverUriTheSdkSigns(String uri) {
        RawCall call = new Signing().sign(SdkHttpMethod.POST, URI.create(uri), LIST_KEYS, "{}");

        assertThat(fixture.authenticate(call).caller().accessKeyId()).isEqualTo(KEY_ID);
    }

    @Test
    void acceptsHeaderValuesInUtf8AsTheirBytes() {
        RawCall call = signedCall(
                List.of(new Header("X-Name", "\u00e9 \u20ac"), new Header("X-Amz-Target", "TrentService.ListKeys")),
                "{}");
        String onTheWire = new String("\u00e9 \u20ac".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(fixture.authenticate(withHeader(call, "X-Name", onTheWire))
                        .caller()
                        .accessKeyId())
                .isEqualTo(KEY_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s,%s,%s", "%s ,\t%s,  %s", " %s,%s, %s,", "%s,,%s,%s,Extra=1"})
    void acceptsParametersInAnyOrderAndSpacing(String form) {
        RawCall call = signedCall();
        String[] parts = authorization(call).split("[ ,]+", -1);
        String parameters = form.formatted(parts[3], parts[1], parts[2]);

        assertThat(fixture.authenticate(withHeader(call, "Authorization", parts[0] + " " + parameters))
                        .caller()
                        .accessKeyId())
                .isEqualTo(KEY_ID);
    }

    @Test
    void acceptsUnsignedHeadersThatDoNotAuthenticate() {
        RawCall call = withHeader(signedCall(), "X-Amzn-Trace-Id", "Root=1");

        assertThat(fixture.authenticate(withHeader(call, "X-Amz-Other", "1"))
                        .caller()
                        .accessKeyId())
                .isEqualTo(KEY_ID);
    }

    @Test
    void readsTheHostFromAuthorityOverHttp2() {
        RawCall call = signedCall();
        String host = call.header("host").orElseThrow();

        RawCall http2 = withHeader(withHeader(call, "Host", null), ":authority", host);

        assertThat(fixture.authenticate(http2).caller().accessKeyId()).isEqualTo(KEY_ID);
    }

    @Test
    void returnsTheRegionOfTheScope() {
        Region other = new Region("eu-central-1");
        SigV4Authenticator authenticator =
                fixture.authenticator(Set.of(SigV4Fixture.REGION, other), Set.of("sts", "kms"));
        RawCall call = new Signing().forScope("sts", "eu-central-1").sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "");

        Authentication authentication =
                authenticator.authenticate(call, NOW).await().atMost(Duration.ofSeconds(5));

        assertThat(authentication.region()).isEqualTo(other);
    }

    @Test
    void looksForACredentialOnlyWhenSubscribed() {
        Uni<Authentication> authentication = fixture.authenticator.authenticate(signedCall(), NOW);
        assertThat(fixture.keys.reads).hasValue(0);

        authentication.await().atMost(Duration.ofSeconds(5));

        assertThat(fixture.keys.reads).hasValue(1);
    }

    // time

    @ParameterizedTest
    @ValueSource(longs = {-300, -299, 0, 299, 300})
    void acceptsFiveMinutesEitherWay(long seconds) {
        RawCall call = new Signing().at(NOW.plusSeconds(seconds)).sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");

        assertThat(fixture.authenticate(call).caller().accessKeyId()).isEqualTo(KEY_ID);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400})
    void refusesMoreThanFiveMinutesEitherWay(long seconds) {
        RawCall call = new Signing().at(NOW.plusSeconds(seconds)).sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");

        assertThat(fixture.refusal(call).code()).isEqualTo(ErrorCode.INVALID_REQUEST_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 30 Aug 2015 12:36:00 GMT", "20150830T123600Z"})
    void readsTheDateHeaderWhereThereIsNoOther(String date) {
        RawCall signed = signedByHand(date);

        assertThat(fixture.authenticate(signed).caller().accessKeyId()).isEqualTo(KEY_ID);
    }

    @Test
    void acceptsAcrossMidnight() {
        RawCall call = new Signing().at(NOW.plusSeconds(41_030)).sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");

        assertThat(fixture.authenticate(call, NOW.plusSeconds(41_050)).region()).isEqualTo(SigV4Fixture.REGION);
    }

    // one change and it is refused

    @Test
    void refusesEveryOneBitChangeOfTheSignature() {
        RawCall call = signedCall();
        String value = authorization(call);
        int start = value.indexOf("Signature=") + 10;

        for (int bit = 0; bit < 64 * 8; bit++) {
            RawCall changed = withHeader(call, "Authorization", flip(value, start * 8 + bit));
            assertThat(fixture.refusal(changed).code().httpStatus()).isEqualTo(400);
        }
    }

    @Test
    void refusesEveryOneBitChangeOfTheBody() {
        RawCall call = signedCall(LIST_KEYS, "{\"Limit\":10}");

        for (int bit = 0; bit < call.body().length * 8; bit++) {
            byte[] body = call.body().clone();
            body[bit / 8] ^= (byte) (1 << (bit % 8));
            assertMismatch(withBody(call, body));
        }
    }

    @Test
    void refusesEveryOneBitChangeOfEachSignedHeader() {
        RawCall call = signedCall();
        List<String> signed = SignedRequest.of(call, QueryParameters.parse(""))
                .signedHeaders()
                .names();
        assertThat(signed).contains("host", "x-amz-date", "x-amz-target");

        for (String name : signed) {
            String value = call.header(name).orElseThrow();
            for (int bit = 0; bit < value.length() * 8; bit++) {
                assertThat(fixture.refusal(withHeader(call, name, flip(value, bit)))
                                .code()
                                .httpStatus())
                        .isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "post"})
    void refusesAnotherMethod(String method) {
        RawCall call = signedCall();

        assertMismatch(new RawCall(method, "/", "", call.headers(), call.body(), "192.0.2.1", null));
    }

    @ParameterizedTest
    @CsvSource({"/x,''", "/,a=b", "/%20,''", "/,%zz", "/,%", "/é,''", "/,\u0100", "/\u0100,''"})
    void refusesAnotherPathOrQuery(String path, String query) {
        RawCall call = signedCall();

        assertMismatch(new RawCall("POST", path, query, call.headers(), call.body(), "192.0.2.1", null));
    }

    @Test
    void refusesUpperCaseSignature() {
        RawCall call = signedCall();
        String value = authorization(call);
        int start = value.indexOf("Signature=") + 10;
        String shouted = value.substring(0, start) + value.substring(start).toUpperCase(Locale.ROOT);

        assertMismatch(withHeader(call, "Authorization", shouted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "\u0130", "\0"})
    void refusesSignatureOfAnotherLength(String more) {
        RawCall call = signedCall();
        String value = authorization(call);

        assertMismatch(withHeader(
                call, "Authorization", more.isEmpty() ? value.substring(0, value.length() - 1) : value + more));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amz-date;host;x-amz-target",
                "host;host;x-amz-date;x-amz-target",
                "host;x-amz-date;x-amz-target;",
                ";host;x-amz-date;x-amz-target",
                "host;x-amz-Date;x-amz-target",
                "host;x-amz-date;x-amz-target;x-missing",
                "host;x-amz-date;x-amz-tar get",
            })
    void refusesSignedHeadersOutOfForm(String names) {
        RawCall call = signedCall();
        String value = authorization(call).replaceAll("SignedHeaders=[^,]*", "SignedHeaders=" + names);

        assertMismatch(withHeader(call, "Authorization", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Target", "X-Amz-Date"})
    void refusesUnsignedHeaderThatAuthenticates(String name) {
        RawCall call = signedByHand("20150830T123600Z");

        assertMismatch(withHeader(call, name, "20150830T123600Z"));
    }

    @ParameterizedTest
    @CsvSource({"date;host,'date:20150830T123600Z|host:h|'"})
    void acceptsWhatIsSignedByHandInForm(String names, String canonical) {
        assertThat(fixture.authenticate(signedByHand("", canonical.replace('|', '\n'), names, HOST_AND_DATE))
                        .region())
                .isEqualTo(SigV4Fixture.REGION);
    }

    @ParameterizedTest
    @CsvSource({
        "host;date,'host:h|date:20150830T123600Z|'",
        "host;host,'host:h|host:h|'",
        "Date;host,'Date:20150830T123600Z|host:h|'",
    })
    void refusesSignedHeadersOutOfFormEvenWhenSignedSo(String names, String canonical) {
        assertMismatch(signedByHand("", canonical.replace('|', '\n'), names, HOST_AND_DATE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h\nx", "h\rx", "h\0x"})
    void refusesLineEndInHeaderEvenWhenSignedSo(String host) {
        List<Header> headers = List.of(new Header("Host", host), new Header("Date", "20150830T123600Z"));

        assertMismatch(signedByHand("", "host:" + host + "\n", "host", headers));
    }

    @Test
    void refusesCharacterBeyondAByteWhoseLowByteIsSigned() {
        RawCall call = signedByHand("", "date:20150830T123600Z\nhost:hA\n", "date;host", HOST_AND_DATE);

        assertThat(fixture.authenticate(withHeader(call, "Host", "hA")).region())
                .isEqualTo(SigV4Fixture.REGION);
        assertMismatch(withHeader(call, "Host", "h\u0141"));
    }

    @ParameterizedTest
    @CsvSource({"a=%25,a=%", "a=%25zz,a=%zz", "a=%254,a=%4", "a=A,a=\u0141"})
    void refusesABrokenQueryThatCouldBeReadAsTheSignedOne(String signed, String broken) {
        RawCall call = signedByHand(signed, "host:h\n", "host", HOST_AND_DATE);

        assertThat(fixture.authenticate(call).region()).isEqualTo(SigV4Fixture.REGION);
        assertMismatch(withQuery(call, broken));
    }

    @Test
    void refusesMoreThanAThousandParametersEvenWhenSigned() {
        String most = "a=b" + "&a=b".repeat(999);

        assertThat(fixture.authenticate(signedByHand(most, "host:h\n", "host", HOST_AND_DATE))
                        .region())
                .isEqualTo(SigV4Fixture.REGION);
        assertMismatch(signedByHand(most + "&a=b", "host:h\n", "host", HOST_AND_DATE));
    }

    @Test
    void refusesAddedSecondTarget() {
        RawCall call = signedCall();
        List<Header> headers = new ArrayList<>(call.headers());
        headers.add(0, new Header("x-amz-target", "TrentService.ScheduleKeyDeletion"));

        assertMismatch(withHeaders(call, headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TrentService.ListKeys\n", "TrentService.ListKeys\r", "TrentService.ListKeys\0"})
    void refusesLineEndInSignedHeader(String value) {
        assertMismatch(withHeader(signedCall(), "X-Amz-Target", value));
    }

    // keys

    @Test
    void refusesAnotherSecret() {
        RawCall call = new Signing().as(KEY_ID, "another").sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");

        assertMismatch(call);
    }

    @Test
    void forgetsTheSigningKeyWhenTheSecretChanges() {
        RawCall call = signedCall();
        fixture.authenticate(call);
        fixture.keys.put(KEY_ID, "another");

        assertMismatch(call);
        RawCall signedAnew = new Signing().as(KEY_ID, "another").sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");
        assertThat(fixture.authenticate(signedAnew).caller().accessKeyId()).isEqualTo(KEY_ID);
    }

    @Test
    void refusesAKeyThatIsGoneAlthoughItsSigningKeyWasCached() {
        RawCall call = signedCall();
        fixture.authenticate(call);
        fixture.keys.remove(KEY_ID);

        assertUnrecognized(call);
    }

    @Test
    void refusesTheKeyOfUnknownCallers() {
        RawCall call = new Signing()
                .as("AKIAUNKNOWN", new String(new char[40]).replace('\0', 'x'))
                .sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "{}");

        assertUnrecognized(call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\0", "k\u00e9y", "a:b", "a'b"})
    void asksNobodyForAKeyThatCannotExist(String keyId) {
        RawCall call = signedCall();
        String value = authorization(call).replace(KEY_ID, keyId);

        assertUnrecognized(withHeader(call, "Authorization", value));
        assertThat(fixture.keys.reads).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", ""})
    void refusesASessionTokenWithALongTermKey(String token) {
        RawCall call = signedCall(
                List.of(new Header("X-Amz-Target", "TrentService.ListKeys"), new Header("X-Amz-Security-Token", token)),
                "{}");

        assertUnrecognized(call);
    }

    @Test
    void passesAFailureOfTheSourceThrough() {
        IllegalStateException down = new IllegalStateException("database down");
        SigV4Authenticator authenticator = new SigV4Authenticator(
                keyId -> Uni.createFrom().failure(down), Set.of(SigV4Fixture.REGION), Set.of("kms"), 1);

        assertThatThrownBy(() ->
                        authenticator.authenticate(signedCall(), NOW).await().atMost(Duration.ofSeconds(5)))
                .isSameAs(down);
    }

    // presigned

    @Test
    void acceptsAPresignedCallUntilItExpires() {
        RawCall call = presigned(Duration.ofMinutes(15));

        assertThat(fixture.authenticate(call, NOW.plusSeconds(900)).region()).isEqualTo(SigV4Fixture.REGION);
        assertThat(fixture.authenticate(call, NOW.minusSeconds(300)).region()).isEqualTo(SigV4Fixture.REGION);
        assertThat(fixture.refusal(call, NOW.plusSeconds(901)))
                .hasMessage("Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                        + " (20150830T125101Z - 900 sec.)");
        assertThat(fixture.refusal(call, NOW.minusSeconds(301)))
                .hasMessage("Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"
                        + " (20150830T123059Z + 5 min.)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "604801",
                "99999999999999999999999",
                "1.5",
                "",
                "\u0661",
                "%31%00",
                "+1",
                "1&X-Amz-Expires=1"
            })
    void refusesAnImpossibleExpiry(String expires) {
        RawCall call = presigned(Duration.ofMinutes(15));

        RawCall changed = withQuery(call, call.query().replace("X-Amz-Expires=900", "X-Amz-Expires=" + expires));

        assertThat(fixture.refusal(changed).code()).isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"})
    void saysWhatAPresignedCallLacks(String name) {
        RawCall call = presigned(Duration.ofMinutes(15));

        RawCall changed = withQuery(call, call.query().replace(name + "=", "x="));

        assertThat(fixture.refusal(changed))
                .hasMessage("AWS query-string parameters must include '" + name
                        + "'. Re-examine the query-string parameters.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"})
    void refusesARepeatedPresignedParameter(String name) {
        RawCall call = presigned(Duration.ofMinutes(15));

        assertThat(fixture.refusal(withQuery(call, call.query() + "&" + name + "=x"))
                        .code())
                .isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
    }

    @Test
    void refusesAnyAdditionToAPresignedQuery() {
        RawCall call = presigned(Duration.ofMinutes(15));

        assertMismatch(withQuery(call, call.query() + "&a=b"));
    }

    @Test
    void readsAPlusInAQueryAsTheSpaceThatAFormDecoderMakesOfIt() {
        RawCall call = new Signing().sign(SdkHttpMethod.POST, URI.create("https://h/?a=b%20c"), LIST_KEYS, "{}");

        assertThat(fixture.authenticate(withQuery(call, "a=b+c")).region()).isEqualTo(SigV4Fixture.REGION);
        assertMismatch(withQuery(call, "a=b%2Bc"));
    }

    @Test
    void refusesATokenInAPresignedQuery() {
        RawCall call = presigned(Duration.ofMinutes(15));

        assertUnrecognized(withQuery(call, call.query() + "&X-Amz-Security-Token=x"));
    }

    // bounds

    @Test
    void refusesTenThousandParameters() {
        String query = "a=b&".repeat(10_000);

        assertMismatch(withQuery(signedCall(), query));
        assertThat(fixture.authenticator.claims(withQuery(call(List.of(), new byte[0]), query)))
                .isFalse();
    }

    @Test
    void refusesTenThousandHeadersAndSignedHeaders() {
        RawCall call = signedCall();
        List<Header> headers = new ArrayList<>(call.headers());
        for (int i = 0; i < 10_000; i++) {
            headers.add(new Header("x-" + i, "v"));
        }
        String names =
                authorization(call).replaceAll("SignedHeaders=[^,]*", "SignedHeaders=host" + ";x".repeat(30_000));

        assertMismatch(withHeaders(call, headers));
        assertMismatch(withHeader(call, "Authorization", names));
    }

    @Test
    void shortensAHugeHeaderInItsAnswer() {
        RawCall call = withHeader(signedCall(), "Authorization", "AWS4-HMAC-SHA256 " + "\u0000x".repeat(32_768));

        KmsException refusal = fixture.refusal(call);

        assertThat(refusal.code()).isEqualTo(ErrorCode.INCOMPLETE_SIGNATURE);
        assertThat(refusal.text().orElseThrow()).hasSizeLessThan(2300).doesNotContain("\0");
    }

    private RawCall presigned(Duration validity) {
        return new Signing().expiringAfter(validity).sign(SdkHttpMethod.POST, ENDPOINT, LIST_KEYS, "");
    }

    /** A call with a Date header alone and nothing but the host signed, which no SDK would make. */
    private static RawCall signedByHand(String date) {
        return signedByHand("", "host:h\n", "host", List.of(new Header("Host", "h"), new Header("Date", date)));
    }

    /** A call without a body that somebody signed as they pleased, with the right key. */
    private static RawCall signedByHand(
            String canonicalQuery, String canonicalHeaders, String signedHeaders, List<Header> headers) {
        String canonical = "POST\n/\n" + canonicalQuery + "\n" + canonicalHeaders + "\n" + signedHeaders + "\n"
                + Oracle.sha256("");
        String scope = "20150830/us-east-1/kms/aws4_request";
        String text = "AWS4-HMAC-SHA256\n20150830T123600Z\n" + scope + "\n" + Oracle.sha256(canonical);
        String signature = Oracle.sign(SECRET, "20150830", "us-east-1", "kms", text);
        List<Header> sent = new ArrayList<>(headers);
        sent.add(new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + KEY_ID + "/" + scope + ", SignedHeaders=" + signedHeaders
                        + ", Signature=" + signature));
        return withQuery(call(sent, new byte[0]), canonicalQuery);
    }

    private static String flip(String value, int bit) {
        char[] characters = value.toCharArray();
        characters[bit / 8] ^= (char) (1 << (bit % 8));
        return new String(characters);
    }

    private void assertMismatch(RawCall call) {
        assertThat(fixture.refusal(call))
                .returns(ErrorCode.INVALID_REQUEST_SIGNATURE, KmsException::code)
                .hasMessageStartingWith("The request signature we calculated does not match");
    }

    private void assertUnrecognized(RawCall call) {
        assertThat(fixture.refusal(call))
                .returns(ErrorCode.UNRECOGNIZED_CLIENT, KmsException::code)
                .hasMessage("The security token included in the request is invalid.");
    }
}
