package io.claviger.authn.jwt;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.authn.token.TokenTrust;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.authn.token.TrustCheck;
import io.claviger.authn.token.UnverifiedToken;
import io.claviger.common.BugException;
import io.claviger.common.JsonReader;
import io.claviger.common.Sha256;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Verifies tokens with SmallRye JWT, on the crypto pool. What needs no key is checked first, so that a token that
 * nobody could believe costs neither a signature nor a request to an issuer.
 */
public final class JwtVerifier implements TokenVerifier, AutoCloseable {
    private static final int MAX_ISSUERS = 1000;
    private static final long MAX_REMEMBERED_CHARACTERS = 16_000_000;

    private final JsonReader json;
    private final Workers workers;
    private final HttpKeySource source;
    private final LoadingCache<KeySet, IssuerKeys> issuers;
    private final VerifiedTokens verified = new VerifiedTokens(MAX_REMEMBERED_CHARACTERS);
    private final SignatureCheck signatures = new SignatureCheck();

    /** @param options of the client that fetches keys: proxies, trust; what this package relies on is set over it */
    public JwtVerifier(
            Vertx vertx, HttpClientOptions options, Workers workers, JsonReader json, JwksSettings settings) {
        this.json = json;
        this.workers = workers;
        this.source = new HttpKeySource(vertx, options, json, settings);
        JwkSetReader reader = new JwkSetReader(json);
        this.issuers = Caffeine.newBuilder()
                .maximumSize(MAX_ISSUERS)
                .build(where -> new IssuerKeys(where, source, reader, workers, settings));
    }

    @Override
    public Uni<TokenClaims> verify(String token, TokenTrust trust, Instant now) {
        return Uni.createFrom().deferred(() -> {
            if (token.length() > UnverifiedToken.MAX_LENGTH) {
                UnverifiedToken.read(token, json); // says so
            }
            String hash = Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
            IssuerKeys issuer = issuers.get(trust.keys());
            Optional<TokenClaims> known = issuer.ready(now).flatMap(keys -> verified.find(hash, trust, keys, now));
            if (known.isPresent()) {
                TrustCheck.checkTime(known.get(), trust, now);
                return Uni.createFrom().item(known.get());
            }
            return new Verification(token, hash, trust, now, issuer).run();
        });
    }

    @Override
    public void close() {
        source.close();
    }

    /** One token on its way. */
    private final class Verification {
        private final String token;
        private final String hash;
        private final TokenTrust trust;
        private final Instant now;
        private final IssuerKeys issuer;
        private final UnverifiedToken parts;
        private final TokenClaims claims;
        private final TokenAlgorithm algorithm;

        Verification(String token, String hash, TokenTrust trust, Instant now, IssuerKeys issuer) {
            this.token = token;
            this.hash = hash;
            this.trust = trust;
            this.now = now;
            this.issuer = issuer;
            this.parts = UnverifiedToken.read(token, json);
            this.claims = TrustCheck.claims(parts, trust, now);
            this.algorithm = parts.algorithm().orElseThrow(() -> new BugException("an algorithm was checked"));
        }

        Uni<TokenClaims> run() {
            Executor home = workers.callerContext();
            return issuer.current(now)
                    .emitOn(home)
                    .flatMap(keys -> select(keys)
                            .map(Uni.createFrom()::item)
                            .orElseGet(() -> issuer.newer(keys, now)
                                    .emitOn(home)
                                    .map(newer -> select(newer).orElseThrow(Verification::unknownKey))))
                    .flatMap(chosen -> workers.run(Workers.Pool.CRYPTO, () -> verify(chosen)))
                    .invoke(chosen -> verified.keep(hash, trust, claims, chosen.from(), now, token.length()))
                    .replaceWith(claims);
        }

        private Optional<Chosen> select(VerificationKeys keys) {
            return keys.select(algorithm, parts.keyId()).map(key -> new Chosen(key, keys));
        }

        private Chosen verify(Chosen chosen) {
            signatures.verify(token, parts, algorithm, chosen.key(), trust);
            return chosen;
        }

        private static TokenRefusedException unknownKey() {
            return new TokenRefusedException(
                    Reason.UNKNOWN_KEY, "the issuer has not exactly one key that fits the token");
        }
    }

    private record Chosen(VerificationKey key, VerificationKeys from) {}
}
