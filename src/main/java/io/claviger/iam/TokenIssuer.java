package io.claviger.iam;

import io.claviger.common.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer whose tokens callers may send as bearer tokens, and how its claims become principals. All of
 * them belong to the management account; their rules may name principals of any account.
 *
 * @param url as {@code iss} has it
 * @param audiences those that a token may be for; one of them must be in {@code aud}
 * @param jwksUrl where the keys are; without it and {@code jwks}, the issuer's discovery document says so
 * @param jwks the keys themselves, as a JWK set in JSON
 * @param rules the ordered mapping rules, as the JSON that they were put as
 */
public record TokenIssuer(
        AccountId account,
        String url,
        Instant createdAt,
        List<String> audiences,
        @Nullable String jwksUrl,
        @Nullable String jwks,
        String rules,
        boolean enabled,
        long version)
        implements Entity {

    public TokenIssuer {
        audiences = List.copyOf(audiences);
    }

    @Override
    public EntityKind<TokenIssuer> kind() {
        return EntityKind.TOKEN_ISSUER;
    }

    /** The URL. */
    @Override
    public String id() {
        return url;
    }

    @Override
    public String name() {
        return url;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Set<Reference> references() {
        return Set.of();
    }

    @Override
    public TokenIssuer atVersion(long newVersion) {
        return new TokenIssuer(account, url, createdAt, audiences, jwksUrl, jwks, rules, enabled, newVersion);
    }
}
