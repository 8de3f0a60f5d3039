package io.claviger.authn.service;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.CallerRefusedException;
import io.claviger.authn.RawCall;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.token.UnverifiedToken;
import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.common.Sha256;
import io.claviger.iam.EntityKind;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.UnsignedTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTokensTest {
    private static final String HEADER = "{'typ':'claviger-service+jwt','alg':'ES256'}";
    private static final Caller USER =
            new Caller(new Caller.User(ACCOUNT, "/", "ExampleUser", "AIDAEXAMPLE"), "AKIAEXAMPLE");
    private static final String USER_ARN = "arn:aws:iam::" + ACCOUNT + ":user/ExampleUser";
    private static final String BODY = "{\"KeyId\":\"alias/a\"}";

    private final ServiceTokens tokens = new ServiceTokens(
            new TrustedEntities<>(
                    EntityKind.SERVICE,
                    List.of(
                            service("ec2", true, "us-west-2", "eu-west-1"),
                            service("off", false),
                            service("rds", true)),
                    ACCOUNT,
                    new FakeStorage()),
            new UnsignedTokens(),
            UnsignedTokens.reader(),
            new FakeStorage(),
            Set.of("claviger"));

    private static RegisteredService service(String name, boolean enabled, String... regions) {
        return new RegisteredService(
                ACCOUNT, name, NOW, new AccountId("999999999999"), null, "{\"keys\":[]}", List.of(regions), enabled, 0);
    }

    private static String claims(String more) {
        return "{'iss':'ec2.amazonaws.com','sub':'" + USER_ARN + "','aud':'claviger','iat':" + NOW.getEpochSecond()
                + ",'exp':" + (NOW.getEpochSecond() + 60) + ",'jti':'1','region':'us-west-2','body_sha256':'"
                + Sha256.hex(BODY.getBytes(StandardCharsets.UTF_8)) + "'" + more + "}";
    }

    private static RawCall call(String method, String path, String query, String body, String... tokens) {
        List<RawCall.Header> headers = new ArrayList<>();
        for (String token : tokens) {
            headers.add(new RawCall.Header("x-claviger-service-token", token));
        }
        return new RawCall(method, path, query, headers, body.getBytes(StandardCharsets.UTF_8), "192.0.2.7", null);
    }

    private Authentication complete(RawCall call) {
        return tokens.complete(new Authentication(USER, REGION), call, NOW)
                .await()
                .indefinitely();
    }

    private Authentication complete(String claims) {
        return complete(call("POST", "/", "", BODY, UnsignedTokens.token(HEADER, claims)));
    }

    private static String reason(Authentication refused) {
        KmsException refusal = refused.refusal();
        assertThat(refused.service()).isNull();
        assertThat(refusal).isNotNull();
        assertThat(refusal.text()).contains("The service token included in the request is invalid.");
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNRECOGNIZED_CLIENT);
        return ((CallerRefusedException) refusal.getCause()).reason();
    }

    @Test
    void whatTheServiceSaysIsBelieved() {
        Authentication proved = complete(
                claims(
                        ",'act':{'sub':'ec2.amazonaws.com'},'via':['cloudformation.amazonaws.com'],"
                                + "'source_arn':'arn:aws:ec2:us-west-2:111122223333:volume/v','source_account':'111122223333'"));

        assertThat(proved.refusal()).isNull();
        assertThat(proved.caller()).isEqualTo(USER);
        assertThat(proved.region()).isEqualTo(REGION);
        assertThat(proved.service())
                .isEqualTo(new ServiceContext(
                        "ec2",
                        new Region("us-west-2"),
                        List.of("cloudformation.amazonaws.com", "ec2.amazonaws.com"),
                        "arn:aws:ec2:us-west-2:111122223333:volume/v",
                        new AccountId("111122223333")));
    }

    @Test
    void aRequestWithoutATokenStaysAsItIs() {
        assertThat(complete(call("POST", "/", "", BODY))).isEqualTo(new Authentication(USER, REGION));
    }

    @Test
    void aTokenIsGoodForOneUse() {
        assertThat(complete(claims("")).refusal()).isNull();
        assertThat(reason(complete(claims("")))).isEqualTo("the service token was used before");
    }

    @Test
    void twoTokensAreRefused() {
        String token = UnsignedTokens.token(HEADER, claims(""));
        assertThat(reason(complete(call("POST", "/", "", BODY, token, token))))
                .isEqualTo("more than one service token");
    }

    @Test
    void aForgedTokenIsRefused() {
        String forged = UnsignedTokens.forged(UnsignedTokens.token(HEADER, claims("")));
        assertThat(reason(complete(call("POST", "/", "", BODY, forged)))).contains("the signature is wrong");
    }

    @Test
    void anExpiredTokenIsSaidToBe() {
        String token = UnsignedTokens.token(
                HEADER, claims("").replace("'exp':" + (NOW.getEpochSecond() + 60), "'exp':" + NOW.getEpochSecond()));
        KmsException refusal = complete(call("POST", "/", "", BODY, token)).refusal();

        assertThat(refusal.code()).isEqualTo(ErrorCode.EXPIRED_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "é", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(reason(complete(call("POST", "/", "", BODY, text)))).contains("does not name a service");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'iss':'ec2.amazonaws.com' | 'iss':'s3.amazonaws.com'   | no service is registered as s3
            'iss':'ec2.amazonaws.com' | 'iss':'off.amazonaws.com'  | the service off is disabled
            'iss':'ec2.amazonaws.com' | 'iss':'ec2.example.com'    | does not name a service
            'iss':'ec2.amazonaws.com' | 'iss':'../x.amazonaws.com' | does not name a service
            user/ExampleUser          | user/OtherUser             | not for this caller
            'aud':'claviger'          | 'aud':'other'              | not believed
            'jti':'1'                 | 'jti':''                   | jti
            'region':'us-west-2'      | 'region':'us-east-1'       | is not allowed in us-east-1
            'region':'us-west-2'      | 'region':'nowhere'         | region
            'region':'us-west-2'      | 'region':7                 | region
            'body_sha256':'           | 'body_sha256':'0           | body_sha256
            'body_sha256':            | 'other':                   | body_sha256
            'jti':'1'                 | 'jti':'1','act':{'sub':'rds.amazonaws.com'} | act.sub
            'jti':'1'                 | 'jti':'1','act':'x'        | act
            'jti':'1'                 | 'jti':'1','via':'x'        | via
            'jti':'1'                 | 'jti':'1','via':['x']      | via
            'jti':'1'                 | 'jti':'1','source_arn':'x' | source_arn
            'jti':'1'                 | 'jti':'1','source_account':'1' | source_account
            'jti':'1'                 | 'jti':'1','htm':'POST'     | htm
            """)
    void aWrongClaimIsRefused(String right, String wrong, String reason) {
        assertThat(reason(complete(claims("").replace(right, wrong)))).contains(reason);
    }

    @Test
    void anotherBodyIsRefused() {
        RawCall other = call("POST", "/", "", BODY + " ", UnsignedTokens.token(HEADER, claims("")));
        assertThat(reason(complete(other))).contains("another body");
    }

    @Test
    void elsewhereThanAtTheAwsDoorTheTokenMustNameMethodAndPath() {
        String bound = claims(",'htm':'GET','htu':'/v1/keys/a?limit=1'")
                .replace(Sha256.hex(BODY.getBytes(StandardCharsets.UTF_8)), Sha256.hex(new byte[0]));
        String token = UnsignedTokens.token(HEADER, bound);

        assertThat(reason(complete(call("GET", "/v1/keys/b", "limit=1", "", token))))
                .contains("htm and htu");
        assertThat(reason(complete(call("DELETE", "/v1/keys/a", "limit=1", "", token))))
                .contains("htm and htu");
        assertThat(complete(call("GET", "/v1/keys/a", "limit=1", "", token)).refusal())
                .isNull();
    }

    @Test
    void aServiceCallsForItselfWithATokenOfItsOwn() {
        String token = UnsignedTokens.token(HEADER, claims("").replace(USER_ARN, "ec2.amazonaws.com"));
        assertThat(UnverifiedToken.peek(token, UnsignedTokens.reader())
                        .orElseThrow()
                        .isOfType(ServiceTokens.TYPE))
                .isTrue();
        Authentication self = tokens.authenticate(token, call("POST", "/", "", BODY), REGION, NOW)
                .await()
                .indefinitely();

        assertThat(self.caller().principal())
                .isEqualTo(new Caller.Service(new AccountId("999999999999"), "ec2.amazonaws.com"));
        assertThat(self.service().isForwarded()).isFalse();
        assertThat(self.service().viaService()).isEqualTo("ec2.us-west-2.amazonaws.com");
    }

    @Test
    void aTokenForAUserIsNobodysCredential() {
        String token = UnsignedTokens.token(HEADER, claims(""));
        assertThatThrownBy(() -> tokens.authenticate(token, call("POST", "/", "", BODY), REGION, NOW)
                        .await()
                        .indefinitely())
                .isInstanceOf(KmsException.class)
                .hasMessage("The service token included in the request is invalid.");
    }
}
