package io.claviger.authn.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.authn.Caller;
import io.claviger.authn.Session;
import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenTrust;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.authn.token.UnverifiedToken;
import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Role;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.User;
import io.claviger.iam.mapping.ClaimMapping;
import io.claviger.iam.mapping.ClaimMappingJson;
import io.claviger.iam.mapping.MappedPrincipal;
import io.claviger.iam.mapping.MappingOutcome;
import io.claviger.iam.mapping.MappingReading;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes callers of bearer tokens: finds the issuer, has the token verified, maps its claims, and looks whether the
 * principal exists. A user that is the image of somebody in a directory is reached by that person's own tokens alone,
 * and not while disabled there.
 */
public final class TokenCallers {
    private static final int CACHED_MAPPINGS = 1000;

    private final TrustedEntities<TokenIssuer> registry;
    private final TokenVerifier verifier;
    private final JsonReader json;
    private final Storage storage;
    private final AccountId management;
    private final Cache<String, ClaimMapping> mappings =
            Caffeine.newBuilder().maximumSize(CACHED_MAPPINGS).build();

    /** @param management whose audit record has what tokens of nobody do */
    public TokenCallers(
            TrustedEntities<TokenIssuer> registry,
            TokenVerifier verifier,
            JsonReader json,
            Storage storage,
            AccountId management) {
        this.registry = registry;
        this.verifier = verifier;
        this.json = json;
        this.storage = storage;
        this.management = management;
    }

    /**
     * What the token comes to. Fails only where the database or the worker pool does.
     *
     * @param parts the token taken apart
     */
    Uni<TokenOutcome> resolve(String token, UnverifiedToken parts, Instant now) {
        Optional<String> url = parts.issuer();
        if (url.isEmpty()) {
            return Uni.createFrom().item(new TokenOutcome.NotBelieved(null, "it is no signed token with an issuer"));
        }
        return registry.find(url.get()).flatMap(found -> {
            if (found.isEmpty() || !found.get().enabled()) {
                return Uni.createFrom().item(new TokenOutcome.NotBelieved(null, "its issuer is not trusted"));
            }
            TokenIssuer issuer = found.get();
            return verifier.verify(token, trust(issuer), now)
                    .flatMap(claims -> mapped(issuer, claims))
                    .onFailure(TokenRefusedException.class)
                    .recoverWithItem(TokenCallers::notBelieved);
        });
    }

    private static TokenOutcome notBelieved(TokenRefusedException refused) {
        return new TokenOutcome.NotBelieved(refused.reason(), String.valueOf(refused.getMessage()));
    }

    private static TokenTrust trust(TokenIssuer issuer) {
        return new TokenTrust(issuer.url(), Set.copyOf(issuer.audiences()), keys(issuer));
    }

    private static KeySet keys(TokenIssuer issuer) {
        return KeySet.given(issuer.jwks(), issuer.jwksUrl()).orElseGet(() -> new KeySet.Discovered(issuer.url()));
    }

    private Uni<TokenOutcome> mapped(TokenIssuer issuer, TokenClaims claims) {
        Caller.WebIdentity holder = new Caller.WebIdentity(
                management, providerName(issuer.url()), issuer.url(), claims.subject(), claims.all());
        return switch (mapping(issuer.rules()).map(claims.all())) {
            case MappingOutcome.Refused(String reason) ->
                Uni.createFrom().item(new TokenOutcome.Nobody(holder, reason, null));
            case MappingOutcome.Mapped mapped -> principal(mapped, claims, holder);
        };
    }

    /** The issuer's URL without its scheme, as condition keys have it. */
    private static String providerName(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? url : url.substring(scheme + 3);
    }

    private ClaimMapping mapping(String rules) {
        return mappings.get(rules, text -> {
            try {
                if (ClaimMappingJson.read(json.read(text)) instanceof MappingReading.Accepted(ClaimMapping mapping)) {
                    return mapping;
                }
            } catch (MalformedJsonException e) {
                throw new BugException("stored mapping rules are malformed", e);
            }
            throw new BugException("stored mapping rules are refused");
        });
    }

    private Uni<TokenOutcome> principal(MappingOutcome.Mapped mapped, TokenClaims claims, Caller.WebIdentity holder) {
        return switch (mapped.principal()) {
            case MappedPrincipal.User named ->
                storage.findEntityNamed(EntityKind.USER, named.account(), named.name())
                        .map(found -> found.filter(user -> user.arn().equals(named.arn()))
                                .map(user -> user(user, mapped, claims, holder))
                                .orElseGet(() -> nobody(mapped, holder, "there is no such user")));
            case MappedPrincipal.RoleSession named ->
                storage.findEntityNamed(EntityKind.ROLE, named.account(), named.role())
                        .map(found -> found.filter(role -> role.name().equals(named.role()))
                                .map(role -> session(role, named.session(), mapped, claims, holder))
                                .orElseGet(() -> nobody(mapped, holder, "there is no such role")));
        };
    }

    private static TokenOutcome user(
            User user, MappingOutcome.Mapped mapped, TokenClaims claims, Caller.WebIdentity holder) {
        User.Upstream upstream = user.upstream();
        if (upstream != null
                && !(upstream.issuer().equals(claims.issuer())
                        && upstream.subject().equals(claims.subject()))) {
            return nobody(mapped, holder, "the user is somebody else's image");
        }
        if (!user.isEnabled()) {
            return nobody(mapped, holder, "the user is disabled in its directory");
        }
        Caller.User principal = Caller.User.of(user);
        return new TokenOutcome.Mapped(new Caller(principal, "", facts(mapped, claims, holder)), mapped.rule());
    }

    private static TokenOutcome session(
            Role role, String name, MappingOutcome.Mapped mapped, TokenClaims claims, Caller.WebIdentity holder) {
        Caller.RoleSession principal = Caller.RoleSession.of(role, name);
        return new TokenOutcome.Mapped(new Caller(principal, "", facts(mapped, claims, holder)), mapped.rule());
    }

    private static TokenOutcome nobody(MappingOutcome.Mapped mapped, Caller.WebIdentity holder, String reason) {
        String arn = mapped.principal().arn().toString();
        return new TokenOutcome.Nobody(holder, "rule " + mapped.rule() + ": " + reason, arn);
    }

    private static Session facts(MappingOutcome.Mapped mapped, TokenClaims claims, Caller.WebIdentity holder) {
        SortedMap<String, String> tags = new TreeMap<>(mapped.tags());
        Instant issuedAt = claims.issuedAt();
        return new Session(
                issuedAt == null ? Instant.EPOCH : issuedAt,
                claims.expiresAt(),
                false,
                tags,
                Set.of(),
                null,
                holder.federation(),
                List.of(),
                List.of());
    }
}
