package io.claviger.authn.jwt;

import io.claviger.authn.token.TokenAlgorithm;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.authn.token.TokenTrust;
import io.claviger.authn.token.UnverifiedToken;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Set;

/**
 * Has SmallRye JWT verify the signature of one token with one key and one algorithm. Issuer and audience are checked
 * there a second time; time is not, because there it would be the machine's and not the call's.
 */
final class SignatureCheck {
    /** No claim has this name: it keeps the library from making roles of the claim {@code groups}. */
    private static final String NO_GROUPS = "\u0000";

    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();

    /** Returns if the key signed the token; throws otherwise. */
    void verify(String token, UnverifiedToken parts, TokenAlgorithm algorithm, VerificationKey key, TokenTrust trust) {
        // the length first: a shorter or DER-encoded form of a signature is not the signature (RFC 7518 section 3.4)
        if (parts.signatureBytes() != key.signatureBytes()) {
            throw badSignature();
        }
        try {
            parser.parse(token, settings(algorithm, key, trust));
        } catch (ParseException | ClassCastException e) {
            // its cause would hold the token
            throw badSignature();
        }
    }

    private static JWTAuthContextInfo settings(TokenAlgorithm algorithm, VerificationKey key, TokenTrust trust) {
        JWTAuthContextInfo settings = new JWTAuthContextInfo();
        settings.setPublicVerificationKey(key.key());
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.fromAlgorithm(algorithm.jwtName())));
        settings.setRelaxVerificationKeyValidation(false);
        settings.setIssuedBy(trust.issuer());
        if (!trust.acceptsAuthorizedParty()) {
            settings.setExpectedAudience(trust.audiences());
        }
        settings.setClockSkew(Integer.MAX_VALUE);
        settings.setMaxTimeToLiveSecs(0L); // iat may be absent
        settings.setGroupsPath(NO_GROUPS);
        return settings;
    }

    private static TokenRefusedException badSignature() {
        return new TokenRefusedException(Reason.BAD_SIGNATURE, "the signature is not that of the issuer's key");
    }
}
