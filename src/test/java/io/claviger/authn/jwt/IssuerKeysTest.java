package io.claviger.authn.jwt;

import static io.claviger.authn.jwt.TokenFixture.EC;
import static io.claviger.authn.jwt.TokenFixture.OTHER_RSA;
import static io.claviger.authn.jwt.TokenFixture.PATIENCE;
import static io.claviger.authn.jwt.TokenFixture.RSA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.authn.token.TokenTrust;
import io.claviger.testkit.Eventually;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IssuerKeysTest {
    private final TokenFixture it = new TokenFixture(RSA, EC);

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void keysAreFetchedOnceWhileTheyAreFresh() {
        it.verify(RSA.sign(it.claims()));
        it.clock.advance(Duration.ofSeconds(239));
        it.verify(EC.sign(it.claims()));

        assertThat(it.issuer.fetches()).isEqualTo(1);
    }

    @Test
    void keysAreFetchedBesideTheCallsBeforeTheyGetOld() {
        it.verify(RSA.sign(it.claims()));
        it.clock.advance(Duration.ofSeconds(241));
        it.issuer.hold();

        TokenClaims claims = it.verify(EC.sign(it.claims()));

        assertThat(claims.subject()).isEqualTo("alice");
        Eventually.holds(PATIENCE, () -> it.issuer.fetches() == 2);
    }

    @Test
    void callsAtTheSameTimeShareOneFetch() {
        it.issuer.hold();
        List<CompletableFuture<TokenClaims>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(call(RSA.sign(it.claims("\"n\":" + i + ","))).subscribeAsCompletionStage());
        }
        calls.getFirst().cancel(true);

        it.issuer.letGo();

        for (CompletableFuture<TokenClaims> call : calls.subList(1, calls.size())) {
            assertThat(Uni.createFrom()
                            .completionStage(call)
                            .await()
                            .atMost(PATIENCE)
                            .subject())
                    .isEqualTo("alice");
        }
        assertThat(it.issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFoundAtOnceAndWithoutRestart() {
        it.verify(RSA.sign(it.claims()));
        it.clock.advance(Duration.ofSeconds(10));
        it.issuer.publish(OTHER_RSA);

        TokenClaims claims = it.verify(OTHER_RSA.sign(it.claims()));

        assertThat(claims.subject()).isEqualTo("alice");
        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(it.issuer.fetches()).isEqualTo(2);
    }

    @Test
    void aFloodOfUnknownKeyIdsIsNoFloodOfFetches() {
        String known = RSA.sign(it.claims());
        it.verify(known);
        String rest = known.substring(known.indexOf('.'));

        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 40; i++) {
                String header = "{\"alg\":\"RS256\",\"kid\":\"made-up-" + second + "-" + i + "\"}";
                assertThat(it.refusal(TokenKey.base64(header.getBytes(UTF_8)) + rest))
                        .isEqualTo(Reason.UNKNOWN_KEY);
            }
            it.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(it.issuer.fetches()).isEqualTo(3); // at 0, 10 and 20 seconds
    }

    @Test
    void aWithdrawnKeyEndsRememberedTokensToo() {
        it.verify(RSA.sign(it.claims()));
        it.clock.advance(Duration.ofSeconds(290));
        it.issuer.publish(EC);
        it.issuer.hold();
        String token = RSA.sign(it.claims("\"n\":1,"));
        it.verify(token);
        it.issuer.letGo();
        it.clock.advance(Duration.ofSeconds(11));

        Reason reason = it.refusal(token);

        assertThat(reason).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void theSameKeysFetchedAgainKeepTokensRemembered() {
        it.verify(RSA.sign(it.claims()));
        it.clock.advance(Duration.ofSeconds(230));
        String token = RSA.sign(it.claims("\"n\":1,"));
        it.verify(token);
        it.clock.advance(Duration.ofSeconds(20));
        it.refusal(OTHER_RSA.sign(it.claims())); // has them fetched
        int before = it.cryptoTasks.get();

        it.verify(token);

        assertThat(it.issuer.fetches()).isEqualTo(2);
        assertThat(it.cryptoTasks).hasValue(before);
    }

    @Test
    void oldKeysServeAWhileAndNotForEverWhileTheIssuerIsDown() {
        it.verify(RSA.sign(it.claims()));
        it.issuer.answerWith(503);

        it.clock.advance(Duration.ofMinutes(5));
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
        it.clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
        it.clock.advance(Duration.ofSeconds(1));
        String token = RSA.sign(it.claims());
        assertThat(it.refusal(token)).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(Reason.KEYS_UNAVAILABLE.isRetryable()).isTrue();

        it.issuer.answerWith(200);
        it.clock.advance(Duration.ofSeconds(10));
        assertThat(it.verify(token).subject()).isEqualTo("alice");
    }

    @Test
    void aRememberedTokenIsRefusedWithTheKeysOfADeadIssuer() {
        it.verify(RSA.sign(it.claims()));
        it.issuer.answerWith(503);
        it.clock.advance(Duration.ofMinutes(20).minusSeconds(1));
        String token = RSA.sign(it.claims());
        it.verify(token);

        it.clock.advance(Duration.ofSeconds(1));

        assertThat(it.refusal(token)).isEqualTo(Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void anIssuerThatWasNeverUpIsAskedOnlySoOften() {
        it.issuer.answerWith(500);

        for (int i = 0; i < 20; i++) {
            assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        }
        int asked = it.issuer.fetches();
        it.issuer.answerWith(200);
        it.clock.advance(Duration.ofSeconds(10));

        assertThat(asked).isEqualTo(1);
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void aTokenWithANewKeyIsNotUnknownWhileTheIssuerIsDown() {
        it.verify(RSA.sign(it.claims()));
        it.issuer.answerWith(503);
        it.clock.advance(Duration.ofSeconds(10));

        assertThat(it.refusal(OTHER_RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(it.refusal(OTHER_RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void anIssuerThatDoesNotAnswerIsGivenUp() {
        try (TokenFixture hasty =
                new TokenFixture(JwksSettings.DEFAULT.withInsecureHttp().withTimeout(Duration.ofMillis(100)), RSA)) {
            hasty.issuer.hold();

            assertThat(hasty.refusal(RSA.sign(hasty.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        }
    }

    @Test
    void anIssuerThatIsGoneIsDown() {
        it.issuer.close();

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void anAnswerThatIsTooLongIsNone() {
        try (TokenFixture small =
                new TokenFixture(JwksSettings.DEFAULT.withInsecureHttp().withMaxBytes(4096), RSA)) {
            String padding = ",\"padding\":\"" + "x".repeat(5000) + "\"}";
            small.issuer.publishText("{\"keys\":[" + RSA.publicJwk() + "]" + padding);

            assertThat(small.refusal(RSA.sign(small.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "{\"keys\":{}}", "[]", "{\"keys\":[],\"keys\":[]}"})
    void anAnswerThatIsNoKeySetIsNone(String text) {
        it.issuer.publishText(text);

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        it.issuer.answerWith(status);

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(it.issuer.fetches()).isEqualTo(1);
    }

    @Test
    void plainHttpIsRefusedUnlessAllowed() {
        try (TokenFixture strict = new TokenFixture(JwksSettings.DEFAULT, RSA)) {
            assertThat(strict.refusal(RSA.sign(strict.claims()))).isEqualTo(Reason.KEYS_UNAVAILABLE);
            assertThat(strict.issuer.fetches()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=600, 600",
        "'public, max-age=600, must-revalidate', 600",
        "'Max-Age=\"600\"', 600",
        "max-age=0, 60",
        "max-age=999999999, 3600",
        "no-store, 60",
        "'no-cache, max-age=600', 60",
        "s-maxage=600, 300",
        "x, 300"
    })
    void keysAreFreshAsLongAsTheIssuerSaysWithinBounds(String cacheControl, int seconds) {
        it.issuer.cacheControl(cacheControl);
        it.verify(RSA.sign(it.claims()));
        it.issuer.publish(EC);

        it.clock.advance(
                Duration.ofSeconds(seconds).multipliedBy(4).dividedBy(5).minusSeconds(1));
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
        it.clock.advance(Duration.ofSeconds(seconds).dividedBy(5).plusSeconds(1));
        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void keysAreDiscovered() {
        TokenTrust trust = discovered(it.issuer.url());

        assertThat(it.verify(RSA.sign(it.claims()), trust).subject()).isEqualTo("alice");
    }

    @Test
    void anIssuerMayEndWithASlash() {
        String slash = it.issuer.url() + "/";
        it.issuer.discovery("{\"issuer\":\"" + slash + "\",\"jwks_uri\":\"" + it.issuer.keysAddress() + "\"}");
        String token = RSA.sign(it.claims().replace(it.issuer.url(), slash));

        assertThat(it.verify(token, discovered(slash)).subject()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issuer\":\"https://another.example\",\"jwks_uri\":\"KEYS\"}",
                "{\"jwks_uri\":\"KEYS\"}",
                "{\"issuer\":\"ISSUER\"}",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":7}",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"file:///etc/passwd\"}",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"http://user@127.0.0.1/keys\"}",
                "{\"issuer\":\"ISSUER\",\"jwks_uri\":\"::\"}",
                "[]",
                "no JSON"
            })
    void aDiscoveryDocumentThatIsNotTheIssuersIsRefused(String document) {
        it.issuer.discovery(document.replace("ISSUER", it.issuer.url()).replace("KEYS", it.issuer.keysAddress()));

        Reason reason = it.refusal(RSA.sign(it.claims()), trust -> discovered(it.issuer.url()));

        assertThat(reason).isEqualTo(Reason.KEYS_UNAVAILABLE);
        assertThat(it.issuer.fetches()).isZero();
    }

    @Test
    void aKeyForEncryptionIsNotUsed() {
        it.issuer.publish(RSA.with("use", "enc"));

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void aKeyForOtherOperationsIsNotUsed() {
        it.issuer.publish(RSA.with("key_ops", List.of("encrypt")), EC.with("key_ops", List.of("verify")));

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(it.verify(EC.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void aKeyForAnotherAlgorithmIsNotUsed() {
        it.issuer.publish(RSA.with("alg", "RS256"));

        assertThat(it.refusal(RSA.as(TokenAlgorithm.PS256).sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void aKeyOfAnotherKindIsNotUsed() {
        it.issuer.publish(EC.named(RSA.id()));

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void aShortRsaKeyIsNotUsed() {
        TokenKey weak = TokenKey.rsa("weak", 1024);
        it.issuer.publish(weak);

        assertThat(it.refusal(weak.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ", "Ag", "AQAAAAAAAAAB", ""})
    void anRsaKeyWithABadExponentIsNotUsed(String exponent) {
        it.issuer.publish(RSA.with("e", exponent), EC);

        assertThat(it.refusal(RSA.sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(it.verify(EC.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void aKeyThatCannotBeReadDoesNotSpoilTheOthers() {
        it.issuer.publishText("{\"keys\":[7,{},{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"EC\",\"crv\":\"P-256\"},"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\"},{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"},"
                + RSA.publicJwk() + "]}");

        assertThat(it.verify(RSA.sign(it.claims())).subject()).isEqualTo("alice");
    }

    @Test
    void aTokenWithoutKeyIdNeedsTheOnlyKeyThatFits() {
        String token = RSA.named("").sign(it.claims());
        assertThat(it.verify(token).subject()).isEqualTo("alice");

        it.issuer.publish(RSA, OTHER_RSA);
        it.clock.advance(Duration.ofMinutes(5));

        assertThat(it.refusal(RSA.named("").sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void twoKeysOfOneIdAreTriedOnlyIfOneFits() {
        it.issuer.publish(RSA.named("k"), EC.named("k"));
        assertThat(it.verify(RSA.named("k").sign(it.claims())).subject()).isEqualTo("alice");

        it.issuer.publish(RSA.named("k"), OTHER_RSA.named("k"));
        it.clock.advance(Duration.ofMinutes(5));

        assertThat(it.refusal(RSA.named("k").sign(it.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    private Uni<TokenClaims> call(String token) {
        return it.verifier.verify(token, it.trust, it.clock.instant());
    }

    private static TokenTrust discovered(String issuer) {
        return new TokenTrust(issuer, Set.of("kms"), new KeySet.Discovered(issuer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/keys", "https:///keys", "https://user@x/keys", "https://x/keys#a", "keys"})
    void anAddressOfKeysMustBeOneOfTheWeb(String address) {
        assertThatThrownBy(() -> new KeySet.At(URI.create(address))).isInstanceOf(IllegalArgumentException.class);
    }
}
