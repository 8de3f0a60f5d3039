package io.claviger.authn.service;

import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.CallerRefusedException;
import io.claviger.authn.RawCall;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.ServiceProofs;
import io.claviger.authn.token.KeySet;
import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenTrust;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.authn.token.UnverifiedToken;
import io.claviger.common.ErrorCode;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Believes what a registered service says of a call: a JWT of type {@value #TYPE} that the service signed with its own
 * key, for this very request, used once over all nodes, and not older than five minutes. The format is in
 * {@code docs/service-tokens.md}.
 *
 * <p>In the header {@value #HEADER} it says for whom the service calls, and never is a credential: the caller must have
 * proved its identity by other means, and be the one whom the token names. As a bearer token it proves that the service
 * itself calls.
 */
public final class ServiceTokens implements ServiceProofs {
    public static final String HEADER = "X-Claviger-Service-Token";
    public static final String TYPE = "claviger-service+jwt";
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
    private static final String USED_ONCE = "service-token";

    private final TrustedEntities<RegisteredService> registry;
    private final TokenVerifier verifier;
    private final JsonReader json;
    private final Storage storage;
    private final Set<String> audiences;

    /** @param audiences one of them must be in {@code aud} */
    public ServiceTokens(
            TrustedEntities<RegisteredService> registry,
            TokenVerifier verifier,
            JsonReader json,
            Storage storage,
            Set<String> audiences) {
        this.registry = registry;
        this.verifier = verifier;
        this.json = json;
        this.storage = storage;
        this.audiences = Set.copyOf(audiences);
    }

    @Override
    public Uni<Authentication> complete(Authentication authentication, RawCall call, Instant now) {
        List<String> tokens = call.headerValues(HEADER);
        if (tokens.isEmpty()) {
            return Uni.createFrom().item(authentication);
        }
        if (tokens.size() > 1) {
            return Uni.createFrom().item(authentication.withRefusal(refusal("more than one service token")));
        }
        if (authentication.caller().principal() instanceof Caller.Service) {
            return Uni.createFrom()
                    .item(authentication.withRefusal(refusal("a service token beside a service's own token")));
        }
        String subject = authentication.caller().principal().displayName();
        return verify(tokens.getFirst(), subject, call, now)
                .map(proved -> authentication.withService(proved.context(true)))
                .onFailure(ServiceTokens::isRefusal)
                .recoverWithItem(failure -> authentication.withRefusal((KmsException) failure));
    }

    /**
     * The service that makes this call for itself.
     *
     * @return the authentication; or a failure with the same errors as a refusal of {@link #complete}
     */
    public Uni<Authentication> authenticate(String token, RawCall call, Region region, Instant now) {
        return verify(token, null, call, now)
                .map(proved -> new Authentication(
                        new Caller(
                                new Caller.Service(
                                        proved.service().serviceAccount(),
                                        proved.service().principal()),
                                ""),
                        region,
                        proved.context(false),
                        null));
    }

    /** Whether the token is what failed. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof KmsException && failure.getCause() instanceof CallerRefusedException;
    }

    /** A token that is believed. */
    private record Proved(RegisteredService service, ServiceTokenClaims claims) {
        ServiceContext context(boolean isForwarded) {
            List<String> via = new ArrayList<>();
            if (isForwarded) {
                via.addAll(claims.via());
                via.add(service.principal());
            }
            return new ServiceContext(service.name(), claims.region(), via, claims.sourceArn(), claims.sourceAccount());
        }
    }

    /** @param subject whom the token must name; null for the service itself */
    private Uni<Proved> verify(String token, @Nullable String subject, RawCall call, Instant now) {
        Optional<String> name = UnverifiedToken.peek(token, json)
                .flatMap(UnverifiedToken::issuer)
                .flatMap(RegisteredService::nameOf);
        if (name.isEmpty()) {
            return Uni.createFrom().failure(() -> refusal("the service token does not name a service"));
        }
        return registry.find(name.get()).flatMap(found -> {
            if (found.isEmpty()) {
                throw refusal("no service is registered as " + name.get());
            }
            RegisteredService service = found.get();
            if (!service.enabled()) {
                throw refusal("the service " + service.name() + " is disabled");
            }
            String wanted = subject == null ? service.principal() : subject;
            return verifier.verify(token, trust(service), now)
                    .onFailure(TokenRefusedException.class)
                    .transform(ServiceTokens::refusal)
                    .map(claims -> proved(service, claims, wanted, call))
                    .call(proved -> useOnce(service, proved.claims()));
        });
    }

    private TokenTrust trust(RegisteredService service) {
        return new TokenTrust(service.principal(), audiences, keys(service))
                .withTypes(Set.of(TYPE))
                .withMaxLifetime(MAX_LIFETIME);
    }

    private static KeySet keys(RegisteredService service) {
        return KeySet.given(service.jwks(), service.jwksUrl())
                .orElseThrow(() -> refusal("the service " + service.name() + " has no keys"));
    }

    private static Proved proved(RegisteredService service, TokenClaims claims, String subject, RawCall call) {
        ServiceTokenClaims read;
        try {
            read = ServiceTokenClaims.of(claims);
            read.requireRequest(call);
        } catch (ServiceTokenClaims.BrokenException e) {
            throw refusal(e.getMessage());
        }
        if (!claims.subject().equals(subject)) {
            throw refusal("the service token is not for this caller");
        }
        if (read.actor() != null && !read.actor().equals(claims.issuer())) {
            throw refusal("act.sub of the service token is not the service");
        }
        if (!service.regions().isEmpty()
                && !service.regions().contains(read.region().value())) {
            throw refusal("the service " + service.name() + " is not allowed in " + read.region());
        }
        return new Proved(service, read);
    }

    /** Kept for as long as the token could be believed. */
    private Uni<Void> useOnce(RegisteredService service, ServiceTokenClaims claims) {
        Instant until = claims.expiresAt().plus(TokenTrust.DEFAULT_CLOCK_SKEW.multipliedBy(2));
        return storage.useOnce(USED_ONCE, service.name() + "/" + claims.id(), until)
                .invoke(isFirst -> {
                    if (!isFirst) {
                        throw refusal("the service token was used before");
                    }
                })
                .replaceWithVoid();
    }

    private static KmsException refusal(TokenRefusedException refused) {
        String reason = "the service token is not believed: " + refused.getMessage();
        return switch (refused.reason()) {
            case EXPIRED ->
                new KmsException(
                        ErrorCode.EXPIRED_TOKEN,
                        "The service token included in the request is expired.",
                        new CallerRefusedException(reason));
            default -> refusal(reason);
        };
    }

    /** Causes look alike from outside; the audit record has the reason. */
    private static KmsException refusal(String reason) {
        return new KmsException(
                ErrorCode.UNRECOGNIZED_CLIENT,
                "The service token included in the request is invalid.",
                new CallerRefusedException(reason));
    }
}
