package io.claviger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.RawHttp;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.claviger.testkit.WireSigner;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/** The query protocol, byte for byte (wire-protocol.md, section 7). */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class QueryWireTest extends WireTest {
    private static final String IAM = "&Version=2010-05-08";
    private static final String STS = "&Version=2011-06-15";

    static WireRequest form(String form) {
        return new WireRequest(
                "POST",
                "/",
                List.of(new WireRequest.Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")),
                form.getBytes(StandardCharsets.UTF_8));
    }

    private WireSigner signer(String service) {
        return signer().forService(service).inRegion("us-east-1");
    }

    private static void assertQueryError(RawHttp.Answer answer, int status, String type, String code, String message) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("text/xml");
        Matcher body = Pattern.compile("<ErrorResponse xmlns=\"[^\"]+\"><Error><Type>([^<]*)</Type><Code>([^<]*)</Code>"
                        + "<Message>([^<]*)</Message></Error><RequestId>([^<]*)</RequestId></ErrorResponse>")
                .matcher(answer.text());
        assertThat(body.matches()).as(answer.text()).isTrue();
        assertThat(body.group(1)).isEqualTo(type);
        assertThat(body.group(2)).isEqualTo(code);
        assertThat(body.group(3)).isEqualTo(message);
        assertThat(body.group(4)).isEqualTo(answer.header("x-amzn-RequestId"));
        assertThat(UUID.fromString(body.group(4)).version()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "Action=MakeCoffee&Version=2010-05-08, InvalidAction, Could not find operation MakeCoffee for version 2010-05-08",
        "Action=MakeCoffee&Version=2011-06-15, InvalidAction, Could not find operation MakeCoffee for version 2011-06-15",
        "Action=CreateUser&Version=2011-06-15, InvalidAction, Could not find operation CreateUser for version 2011-06-15",
        "Action=Encrypt&Version=2010-05-08, InvalidAction, Could not find operation Encrypt for version 2010-05-08",
        "Action=ListUsers&Version=1999-01-01, InvalidAction, Could not find operation ListUsers for version 1999-01-01",
        "Action=ListUsers, InvalidAction, Could not find operation ListUsers for version NO_VERSION_SPECIFIED",
        "Action=%3Ca%26&Version=2010-05-08, InvalidAction, Could not find operation &lt;a&amp; for version 2010-05-08",
        "Version=2010-05-08, MissingAction, The request must contain the parameter Action.",
        "Action=ListUsers&Action=ListUsers&Version=2010-05-08, MalformedInput, The parameters of the request are malformed.",
        "Action=%zz&Version=2010-05-08, MalformedInput, The parameters of the request are malformed."
    })
    void whatCallsNoOperationIsRefused(String form, String code, String message) {
        assertQueryError(send(signer("iam").sign(form(form))), 400, "Sender", code, message);
    }

    @Test
    void anUnsignedCallIsRefused() {
        assertQueryError(
                send(form("Action=ListUsers" + IAM)),
                403,
                "Sender",
                "MissingAuthenticationToken",
                "Request is missing Authentication Token");
    }

    @Test
    void anUnknownAccessKeyIsRefused() {
        assertQueryError(
                send(signer("iam").as("AKIAUNKNOWNUNKNOWN00", "secret").sign(form("Action=ListUsers" + IAM))),
                403,
                "Sender",
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
    }

    @Test
    void aWrongSecretIsRefused() {
        RawHttp.Answer answer =
                send(signer("sts").as(caller.accessKeyId(), "another").sign(form("Action=GetCallerIdentity" + STS)));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "kms, Action=ListUsers&Version=2010-05-08, iam",
        "sts, Action=ListUsers&Version=2010-05-08, iam",
        "iam, Action=GetCallerIdentity&Version=2011-06-15, sts",
        "kms, Action=GetCallerIdentity&Version=2011-06-15, sts"
    })
    void aSignatureForAnotherServiceIsRefused(String signedFor, String form, String service) {
        assertQueryError(
                send(signer(signedFor).inRegion(ServiceProfile.REGION).sign(form(form))),
                403,
                "Sender",
                "SignatureDoesNotMatch",
                "Credential should be scoped to correct service: '" + service + "'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sts", "iam"})
    void aSignatureForTheQueryServicesCallsNoKms(String signedFor) {
        assertError(
                send(signer().forService(signedFor).sign(WireRequest.call("ListKeys", "{}"))),
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'kms'.");
    }

    @Test
    void clocksMayDifferByAQuarterOfAnHour() {
        WireRequest late =
                signer("iam").at(Instant.now().minusSeconds(840)).sign(form("Action=UploadSSHPublicKey" + IAM));
        WireRequest tooLate =
                signer("iam").at(Instant.now().minusSeconds(1000)).sign(form("Action=UploadSSHPublicKey" + IAM));

        assertThat(send(late).text()).contains("<Code>UnsupportedOperation</Code>");
        assertThat(send(tooLate).text()).contains("<Code>SignatureDoesNotMatch</Code>", "15 min.)");
    }

    @Test
    void anOperationThatIsNotBuiltSaysSo() {
        assertQueryError(
                send(signer("iam").sign(form("Action=UploadSSHPublicKey" + IAM))),
                400,
                "Sender",
                "UnsupportedOperation",
                "UploadSSHPublicKey is not supported.");
    }

    @Test
    void aPresignedGetCallsAnOperation() {
        WireRequest get = new WireRequest("GET", "/?Action=UploadSSHPublicKey" + IAM, List.of(), new byte[0]);

        RawHttp.Answer answer = send(signer("iam").presign(get, Duration.ofMinutes(1)));

        assertThat(answer.text()).contains("<Code>UnsupportedOperation</Code>");
    }

    @Test
    void aFormWithATargetIsARequestOfKms() {
        WireRequest request = WireRequest.call("ListKeys", "{}")
                .without("Content-Type")
                .with("Content-Type", "application/x-www-form-urlencoded");

        assertSuccess(send(signer().sign(request)));
    }

    @Test
    void theSdkReadsErrors() {
        try (IamClient iam = IamClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(caller.accessKeyId(), caller.secret())))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                            IamException.class,
                            () -> iam.uploadSSHPublicKey(
                                    request -> request.userName("somebody").sshPublicKeyBody("ssh-rsa AAAA"))))
                    .satisfies(failure -> {
                        assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("UnsupportedOperation");
                        assertThat(failure.awsErrorDetails().errorMessage())
                                .isEqualTo("UploadSSHPublicKey is not supported.");
                        assertThat(failure.requestId()).isNotEmpty();
                    });
        }
    }
}
