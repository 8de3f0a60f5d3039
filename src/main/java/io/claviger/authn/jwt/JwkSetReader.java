package io.claviger.authn.jwt;

import io.claviger.authn.token.TokenAlgorithm.KeyKind;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UncheckedJoseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JWK set (RFC 7517). A key that is not for signatures, not of a kind that we take, or weak is left out; the
 * rest of the set still serves, as the RFC asks (section 5).
 */
final class JwkSetReader {
    private static final int MIN_RSA_BITS = 2048;
    /** A longer modulus makes each verification slow, at the issuer's choice. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MAX_EXPONENT_BITS = 64;
    private static final int ED25519_CHARACTERS = 43;
    /** Members of a public key; a private one is never handed on. */
    private static final List<String> PUBLIC_MEMBERS = List.of("kty", "n", "e", "crv", "x", "y");

    private final JsonReader json;

    JwkSetReader(JsonReader json) {
        this.json = json;
    }

    VerificationKeys read(String jwks) {
        List<VerificationKey> keys = new ArrayList<>();
        for (Json item : items(jwks)) {
            if (item instanceof Json.Obj jwk) {
                key(jwk).ifPresent(keys::add);
            }
        }
        return new VerificationKeys(jwks, keys);
    }

    private List<Json> items(String jwks) {
        try {
            if (json.read(jwks) instanceof Json.Obj set && set.members().get("keys") instanceof Json.Arr keys) {
                return keys.items();
            }
        } catch (MalformedJsonException e) {
            throw new KeyFetchException("the key set is " + e.getMessage());
        }
        throw new KeyFetchException("the key set has no list of keys");
    }

    private static Optional<VerificationKey> key(Json.Obj jwk) {
        Optional<KeyKind> kind = kind(jwk);
        if (kind.isEmpty() || !isForSignatures(jwk) || !hasRightLength(kind.get(), jwk)) {
            return Optional.empty();
        }
        return publicKey(jwk)
                .filter(JwkSetReader::isStrong)
                .map(key -> new VerificationKey(
                        text(jwk, "kid"), kind.get(), text(jwk, "alg"), signatureBytes(kind.get(), key), key));
    }

    private static Optional<KeyKind> kind(Json.Obj jwk) {
        String type = text(jwk, "kty");
        String curve = text(jwk, "crv");
        for (KeyKind kind : KeyKind.values()) {
            if (kind.type().equals(type) && kind.curve().equals(curve == null ? "" : curve)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** RFC 8037 section 2: exactly the 32 bytes of the public key. */
    private static boolean hasRightLength(KeyKind kind, Json.Obj jwk) {
        String x = text(jwk, "x");
        return kind != KeyKind.ED25519 || (x != null && x.length() == ED25519_CHARACTERS);
    }

    private static boolean isForSignatures(Json.Obj jwk) {
        boolean isUseRight = !jwk.members().containsKey("use") || "sig".equals(text(jwk, "use"));
        Json operations = jwk.members().get("key_ops");
        return isUseRight
                && (operations == null
                        || (operations instanceof Json.Arr list && list.items().contains(new Json.Str("verify"))));
    }

    private static Optional<PublicKey> publicKey(Json.Obj jwk) {
        Map<String, Object> members = new HashMap<>();
        for (String name : PUBLIC_MEMBERS) {
            String value = text(jwk, name);
            if (value != null) {
                members.put(name, value);
            }
        }
        try {
            return Optional.of(PublicJsonWebKey.Factory.newPublicJwk(members).getPublicKey());
        } catch (JoseException | UncheckedJoseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return true;
        }
        int bits = rsa.getModulus().bitLength();
        BigInteger exponent = rsa.getPublicExponent();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && exponent.testBit(0)
                && exponent.bitLength() > 1
                && exponent.bitLength() <= MAX_EXPONENT_BITS;
    }

    private static int signatureBytes(KeyKind kind, PublicKey key) {
        return key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : kind.signatureBytes();
    }

    private static @Nullable String text(Json.Obj jwk, String name) {
        return jwk.members().get(name) instanceof Json.Str text ? text.value() : null;
    }
}
