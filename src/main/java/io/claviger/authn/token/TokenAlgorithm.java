package io.claviger.authn.token;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The signature algorithms that a token may use (RFC 7518 section 3.1, RFC 8037 section 3.1). There is no row for
 * {@code none} or for a MAC, so neither can be asked for.
 */
public enum TokenAlgorithm {
    RS256("RS256", KeyKind.RSA),
    RS384("RS384", KeyKind.RSA),
    RS512("RS512", KeyKind.RSA),
    PS256("PS256", KeyKind.RSA),
    PS384("PS384", KeyKind.RSA),
    PS512("PS512", KeyKind.RSA),
    ES256("ES256", KeyKind.P256),
    ES384("ES384", KeyKind.P384),
    ES512("ES512", KeyKind.P521),
    EDDSA("EdDSA", KeyKind.ED25519);

    /** The kinds of key, as a JWK names them, and how long a signature is: 0 where that depends on the key. */
    public enum KeyKind {
        RSA("RSA", "", 0),
        P256("EC", "P-256", 64),
        P384("EC", "P-384", 96),
        P521("EC", "P-521", 132),
        ED25519("OKP", "Ed25519", 64);

        private final String type;
        private final String curve;
        private final int signatureBytes;

        KeyKind(String type, String curve, int signatureBytes) {
            this.type = type;
            this.curve = curve;
            this.signatureBytes = signatureBytes;
        }

        /** The member {@code kty}. */
        public String type() {
            return type;
        }

        /** The member {@code crv}; empty for RSA. */
        public String curve() {
            return curve;
        }

        public int signatureBytes() {
            return signatureBytes;
        }
    }

    private static final Map<String, TokenAlgorithm> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TokenAlgorithm::jwtName, Function.identity()));

    private final String jwtName;
    private final KeyKind keyKind;

    TokenAlgorithm(String jwtName, KeyKind keyKind) {
        this.jwtName = jwtName;
        this.keyKind = keyKind;
    }

    /** By the exact name of the header {@code alg}. */
    public static Optional<TokenAlgorithm> named(String jwtName) {
        return Optional.ofNullable(BY_NAME.get(jwtName));
    }

    public String jwtName() {
        return jwtName;
    }

    /** The only kind of key that may verify it. */
    public KeyKind keyKind() {
        return keyKind;
    }
}
