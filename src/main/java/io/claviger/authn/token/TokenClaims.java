package io.claviger.authn.token;

import io.claviger.common.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says.
 *
 * @param id the claim {@code jti}
 * @param all every claim, those above too
 */
public record TokenClaims(
        String issuer,
        String subject,
        List<String> audience,
        Instant expiresAt,
        @Nullable Instant issuedAt,
        @Nullable Instant notBefore,
        @Nullable String id,
        Json.Obj all) {
    public TokenClaims {
        audience = List.copyOf(audience);
    }

    /** Claims are about people: never printed. */
    @Override
    public String toString() {
        return "TokenClaims[left out]";
    }
}
