package io.claviger.authn.oidc;

import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.Caller;
import io.claviger.authn.CallerRefusedException;
import io.claviger.authn.RawCall;
import io.claviger.authn.service.ServiceTokens;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.UnverifiedToken;
import io.claviger.common.ErrorCode;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Callers with {@code Authorization: Bearer} (RFC 6750, section 2.1): tokens of issuers, and services that call for
 * themselves. The region is that of the header {@value #REGION_HEADER}, else the deployment's first.
 *
 * <p>A token that is not believed gets UnrecognizedClientException, whatever is wrong with it, or ExpiredTokenException;
 * while the issuer's keys cannot be had, an error that says to try again. A believed token that stands for nobody gets
 * AccessDeniedException, and its reason is in the audit record of the management account.
 */
public final class BearerAuthenticator implements Authenticator {
    public static final String REGION_HEADER = "X-Amz-Region";
    private static final String SCHEME = "Bearer";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final TokenCallers callers;
    private final ServiceTokens services;
    private final JsonReader json;
    private final List<Region> regions;

    /** @param regions those that are served, the default first */
    public BearerAuthenticator(TokenCallers callers, ServiceTokens services, JsonReader json, List<Region> regions) {
        this.callers = callers;
        this.services = services;
        this.json = json;
        this.regions = List.copyOf(regions);
    }

    @Override
    public boolean claims(RawCall call) {
        for (RawCall.Header header : call.headers()) {
            if (header.name().equalsIgnoreCase("Authorization") && isOfScheme(header.value())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfScheme(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (value.length() == SCHEME.length() || value.charAt(SCHEME.length()) == ' ');
    }

    @Override
    public Uni<Authentication> authenticate(RawCall call, Instant now) {
        return Uni.createFrom().deferred(() -> {
            List<String> credentials = call.headerValues("Authorization");
            if (credentials.size() != 1) {
                throw new KmsException(
                        ErrorCode.INCOMPLETE_SIGNATURE, "The request has more than one Authorization header.");
            }
            String header = credentials.getFirst();
            String token = header.length() > SCHEME.length() ? header.substring(SCHEME.length() + 1) : "";
            if (token.length() > UnverifiedToken.MAX_LENGTH
                    || !TOKEN.matcher(token).matches()) {
                throw invalid();
            }
            Region region = region(call);
            UnverifiedToken parts = UnverifiedToken.peek(token, json).orElseThrow(BearerAuthenticator::invalid);
            return parts.isOfType(ServiceTokens.TYPE)
                    ? services.authenticate(token, call, region, now)
                    : callers.resolve(token, parts, now).map(outcome -> authentication(outcome, region));
        });
    }

    private Region region(RawCall call) {
        List<String> named = call.headerValues(REGION_HEADER);
        if (named.isEmpty()) {
            return regions.getFirst();
        }
        return regions.stream()
                .filter(region -> named.size() == 1 && region.value().equals(named.getFirst()))
                .findFirst()
                .orElseThrow(() -> new KmsException(
                        ErrorCode.VALIDATION,
                        "The header " + REGION_HEADER + " does not name a region of this service."));
    }

    private static Authentication authentication(TokenOutcome outcome, Region region) {
        return switch (outcome) {
            case TokenOutcome.Mapped mapped -> new Authentication(mapped.caller(), region);
            case TokenOutcome.Nobody nobody -> refused(nobody, region);
            case TokenOutcome.NotBelieved refused -> throw error(refused);
        };
    }

    private static Authentication refused(TokenOutcome.Nobody nobody, Region region) {
        String principal = nobody.principal();
        String reason = "the token maps to no principal: " + nobody.reason()
                + (principal == null ? "" : " (" + principal + ")");
        KmsException refusal = new KmsException(
                ErrorCode.ACCESS_DENIED,
                "The token in the request is valid, but stands for no principal.",
                new CallerRefusedException(reason));
        return new Authentication(new Caller(nobody.holder(), ""), region, null, refusal);
    }

    private static KmsException error(TokenOutcome.NotBelieved refused) {
        TokenRefusedException.Reason why = refused.why();
        if (why == TokenRefusedException.Reason.EXPIRED) {
            return new KmsException(ErrorCode.EXPIRED_TOKEN, "The security token included in the request is expired");
        }
        if (why == TokenRefusedException.Reason.KEYS_UNAVAILABLE) {
            return new KmsException(
                    ErrorCode.DEPENDENCY_TIMEOUT,
                    "The system timed out while trying to fulfill the request. The request can be retried.");
        }
        return invalid();
    }

    private static KmsException invalid() {
        return new KmsException(
                ErrorCode.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
    }
}
