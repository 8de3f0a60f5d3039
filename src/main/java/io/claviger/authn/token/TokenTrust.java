package io.claviger.authn.token;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a token must be to be believed.
 *
 * @param issuer the exact value of {@code iss}
 * @param audiences at least one; the token must be meant for one of them
 * @param acceptsAuthorizedParty whether {@code azp} may name the audience where {@code aud} does not
 * @param keys where the keys are
 * @param algorithms the algorithms that may sign; at least one
 * @param types what the header {@code typ} must be one of, in lower case and without {@code application/}; empty: the
 *     header may be absent, {@code jwt} or {@code at+jwt}
 * @param maxLifetime how long after its issue a token may expire; a token without {@code iat} is refused then
 * @param clockSkew how far the issuer's clock may be off, at most five minutes
 */
public record TokenTrust(
        String issuer,
        Set<String> audiences,
        boolean acceptsAuthorizedParty,
        KeySet keys,
        Set<TokenAlgorithm> algorithms,
        Set<String> types,
        @Nullable Duration maxLifetime,
        Duration clockSkew) {
    public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Set<String> USUAL_TYPES = Set.of("", "jwt", "at+jwt");
    private static final String TYPE_PREFIX = "application/";

    public TokenTrust {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        types = Set.copyOf(types);
        if (issuer.isEmpty() || audiences.isEmpty() || algorithms.isEmpty()) {
            throw new IllegalArgumentException("trust needs an issuer, an audience and an algorithm");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_CLOCK_SKEW) > 0) {
            throw new IllegalArgumentException("the clock skew must be from 0 to 5 minutes");
        }
        if (maxLifetime != null && !maxLifetime.isPositive()) {
            throw new IllegalArgumentException("the longest lifetime must be positive");
        }
    }

    /** With every algorithm, the usual types, any lifetime and the usual clock skew. */
    public TokenTrust(String issuer, Set<String> audiences, KeySet keys) {
        this(issuer, audiences, false, keys, EnumSet.allOf(TokenAlgorithm.class), Set.of(), null, DEFAULT_CLOCK_SKEW);
    }

    public TokenTrust withAuthorizedParty() {
        return new TokenTrust(issuer, audiences, true, keys, algorithms, types, maxLifetime, clockSkew);
    }

    public TokenTrust withAlgorithms(Set<TokenAlgorithm> those) {
        return new TokenTrust(issuer, audiences, acceptsAuthorizedParty, keys, those, types, maxLifetime, clockSkew);
    }

    /** Requires the header {@code typ} to be one of these, without regard to case. */
    public TokenTrust withTypes(Set<String> those) {
        Set<String> plain = new TreeSet<>();
        those.forEach(type -> plain.add(plainType(type)));
        return new TokenTrust(
                issuer, audiences, acceptsAuthorizedParty, keys, algorithms, plain, maxLifetime, clockSkew);
    }

    public TokenTrust withMaxLifetime(Duration longest) {
        return new TokenTrust(issuer, audiences, acceptsAuthorizedParty, keys, algorithms, types, longest, clockSkew);
    }

    public TokenTrust withClockSkew(Duration skew) {
        return new TokenTrust(issuer, audiences, acceptsAuthorizedParty, keys, algorithms, types, maxLifetime, skew);
    }

    /** Whether a token of this header {@code typ} may be believed; empty for a token without one. */
    boolean takesType(String type) {
        return (types.isEmpty() ? USUAL_TYPES : types).contains(plainType(type));
    }

    /** RFC 7515 section 4.1.9: case does not matter, and {@code application/} may be left out. */
    private static String plainType(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith(TYPE_PREFIX) ? lower.substring(TYPE_PREFIX.length()) : lower;
    }
}
