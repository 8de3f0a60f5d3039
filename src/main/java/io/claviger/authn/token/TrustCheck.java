package io.claviger.authn.token;

import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.common.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything about a token that can be checked without a key (RFC 7519 sections 4.1 and 7.2, RFC 8725). */
public final class TrustCheck {
    /** {@code crit} and {@code b64} change what is signed, {@code zip} what it means; {@code jwk} is the sender's key. */
    private static final List<String> REFUSED_HEADERS = List.of("crit", "b64", "zip", "jwk");

    private static final BigDecimal END_OF_TIME = BigDecimal.valueOf(253_402_300_799L); // year 9999
    private static final int MAX_DIGITS = 30;

    private final TokenTrust trust;
    private final Instant now;

    private TrustCheck(TokenTrust trust, Instant now) {
        this.trust = trust;
        this.now = now;
    }

    /**
     * The claims as they will be believed once the signature is verified. Keys and their addresses in a header are
     * never looked at.
     *
     * @throws TokenRefusedException for the first thing that does not hold
     */
    public static TokenClaims claims(UnverifiedToken token, TokenTrust trust, Instant now) {
        return new TrustCheck(trust, now).check(token);
    }

    /** Whether claims that were believed are still in their time; throws like {@link #claims} if not. */
    public static void checkTime(TokenClaims claims, TokenTrust trust, Instant now) {
        new TrustCheck(trust, now).checkTime(claims);
    }

    private TokenClaims check(UnverifiedToken token) {
        checkHeader(token);
        TokenClaims claims = read(token.claims());
        checkTime(claims);
        checkLifetime(claims);
        return claims;
    }

    private void checkHeader(UnverifiedToken token) {
        // the algorithm first, before anything else is made of the token
        if (token.algorithm().filter(trust.algorithms()::contains).isEmpty()) {
            throw refused(Reason.UNSUPPORTED_ALGORITHM, "the algorithm is not one that this issuer may use");
        }
        for (String name : REFUSED_HEADERS) {
            if (token.header().members().containsKey(name)) {
                throw refused(Reason.UNSUPPORTED_HEADER, "the header " + name + " is not taken");
            }
        }
        String type = UnverifiedToken.text(token.header(), "typ");
        if (!trust.takesType(type == null ? "" : type)) {
            throw refused(Reason.WRONG_TYPE, "the type of the token is not one that is trusted");
        }
        if (token.header().members().containsKey("cty")) {
            throw refused(Reason.WRONG_TYPE, "the token holds something else than claims");
        }
    }

    private TokenClaims read(Json.Obj claims) {
        if (!trust.issuer().equals(UnverifiedToken.text(claims, "iss"))) {
            throw refused(Reason.WRONG_ISSUER, "the issuer is not the one that is trusted");
        }
        List<String> audience = audience(claims);
        if (!isMeantForUs(audience, claims)) {
            throw refused(Reason.WRONG_AUDIENCE, "the token is not meant for any audience that is trusted");
        }
        String subject = UnverifiedToken.text(claims, "sub");
        if (subject == null || subject.isEmpty()) {
            throw refused(Reason.NO_SUBJECT, "the token has no subject");
        }
        Instant expiresAt = time(claims, "exp");
        if (expiresAt == null) {
            throw UnverifiedToken.malformed("exp is missing");
        }
        return new TokenClaims(
                trust.issuer(),
                subject,
                audience,
                expiresAt,
                time(claims, "iat"),
                time(claims, "nbf"),
                UnverifiedToken.text(claims, "jti"),
                claims);
    }

    private boolean isMeantForUs(List<String> audience, Json.Obj claims) {
        if (audience.stream().anyMatch(trust.audiences()::contains)) {
            return true;
        }
        String party = trust.acceptsAuthorizedParty() ? UnverifiedToken.text(claims, "azp") : null;
        return party != null && trust.audiences().contains(party);
    }

    private void checkTime(TokenClaims claims) {
        if (!now.minus(trust.clockSkew()).isBefore(claims.expiresAt())) {
            throw refused(Reason.EXPIRED, "the token has expired");
        }
        Instant latest = now.plus(trust.clockSkew());
        if (isAfter(claims.notBefore(), latest) || isAfter(claims.issuedAt(), latest)) {
            throw refused(Reason.NOT_YET_VALID, "the token is not valid yet");
        }
    }

    private static boolean isAfter(@Nullable Instant time, Instant latest) {
        return time != null && time.isAfter(latest);
    }

    private void checkLifetime(TokenClaims claims) {
        if (trust.maxLifetime() == null) {
            return;
        }
        Instant from = claims.issuedAt();
        if (from == null) {
            throw refused(Reason.LIFETIME_TOO_LONG, "the token does not say when it was issued");
        }
        if (claims.expiresAt().isAfter(from.plus(trust.maxLifetime()))) {
            throw refused(Reason.LIFETIME_TOO_LONG, "the token lives longer than is trusted");
        }
    }

    private static List<String> audience(Json.Obj claims) {
        List<String> audience = new ArrayList<>();
        switch (claims.members().get("aud")) {
            case Json.Str one -> audience.add(one.value());
            case Json.Arr several -> several.items().forEach(item -> audience.add(text(item)));
            case null -> {
                // meant for nobody in particular
            }
            default -> throw UnverifiedToken.malformed("aud is neither a string nor a list");
        }
        return audience;
    }

    private static String text(Json item) {
        if (item instanceof Json.Str text) {
            return text.value();
        }
        throw UnverifiedToken.malformed("aud holds something else than strings");
    }

    /** A NumericDate (RFC 7519 section 2): seconds, perhaps with a fraction. */
    private static @Nullable Instant time(Json.Obj claims, String name) {
        Json value = claims.members().get(name);
        if (value == null) {
            return null;
        }
        BigDecimal seconds = value instanceof Json.Num number ? seconds(number.text()) : null;
        if (seconds == null || seconds.signum() < 0 || seconds.compareTo(END_OF_TIME) > 0) {
            throw UnverifiedToken.malformed(name + " is not a time");
        }
        long whole = seconds.longValue();
        BigDecimal fraction = seconds.subtract(BigDecimal.valueOf(whole));
        return Instant.ofEpochSecond(whole, fraction.movePointRight(9).longValue());
    }

    /** Null for a number that is no time: a short one such as 1e999999999 is very long when written out. */
    private static @Nullable BigDecimal seconds(String text) {
        try {
            BigDecimal seconds = text.length() <= MAX_DIGITS ? new BigDecimal(text) : null;
            return seconds != null && Math.abs(seconds.scale()) <= MAX_DIGITS ? seconds : null;
        } catch (NumberFormatException e) {
            return null; // an exponent beyond an int
        }
    }

    private static TokenRefusedException refused(Reason reason, String message) {
        return new TokenRefusedException(reason, message);
    }
}
