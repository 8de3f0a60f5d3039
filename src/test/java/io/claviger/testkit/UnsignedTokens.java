package io.claviger.testkit;

import io.claviger.authn.token.TokenClaims;
import io.claviger.authn.token.TokenRefusedException;
import io.claviger.authn.token.TokenTrust;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.common.Json;
import io.claviger.http.json.JsonTreeReader;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Tokens whose signature says whether it is right, and a verifier that takes it at its word. */
public final class UnsignedTokens implements TokenVerifier {
    private static final String GOOD = "Z29vZA";

    /** A token that {@link #verify} believes; the texts are JSON, with single quotes. */
    public static String token(String header, String claims) {
        return part(header) + "." + part(claims) + "." + GOOD;
    }

    /** The same with a signature that is wrong. */
    public static String forged(String token) {
        return token.substring(0, token.length() - GOOD.length()) + "YmFk";
    }

    private static String part(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Uni<TokenClaims> verify(String token, TokenTrust trust, Instant now) {
        return Uni.createFrom().item(() -> claims(token, trust, now));
    }

    private static TokenClaims claims(String token, TokenTrust trust, Instant now) {
        if (!token.endsWith("." + GOOD)) {
            throw new TokenRefusedException(TokenRefusedException.Reason.BAD_SIGNATURE, "the signature is wrong");
        }
        String claims = token.split("\\.", -1)[1];
        Json.Obj all =
                (Json.Obj) JsonTrees.parse(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
        Instant expiresAt =
                Instant.ofEpochSecond(Long.parseLong(((Json.Num) all.members().get("exp")).text()));
        if (!expiresAt.isAfter(now)) {
            throw new TokenRefusedException(TokenRefusedException.Reason.EXPIRED, "the token has expired");
        }
        if (!trust.issuer().equals(text(all, "iss")) || !trust.audiences().contains(text(all, "aud"))) {
            throw new TokenRefusedException(TokenRefusedException.Reason.WRONG_AUDIENCE, "not for us");
        }
        return new TokenClaims(
                text(all, "iss"),
                text(all, "sub"),
                List.of(text(all, "aud")),
                expiresAt,
                null,
                null,
                all.members().containsKey("jti") ? text(all, "jti") : null,
                all);
    }

    private static String text(Json.Obj object, String name) {
        return ((Json.Str) object.members().get(name)).value();
    }

    public static JsonTreeReader reader() {
        return new JsonTreeReader();
    }
}
