package io.claviger.authn.oidc;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.CallerRefusedException;
import io.claviger.authn.RawCall;
import io.claviger.authn.service.ServiceTokens;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.iam.Account;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Permissions;
import io.claviger.iam.Role;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.User;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.storage.Change;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.UnsignedTokens;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerAuthenticatorTest {
    private static final String ISSUER = "https://login.example.com/realms/main";
    private static final String HEADER = "{'typ':'JWT','alg':'ES256'}";
    private static final List<Region> REGIONS = List.of(new Region("us-east-1"), new Region("us-west-2"));
    private static final String RULES = ("{'accounts':['" + ACCOUNT + "'],'rules':["
                    + "{'when':[{'claim':'role','anyOf':['deployer']}],"
                    + "'principal':'arn:aws:sts::" + ACCOUNT + "':assumed-role/Deployer/${claim:sub}'},"
                    + "{'principal':'arn:aws:iam::" + ACCOUNT + ":user/${claim:name}',"
                    + "'tags':{'department':'${claim:department}'}}]}")
            .replace("':assumed", ":assumed")
            .replace('\'', '"');

    private final FakeStorage storage = new FakeStorage()
            .with(
                    new Change.AccountCreated(new Account(ACCOUNT, NOW)),
                    new Change.EntityCreated(new User(ACCOUNT, "/", "Alice", "AIDAALICE", NOW)
                            .withTags(List.of(new Tag("team", "blue")))),
                    new Change.EntityCreated(image("Bob", "AIDABOB", true)),
                    new Change.EntityCreated(image("Gone", "AIDAGONE", false)),
                    new Change.EntityCreated(new Role(
                            ACCOUNT,
                            "/ci/",
                            "Deployer",
                            "AROADEPLOYER",
                            NOW,
                            "",
                            List.of(),
                            Permissions.NONE,
                            PolicyText.of("{}"),
                            3600,
                            0)));

    private static User image(String name, String id, boolean enabled) {
        return new User(ACCOUNT, "/", name, id, NOW).withUpstream(new User.Upstream(ISSUER, "sub-" + name, enabled));
    }

    private BearerAuthenticator authenticator(TokenVerifier verifier, boolean enabled) {
        TokenIssuer issuer = new TokenIssuer(ACCOUNT, ISSUER, NOW, List.of("claviger"), null, null, RULES, enabled, 0);
        TrustedEntities<TokenIssuer> registry =
                new TrustedEntities<>(EntityKind.TOKEN_ISSUER, List.of(issuer), ACCOUNT, storage);
        ServiceTokens services = new ServiceTokens(
                new TrustedEntities<>(EntityKind.SERVICE, List.of(), ACCOUNT, storage),
                verifier,
                UnsignedTokens.reader(),
                storage,
                Set.of("claviger"));
        return new BearerAuthenticator(
                new TokenCallers(registry, verifier, UnsignedTokens.reader(), storage, ACCOUNT),
                services,
                UnsignedTokens.reader(),
                REGIONS);
    }

    private static RawCall call(String... headers) {
        List<RawCall.Header> all = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new RawCall.Header(headers[i], headers[i + 1]));
        }
        return new RawCall("POST", "/", "", all, new byte[0], "192.0.2.7", null);
    }

    private static String token(String more) {
        return UnsignedTokens.token(
                HEADER, "{'iss':'" + ISSUER + "','aud':'claviger','exp':" + (NOW.getEpochSecond() + 60) + more + "}");
    }

    private Authentication authenticate(String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return authenticator(new UnsignedTokens(), true)
                .authenticate(call(all), NOW)
                .await()
                .indefinitely();
    }

    @Test
    void claimsBecomeAUser() {
        Authentication alice = authenticate(token(",'sub':'1','name':'Alice','department':'R and D'"));

        assertThat(alice.refusal()).isNull();
        assertThat(alice.caller().principal())
                .isEqualTo(new Caller.User(ACCOUNT, "/", "Alice", "AIDAALICE", List.of(new Tag("team", "blue"))));
        assertThat(alice.caller().session().tags()).containsEntry("department", "R and D");
        assertThat(alice.region()).isEqualTo(REGIONS.getFirst());
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        Authentication session = authenticate(token(",'sub':'job-7','name':'Alice','role':'deployer'"));

        assertThat(session.caller().principal().displayName())
                .isEqualTo("arn:aws:sts::" + ACCOUNT + ":assumed-role/Deployer/job-7");
    }

    @Test
    void theRegionIsTheHeaders() {
        String token = token(",'sub':'1','name':'Alice','department':'x'");
        assertThat(authenticate(token, "X-Amz-Region", "us-west-2").region()).isEqualTo(REGIONS.get(1));
        assertThatThrownBy(() -> authenticate(token, "X-Amz-Region", "mars-1")).hasMessageContaining("does not name");
        assertThatThrownBy(() -> authenticate(token, "X-Amz-Region", "us-west-2", "X-Amz-Region", "us-west-2"))
                .hasMessageContaining("does not name");
    }

    @Test
    void whoIsNobodyIsRefusedWithAReasonForTheAuditRecord() {
        assertNobody(token(",'sub':'1'"), "rule 2");
        assertNobody(token(",'sub':'1','name':'Nobody','department':'x'"), "there is no such user");
        assertNobody(token(",'sub':'1','name':['Alice','Bob'],'department':'x'"), "rule 2");
        assertNobody(token(",'sub':'1','name':'Alice'"), "department");
    }

    @Test
    void anImageIsReachedByItsOwnPersonAlone() {
        assertThat(authenticate(token(",'sub':'sub-Bob','name':'Bob','department':'x'"))
                        .refusal())
                .isNull();
        assertNobody(token(",'sub':'1','name':'Bob','department':'x'"), "somebody else's image");
        assertNobody(token(",'sub':'sub-Gone','name':'Gone','department':'x'"), "disabled");
    }

    private void assertNobody(String token, String reason) {
        Authentication refused = authenticate(token);
        assertThat(refused.caller().principal()).isInstanceOf(Caller.WebIdentity.class);
        assertThat(refused.refusal().code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(((CallerRefusedException) refused.refusal().getCause()).reason())
                .contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "a b", "é.é.é", "a.b.c, Bearer a.b.c"})
    void whatIsNoTokenIsRefused(String text) {
        assertUnrecognized(text);
    }

    @Test
    void whatIsNotBelievedLooksAlike() {
        String good = token(",'sub':'1','name':'Alice','department':'x'");
        assertUnrecognized(UnsignedTokens.forged(good));
        assertUnrecognized(UnsignedTokens.token(HEADER, "{'iss':'https://evil.example.com','sub':'1'}"));
        assertUnrecognized("a".repeat(20_001));
        assertThatThrownBy(() -> authenticator(new UnsignedTokens(), false)
                        .authenticate(call("Authorization", "Bearer " + good), NOW)
                        .await()
                        .indefinitely())
                .hasMessage("The security token included in the request is invalid.");
    }

    private void assertUnrecognized(String token) {
        assertThatThrownBy(() -> authenticate(token))
                .isInstanceOfSatisfying(
                        KmsException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.UNRECOGNIZED_CLIENT))
                .hasMessage("The security token included in the request is invalid.");
    }

    @Test
    void anIssuerThatIsDownIsToBeTriedAgain() {
        TokenVerifier down = (token, trust, now) -> Uni.createFrom()
                .failure(new TokenRefusedException(TokenRefusedException.Reason.KEYS_UNAVAILABLE, "no keys"));
        assertThatThrownBy(() -> authenticator(down, true)
                        .authenticate(call("Authorization", "Bearer " + token(",'sub':'1'")), NOW)
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.DEPENDENCY_TIMEOUT));
    }

    @Test
    void twoCredentialsAreRefused() {
        String token = token(",'sub':'1','name':'Alice','department':'x'");
        assertThatThrownBy(() -> authenticate(token, "Authorization", "Bearer " + token))
                .hasMessageContaining("more than one Authorization header");
    }

    @Test
    void onlyItsSchemeIsClaimed() {
        BearerAuthenticator authenticator = authenticator(new UnsignedTokens(), true);
        assertThat(authenticator.claims(call("Authorization", "bearer x"))).isTrue();
        assertThat(authenticator.claims(call("authorization", "Bearer"))).isTrue();
        assertThat(authenticator.claims(call("Authorization", "Bearers x"))).isFalse();
        assertThat(authenticator.claims(call("Authorization", "AWS4-HMAC-SHA256 x")))
                .isFalse();
        assertThat(authenticator.claims(call())).isFalse();
    }
}
