package io.claviger.authn.jwt;

import static io.claviger.authn.jwt.TokenFixture.EC;
import static io.claviger.authn.jwt.TokenFixture.OTHER_RSA;
import static io.claviger.authn.jwt.TokenFixture.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenAlgorithm.KeyKind;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.authn.token.TokenTrust;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.keystore.Workers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtVerifierTest {
    private final TokenFixture it = new TokenFixture(RSA, EC);

    @AfterEach
    void close() {
        it.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmIsBelieved(TokenAlgorithm algorithm) {
        TokenKey key = algorithm.keyKind() == KeyKind.RSA ? RSA.as(algorithm) : TokenKey.of("k", algorithm);
        it.issuer.publish(key, OTHER_RSA);

        TokenClaims claims = it.verify(key.sign(it.claims("\"jti\":\"1\",\"nbf\":1.5e9,")));

        assertThat(claims.subject()).isEqualTo("alice");
        assertThat(claims.issuer()).isEqualTo(it.issuer.url());
        assertThat(claims.audience()).containsExactly("kms");
        assertThat(claims.expiresAt()).isEqualTo(it.clock.instant().plusSeconds(300));
        assertThat(claims.issuedAt()).isEqualTo(it.clock.instant());
        assertThat(claims.id()).isEqualTo("1");
        assertThat(claims.all().members()).containsEntry("nbf", new Json.Num("1.5e9"));
        assertThat(claims).hasToString("TokenClaims[left out]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "rs256", "ES256K", ""})
    void anAlgorithmThatIsNotOursIsRefusedBeforeAnyKeyIsFetched(String name) {
        String header = TokenKey.base64(("{\"alg\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
        String body = TokenKey.base64(it.claims().getBytes(StandardCharsets.UTF_8));

        Reason reason = it.refusal(header + "." + body + ".AAAA");

        assertThat(reason).isEqualTo(Reason.UNSUPPORTED_ALGORITHM);
        assertThat(it.issuer.fetches()).isZero();
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        String header = TokenKey.base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String body = TokenKey.base64(it.claims().getBytes(StandardCharsets.UTF_8));

        Reason reason = it.refusal(header + "." + body + ".");

        assertThat(reason).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aMacWithThePublicKeyAsItsSecretIsRefused() throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        jws.setKeyIdHeaderValue(RSA.id());
        jws.setPayload(it.claims());
        jws.setKey(new HmacKey(RSA.pair().getPublicKey().getEncoded()));

        Reason reason = it.refusal(jws.getCompactSerialization());

        assertThat(reason).isEqualTo(Reason.UNSUPPORTED_ALGORITHM);
    }

    @Test
    void anAlgorithmThatTheIssuerMayNotUseIsRefused() {
        Reason reason = it.refusal(EC.sign(it.claims()), trust -> trust.withAlgorithms(Set.of(TokenAlgorithm.RS256)));

        assertThat(reason).isEqualTo(Reason.UNSUPPORTED_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "b64", "zip", "jwk"})
    void aHeaderThatChangesTheVerificationIsRefused(String name) {
        Map<String, Object> header = Map.of(
                "kid", RSA.id(), name, name.equals("crit") ? List.of("exp") : name.equals("b64") ? (Object) true : "x");

        Reason reason = it.refusal(RSA.sign(header, it.claims()));

        assertThat(reason).isEqualTo(Reason.UNSUPPORTED_HEADER);
    }

    @Test
    void anAddressOfKeysInTheHeaderIsNeverFollowed() {
        try (Issuer attacker = new Issuer(OTHER_RSA.named(RSA.id()))) {
            Map<String, Object> header =
                    Map.of("kid", RSA.id(), "jku", attacker.keysAddress(), "x5u", attacker.keysAddress());

            Reason reason = it.refusal(OTHER_RSA.sign(header, it.claims()));

            assertThat(reason).isEqualTo(Reason.BAD_SIGNATURE);
            assertThat(attacker.fetches()).isZero();
        }
    }

    @Test
    void aCertificateChainInTheHeaderDoesNotMatter() {
        String token = RSA.sign(Map.of("kid", RSA.id(), "x5c", List.of("AAAA")), it.claims());

        TokenClaims claims = it.verify(token);

        assertThat(claims.subject()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void theUsualTypesAreBelieved(String type) {
        String token = RSA.sign(Map.of("kid", RSA.id(), "typ", type), it.claims());

        TokenClaims claims = it.verify(token);

        assertThat(claims.subject()).isEqualTo("alice");
    }

    @Test
    void anotherTypeIsRefused() {
        String token = RSA.sign(Map.of("kid", RSA.id(), "typ", "logout+jwt"), it.claims());

        Reason reason = it.refusal(token);

        assertThat(reason).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void aRequiredTypeMustBeThere() {
        String without = RSA.sign(Map.of("kid", RSA.id()), it.claims());
        String with = RSA.sign(Map.of("kid", RSA.id(), "typ", "Claviger-Service+JWT"), it.claims());
        TokenTrust strict = it.trust.withTypes(Set.of("claviger-service+jwt"));

        Reason reason = it.refusal(without, trust -> strict);

        assertThat(reason).isEqualTo(Reason.WRONG_TYPE);
        assertThat(it.verify(with, strict).subject()).isEqualTo("alice");
    }

    @Test
    void aTokenInATokenIsRefused() {
        String token = RSA.sign(Map.of("kid", RSA.id(), "cty", "JWT"), it.claims());

        Reason reason = it.refusal(token);

        assertThat(reason).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        String claims = it.claims().replace(it.issuer.url(), it.issuer.url() + "/");

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.WRONG_ISSUER);
        assertThat(it.issuer.fetches()).isZero();
    }

    @Test
    void aTokenForOthersIsRefused() {
        String claims = it.claims().replace("\"aud\":\"kms\"", "\"aud\":[\"account\",\"KMS\"],\"azp\":\"kms\"");

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.WRONG_AUDIENCE);
    }

    @Test
    void aTokenForNobodyIsRefused() {
        String claims = it.claims().replace("\"aud\":\"kms\",", "");

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.WRONG_AUDIENCE);
    }

    @Test
    void oneOfTwoAudiencesIsEnough() {
        String claims = it.claims().replace("\"aud\":\"kms\"", "\"aud\":[\"account\",\"kms\"]");

        TokenClaims verified = it.verify(RSA.sign(claims));

        assertThat(verified.audience()).containsExactly("account", "kms");
    }

    @Test
    void theAuthorizedPartyCountsWhereItIsTrusted() {
        String claims = it.claims().replace("\"aud\":\"kms\"", "\"aud\":\"account\",\"azp\":\"kms\"");

        TokenClaims verified = it.verify(RSA.sign(claims), it.trust.withAuthorizedParty());

        assertThat(verified.subject()).isEqualTo("alice");
    }

    @Test
    void aTokenWithoutSubjectIsRefused() {
        String claims = it.claims().replace("\"sub\":\"alice\",", "");

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.NO_SUBJECT);
    }

    @Test
    void aTokenEndsWithTheClockSkew() {
        String token = RSA.sign(it.claims());

        it.clock.advance(Duration.ofSeconds(329));
        TokenClaims late = it.verify(token);
        it.clock.advance(Duration.ofSeconds(1));
        Reason tooLate = it.refusal(token);

        assertThat(late.subject()).isEqualTo("alice");
        assertThat(tooLate).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aTokenWithoutEndIsRefused() {
        String claims = it.claims().replaceAll(",\"exp\":\\d+", "");

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void aTokenBeginsWithTheClockSkew(String name) {
        long start = it.clock.instant().getEpochSecond();
        String claims = it.claims().replaceAll("\"iat\":\\d+,", "");
        String early = RSA.sign(claims.replaceFirst("\\{", "{\"" + name + "\":" + (start + 30) + ","));
        String tooEarly = RSA.sign(claims.replaceFirst("\\{", "{\"" + name + "\":" + (start + 30) + ".5,"));

        TokenClaims verified = it.verify(early);
        Reason reason = it.refusal(tooEarly);

        assertThat(verified.subject()).isEqualTo("alice");
        assertThat(reason).isEqualTo(Reason.NOT_YET_VALID);
    }

    @Test
    void aLifetimeMayBeLimited() {
        String fiveMinutes = RSA.sign(it.claims());
        String withoutStart = RSA.sign(it.claims().replaceAll("\"iat\":\\d+,", ""));

        assertThat(it.verify(fiveMinutes, it.trust.withMaxLifetime(Duration.ofMinutes(5)))
                        .subject())
                .isEqualTo("alice");
        assertThat(it.refusal(fiveMinutes, trust -> trust.withMaxLifetime(Duration.ofSeconds(299))))
                .isEqualTo(Reason.LIFETIME_TOO_LONG);
        assertThat(it.refusal(withoutStart, trust -> trust.withMaxLifetime(Duration.ofMinutes(5))))
                .isEqualTo(Reason.LIFETIME_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exp\":\"1900000000\"",
                "\"exp\":-1",
                "\"exp\":1e999999999",
                "\"exp\":1e99999999999",
                "\"exp\":1e-999999999",
                "\"exp\":99999999999999",
                "\"exp\":null",
                "\"exp\":true",
                "\"exp\":[1900000000]"
            })
    void anEndThatIsNoTimeIsRefused(String exp) {
        String claims = it.claims().replaceAll("\"exp\":\\d+", exp);

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"aud\":7", "\"aud\":[\"kms\",7]", "\"aud\":{\"kms\":1}", "\"aud\":null"})
    void anAudienceOfAnotherTypeIsRefused(String aud) {
        String claims = it.claims().replace("\"aud\":\"kms\"", aud);

        Reason reason = it.refusal(RSA.sign(claims));

        assertThat(reason).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aClaimTwiceIsRefused() {
        Reason reason = it.refusal(RSA.sign(it.claims("\"sub\":\"root\",")));

        assertThat(reason).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aTokenOverTheLimitIsRefused() {
        String token = RSA.sign(it.claims("\"x\":\"" + "a".repeat(20_000) + "\","));

        Reason reason = it.refusal(token);

        assertThat(reason).isEqualTo(Reason.MALFORMED);
        assertThat(it.issuer.fetches()).isZero();
    }

    @Test
    void aLongTokenWithinTheLimitIsBelieved() {
        String token = RSA.sign(it.claims("\"x\":\"" + "a".repeat(14_000) + "\","));

        TokenClaims claims = it.verify(token);

        assertThat(claims.subject()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"groups\":{\"a\":1}", "\"groups\":7", "\"groups\":\"a b\"", "\"roleMappings\":{\"a\":\"b\"}"})
    void aClaimThatTheLibraryKnowsStaysAsItIs(String claim) {
        TokenClaims claims = it.verify(RSA.sign(it.claims(claim + ",")));

        assertThat(claims.all().members()).hasSize(6).containsKey(claim.split("\"", 3)[1]);
    }

    @Test
    void anotherFormOfTheSameBytesIsRefused() {
        String token = RSA.sign(it.claims());
        // 256 bytes end with a character of which two bits are used
        char last = token.charAt(token.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char other = alphabet.charAt(alphabet.indexOf(last) + 1);

        assertThat(it.verify(token).subject()).isEqualTo("alice");
        assertThat(it.refusal(token.substring(0, token.length() - 1) + other)).isEqualTo(Reason.MALFORMED);
        assertThat(it.refusal(token + "=")).isEqualTo(Reason.MALFORMED);
        assertThat(it.refusal(token + "\n")).isEqualTo(Reason.MALFORMED);
        assertThat(it.refusal(" " + token)).isEqualTo(Reason.MALFORMED);
        assertThat(it.refusal(token + ",")).isEqualTo(Reason.MALFORMED);
        assertThat(it.refusal(token + "." + token)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        Reason reason = it.refusal(OTHER_RSA.named(RSA.id()).sign(it.claims()));

        assertThat(reason).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void anEllipticSignatureInDerIsRefused() throws Exception {
        String token = EC.sign(it.claims());
        int dot = token.lastIndexOf('.');
        byte[] raw = Base64.getUrlDecoder().decode(token.substring(dot + 1));

        Reason reason = it.refusal(
                token.substring(0, dot + 1) + TokenKey.base64(EcdsaUsingShaAlgorithm.convertConcatenatedToDer(raw)));

        assertThat(reason).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void anEllipticSignatureOfZeroesIsRefused() {
        String token = EC.sign(it.claims());

        Reason reason = it.refusal(token.substring(0, token.lastIndexOf('.') + 1) + TokenKey.base64(new byte[64]));

        assertThat(reason).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void anEllipticSignatureOfTheGroupOrderIsRefused() {
        String token = EC.sign(it.claims());
        byte[] order =
                new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).toByteArray();
        byte[] signature = new byte[64];
        System.arraycopy(order, 1, signature, 0, 32);
        System.arraycopy(order, 1, signature, 32, 32);

        Reason reason = it.refusal(token.substring(0, token.lastIndexOf('.') + 1) + TokenKey.base64(signature));

        assertThat(reason).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void aFullPoolIsNoRefusal() {
        it.verify(EC.sign(it.claims()));
        it.workers.setFull(Workers.Pool.CRYPTO, true);

        assertThatThrownBy(() -> it.verify(RSA.sign(it.claims()))).isInstanceOf(KmsException.class);
    }

    @Test
    void aVerifiedTokenIsRememberedForAMinute() {
        String token = RSA.sign(it.claims());
        it.verify(token);
        int before = it.cryptoTasks.get();

        it.clock.advance(Duration.ofSeconds(59));
        it.verify(token);
        int within = it.cryptoTasks.get();
        it.clock.advance(Duration.ofSeconds(1));
        it.verify(token);

        assertThat(within).isEqualTo(before);
        assertThat(it.cryptoTasks).hasValue(before + 1);
    }

    @Test
    void aRememberedTokenIsBelievedOnlyUnderTheSameTrust() {
        String token = RSA.sign(it.claims());
        it.verify(token);

        Reason reason = it.refusal(token, trust -> new TokenTrust(trust.issuer(), Set.of("other"), trust.keys()));

        assertThat(reason).isEqualTo(Reason.WRONG_AUDIENCE);
    }

    @Test
    void aRefusalIsNotRemembered() {
        String early = RSA.sign(it.claims()
                .replaceFirst(
                        "\\{", "{\"nbf\":" + it.clock.instant().plusSeconds(60).getEpochSecond() + ","));
        Reason reason = it.refusal(early);

        it.clock.advance(Duration.ofSeconds(60));

        assertThat(reason).isEqualTo(Reason.NOT_YET_VALID);
        assertThat(it.verify(early).subject()).isEqualTo("alice");
    }

    @Test
    void aRefusalTellsNothingOfTheToken() {
        String token = RSA.sign(it.claims().replace("alice", "wonderland")).replace('.', ',');

        assertThatThrownBy(() -> it.verify(token))
                .hasNoCause()
                .hasMessage("the token is not of three parts")
                .message()
                .doesNotContain(token);
    }

    @Test
    void keysMayBeGivenInline() {
        TokenTrust inline = new TokenTrust(
                it.issuer.url(), Set.of("kms"), new KeySet.Inline("{\"keys\":[" + EC.publicJwk() + "]}"));

        TokenClaims claims = it.verify(EC.sign(it.claims()), inline);

        assertThat(claims.subject()).isEqualTo("alice");
        assertThat(it.refusal(RSA.sign(it.claims()), trust -> inline)).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(it.issuer.fetches()).isZero();
    }
}
