package io.claviger.authn.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens that were verified a short while ago, by their hash and the trust that they were verified for. Bounded by what
 * the tokens weigh together. An entry counts only for the very keys that verified it.
 */
final class VerifiedTokens {
    private static final Duration MAX_AGE = Duration.ofSeconds(60);

    private final Cache<Key, Entry> entries;

    private record Key(String hash, TokenTrust trust) {}

    private record Entry(TokenClaims claims, VerificationKeys keys, Instant since, int length) {
        boolean isCurrent(VerificationKeys now, Instant time) {
            return keys == now
                    && !time.isBefore(since)
                    && time.isBefore(since.plus(MAX_AGE))
                    && time.isBefore(claims.expiresAt());
        }
    }

    /**
     * @param maxCharacters of all tokens together
     */
    VerifiedTokens(long maxCharacters) {
        entries = Caffeine.newBuilder()
                .maximumWeight(maxCharacters)
                .weigher((Key key, Entry entry) -> entry.length())
                .expireAfterWrite(MAX_AGE)
                .build();
    }

    /** The claims, verified with these keys at most a minute ago. */
    Optional<TokenClaims> find(String hash, TokenTrust trust, VerificationKeys keys, Instant now) {
        Entry entry = entries.getIfPresent(new Key(hash, trust));
        return entry != null && entry.isCurrent(keys, now) ? Optional.of(entry.claims()) : Optional.empty();
    }

    void keep(String hash, TokenTrust trust, TokenClaims claims, VerificationKeys keys, Instant now, int length) {
        entries.put(new Key(hash, trust), new Entry(claims, keys, now, length));
    }
}
