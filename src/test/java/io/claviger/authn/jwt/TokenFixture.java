package io.claviger.authn.jwt;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.authn.token.TokenTrust;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.testkit.MovableClock;
import io.claviger.testkit.TestWorkers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer, a verifier that trusts it, and a clock. */
final class TokenFixture implements AutoCloseable {
    static final TokenKey RSA = TokenKey.of("rsa-1", TokenAlgorithm.RS256);
    static final TokenKey OTHER_RSA = TokenKey.of("rsa-2", TokenAlgorithm.RS256);
    static final TokenKey EC = TokenKey.of("ec-1", TokenAlgorithm.ES256);
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Vertx VERTX = Vertx.vertx();

    final Issuer issuer;
    final MovableClock clock = new MovableClock(START);
    final AtomicInteger cryptoTasks = new AtomicInteger();
    final TestWorkers workers = new TestWorkers(task -> {
        cryptoTasks.incrementAndGet();
        task.run();
    });
    final JwtVerifier verifier;
    final TokenTrust trust;

    TokenFixture(TokenKey... keys) {
        this(JwksSettings.DEFAULT.withInsecureHttp(), keys);
    }

    TokenFixture(JwksSettings settings, TokenKey... keys) {
        issuer = new Issuer(keys);
        verifier = new JwtVerifier(VERTX, new HttpClientOptions(), workers, new JsonTreeReader(), settings);
        trust = new TokenTrust(issuer.url(), Set.of("kms"), new KeySet.At(URI.create(issuer.keysAddress())));
    }

    /** Claims that are believed at the start, for five minutes. */
    String claims() {
        return claims("");
    }

    /** The same with more members in front of them, which end with a comma. */
    String claims(String more) {
        return "{" + more + "\"iss\":\"" + issuer.url() + "\",\"sub\":\"alice\",\"aud\":\"kms\",\"iat\":"
                + clock.instant().getEpochSecond() + ",\"exp\":"
                + clock.instant().plusSeconds(300).getEpochSecond() + "}";
    }

    TokenClaims verify(String token) {
        return verify(token, trust);
    }

    TokenClaims verify(String token, TokenTrust with) {
        return verifier.verify(token, with, clock.instant()).await().atMost(PATIENCE);
    }

    Reason refusal(String token) {
        return refusal(token, UnaryOperator.identity());
    }

    Reason refusal(String token, UnaryOperator<TokenTrust> with) {
        TokenRefusedException refused =
                catchThrowableOfType(TokenRefusedException.class, () -> verify(token, with.apply(trust)));
        if (refused == null) {
            throw new AssertionError("the token was believed");
        }
        return refused.reason();
    }

    @Override
    public void close() {
        verifier.close();
        issuer.close();
    }
}
