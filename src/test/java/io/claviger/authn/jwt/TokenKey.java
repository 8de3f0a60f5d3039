package io.claviger.authn.jwt;

import io.claviger.authn.token.TokenAlgorithm;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A key pair that signs tokens, made for a test. */
record TokenKey(String id, TokenAlgorithm algorithm, PublicJsonWebKey pair, Map<String, Object> more) {

    static TokenKey of(String id, TokenAlgorithm algorithm) {
        return new TokenKey(id, algorithm, pair(algorithm), Map.of());
    }

    static TokenKey rsa(String id, int bits) {
        try {
            return new TokenKey(id, TokenAlgorithm.RS256, RsaJwkGenerator.generateJwk(bits), Map.of());
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key with another member in its public form. */
    TokenKey with(String member, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(member, value);
        return new TokenKey(id, algorithm, pair, all);
    }

    TokenKey as(TokenAlgorithm other) {
        return new TokenKey(id, other, pair, more);
    }

    TokenKey named(String other) {
        return new TokenKey(other, algorithm, pair, more);
    }

    String publicJwk() {
        Map<String, Object> members = pair.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        if (!id.isEmpty()) {
            members.put("kid", id);
        }
        members.putAll(more);
        return JsonUtil.toJson(members);
    }

    /** With the header that an ordinary issuer writes. */
    String sign(String claims) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "JWT");
        if (!id.isEmpty()) {
            header.put("kid", id);
        }
        return sign(header, claims);
    }

    /** With this header; {@code alg} is added. */
    String sign(Map<String, Object> header, String claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setHeader("alg", algorithm.jwtName());
        header.forEach(jws::setHeader);
        jws.setPayload(claims);
        jws.setKey(pair.getPrivateKey());
        jws.setDoKeyValidation(false);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PublicJsonWebKey pair(TokenAlgorithm algorithm) {
        try {
            return switch (algorithm.keyKind()) {
                case RSA -> RsaJwkGenerator.generateJwk(2048);
                case P256 -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                case P384 -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
                case P521 -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
                case ED25519 -> OkpJwkGenerator.generateJwk("Ed25519");
            };
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
