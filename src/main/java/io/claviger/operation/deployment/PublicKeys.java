package io.claviger.operation.deployment;

import io.claviger.authn.token.KeySet;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for where somebody's public keys are: an address, or a JWK set (RFC 7517). */
public final class PublicKeys {
    private static final Set<String> KEY_TYPES = Set.of("RSA", "EC", "OKP");
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final int MOST_KEYS = 50;

    private PublicKeys() {}

    /** Throws a ValidationException that says what is wrong with an address; absent is right. */
    public static void checkUrl(String member, @Nullable String url) {
        if (url == null) {
            return;
        }
        try {
            new KeySet.At(new URI(url));
        } catch (URISyntaxException e) {
            throw invalid(member + " is not an address.", e);
        } catch (IllegalArgumentException e) {
            throw invalid(member + " is not an https address without user and fragment.", null);
        }
    }

    /** Throws a ValidationException that says what is wrong with a JWK set; absent is right. */
    public static void checkJwks(@Nullable Json jwks) {
        if (jwks == null) {
            return;
        }
        if (!(jwks instanceof Json.Obj set)
                || !(set.members().get("keys") instanceof Json.Arr keys)
                || keys.items().isEmpty()
                || keys.items().size() > MOST_KEYS) {
            throw invalid("Jwks is not a JWK set of 1 to " + MOST_KEYS + " keys.", null);
        }
        keys.items().forEach(PublicKeys::checkKey);
    }

    private static void checkKey(Json item) {
        if (!(item instanceof Json.Obj key)
                || !(key.members().get("kty") instanceof Json.Str type)
                || !KEY_TYPES.contains(type.value())) {
            throw invalid("Jwks has a key that is not a public key of type RSA, EC or OKP.", null);
        }
        if (key.members().keySet().stream().anyMatch(PRIVATE::contains)) {
            throw invalid("Jwks has a private key, which must now be considered known: make a new one.", null);
        }
    }

    private static KmsException invalid(String text, @Nullable Throwable cause) {
        return cause == null
                ? new KmsException(ErrorCode.VALIDATION, text)
                : new KmsException(ErrorCode.VALIDATION, text, cause);
    }
}
