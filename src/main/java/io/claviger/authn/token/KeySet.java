package io.claviger.authn.token;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the keys of an issuer come from: always from our own settings, never from a token. */
public sealed interface KeySet {

    /**
     * From the address that the issuer publishes (OpenID Connect Discovery 1.0 section 4).
     *
     * @param issuer exactly as in the claim {@code iss}; the published document must name the same
     */
    record Discovered(String issuer) implements KeySet {
        public Discovered {
            requireAddress(URI.create(issuer));
        }

        /** Where the issuer publishes its settings. */
        public URI document() {
            String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
            return URI.create(base + "/.well-known/openid-configuration");
        }
    }

    /** From this address of a JWK set. */
    record At(URI address) implements KeySet {
        public At {
            if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
                throw new IllegalArgumentException("an address of keys has neither user nor fragment");
            }
            requireWeb(address);
        }
    }

    /** This JWK set (RFC 7517 section 5), as JSON text. */
    record Inline(String jwks) implements KeySet {
        /** The set is long and says nothing in a log. */
        @Override
        public String toString() {
            return "Inline[" + jwks.length() + " characters]";
        }
    }

    /** These keys, or those at this address; empty where there is neither. */
    static Optional<KeySet> given(@Nullable String jwks, @Nullable String url) {
        if (jwks != null) {
            return Optional.of(new Inline(jwks));
        }
        return url == null ? Optional.empty() : Optional.of(new At(URI.create(url)));
    }

    private static void requireAddress(URI issuer) {
        if (issuer.getRawUserInfo() != null || issuer.getRawFragment() != null || issuer.getRawQuery() != null) {
            throw new IllegalArgumentException("an issuer with discovery has neither user, query nor fragment");
        }
        requireWeb(issuer);
    }

    private static void requireWeb(URI address) {
        boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!isWeb || address.getHost() == null) {
            throw new IllegalArgumentException("not an https address");
        }
    }
}
