package io.claviger.authn.token;

import io.claviger.authn.token.TokenRefusedException.Reason;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token in compact form (RFC 7515 section 3.1), taken apart but not believed. Read strictly: three parts in the one
 * right base64url form of their bytes, header and claims objects of JSON in UTF-8 without a name twice. So no two
 * texts are the same token.
 */
public final class UnverifiedToken {
    /** The longest token, in characters: as long as AssumeRoleWithWebIdentity takes. */
    public static final int MAX_LENGTH = 20_000;

    private final Json.Obj header;
    private final Json.Obj claims;
    private final int signatureBytes;

    private UnverifiedToken(Json.Obj header, Json.Obj claims, int signatureBytes) {
        this.header = header;
        this.claims = claims;
        this.signatureBytes = signatureBytes;
    }

    /** Takes a token apart; throws for one that has no signature to verify. */
    public static UnverifiedToken read(String token, JsonReader json) {
        if (token.length() > MAX_LENGTH) {
            throw malformed("the token is longer than " + MAX_LENGTH + " characters");
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw malformed("the token is not of three parts");
        }
        byte[] signature = bytes(token.substring(second + 1));
        if (signature.length == 0) {
            throw malformed("the token has no signature");
        }
        return new UnverifiedToken(
                object(token.substring(0, first), json),
                object(token.substring(first + 1, second), json),
                signature.length);
    }

    /** The same, for a door that does not care why; empty for what is no signed token. */
    public static Optional<UnverifiedToken> peek(String token, JsonReader json) {
        try {
            return Optional.of(read(token, json));
        } catch (TokenRefusedException e) {
            return Optional.empty();
        }
    }

    /** Who claims to have issued the token, so that a door may find out whom to trust. It proves nothing. */
    public Optional<String> issuer() {
        return claims.members().get("iss") instanceof Json.Str issuer ? Optional.of(issuer.value()) : Optional.empty();
    }

    /** Whether the token says that it is of a type, by the header {@code typ}. It proves nothing. */
    public boolean isOfType(String type) {
        return header.members().get("typ") instanceof Json.Str given && type.equalsIgnoreCase(given.value());
    }

    Json.Obj header() {
        return header;
    }

    Json.Obj claims() {
        return claims;
    }

    public int signatureBytes() {
        return signatureBytes;
    }

    /** The header {@code alg}, if it is one of ours. */
    public Optional<TokenAlgorithm> algorithm() {
        return header.members().get("alg") instanceof Json.Str name
                ? TokenAlgorithm.named(name.value())
                : Optional.empty();
    }

    /** The header {@code kid}; null without one. */
    public @Nullable String keyId() {
        return text(header, "kid");
    }

    /** A member that is text or absent. */
    static @Nullable String text(Json.Obj object, String name) {
        Json value = object.members().get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Str text) {
            return text.value();
        }
        throw malformed(name + " is not a string");
    }

    static TokenRefusedException malformed(String message) {
        return new TokenRefusedException(Reason.MALFORMED, message);
    }

    private static Json.Obj object(String part, JsonReader json) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(part)))
                    .toString();
            if (json.read(text) instanceof Json.Obj object) {
                return object;
            }
        } catch (CharacterCodingException | MalformedJsonException e) {
            // answered below: where it is malformed helps only whoever made it
        }
        throw malformed("header or claims are not an object of JSON");
    }

    /** Java's decoder takes some texts that are not the right form of any bytes, so they are encoded again. */
    private static byte[] bytes(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw malformed("a part of the token is not base64url");
    }

    /** Tokens are bearer credentials: never printed. */
    @Override
    public String toString() {
        return "UnverifiedToken[left out]";
    }
}
