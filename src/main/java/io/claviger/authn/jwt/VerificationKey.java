package io.claviger.authn.jwt;

import io.claviger.authn.token.TokenAlgorithm;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A key of an issuer.
 *
 * @param id its {@code kid}
 * @param algorithm the only algorithm that it is for, if its issuer said so
 */
record VerificationKey(
        @Nullable String id,
        TokenAlgorithm.KeyKind kind,
        @Nullable String algorithm,
        int signatureBytes,
        PublicKey key) {

    /** Whether the key may verify a token with that algorithm and {@code kid}. */
    boolean fits(TokenAlgorithm wanted, @Nullable String wantedId) {
        return kind == wanted.keyKind()
                && (algorithm == null || algorithm.equals(wanted.jwtName()))
                && (wantedId == null || wantedId.equals(id));
    }
}
