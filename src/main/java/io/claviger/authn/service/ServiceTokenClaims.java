package io.claviger.authn.service;

import io.claviger.authn.RawCall;
import io.claviger.authn.token.TokenClaims;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.common.Region;
import io.claviger.common.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a service token beside the registered ones.
 *
 * @param region where the service runs
 * @param actor {@code act.sub} (RFC 8693, section 4.1)
 * @param via the services that the request went through before, first to last
 * @param bodySha256 SHA-256 of the request's body, in lower-case hex
 * @param method as {@code htm} of RFC 9449; with {@code path} it may be absent for {@code POST /} alone
 * @param path path and query as sent, as {@code htu} has it
 * @param sourceArn the resource that the service calls for
 */
record ServiceTokenClaims(
        String id,
        Instant expiresAt,
        Region region,
        @Nullable String actor,
        List<String> via,
        String bodySha256,
        @Nullable String method,
        @Nullable String path,
        @Nullable String sourceArn,
        @Nullable AccountId sourceAccount) {
    private static final int LONGEST_VIA = 10;
    private static final int LONGEST_ARN = 2048;
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PRINCIPAL = Pattern.compile("[a-z0-9.-]{1,250}\\.amazonaws\\.com");

    ServiceTokenClaims {
        via = List.copyOf(via);
    }

    /** A claim that is missing or not what it must be; the message names the claim and never shows it. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static ServiceTokenClaims of(TokenClaims token) throws BrokenException {
        Json.Obj all = token.all();
        String id = token.id();
        if (id == null || !ID.matcher(id).matches()) {
            throw broken("jti", "1 to 128 printable characters");
        }
        String region = text(all, "region");
        if (region == null || !Region.isValid(region)) {
            throw broken("region", "the name of a region");
        }
        String hash = text(all, "body_sha256");
        if (hash == null || !HASH.matcher(hash).matches()) {
            throw broken("body_sha256", "64 lower-case hexadecimal digits");
        }
        String sourceArn = text(all, "source_arn");
        if (sourceArn != null
                && (sourceArn.length() > LONGEST_ARN || Arn.parse(sourceArn).isEmpty())) {
            throw broken("source_arn", "an ARN");
        }
        String sourceAccount = text(all, "source_account");
        if (sourceAccount != null && !AccountId.isValid(sourceAccount)) {
            throw broken("source_account", "an account id");
        }
        return new ServiceTokenClaims(
                id,
                token.expiresAt(),
                new Region(region),
                actor(all),
                via(all),
                hash,
                text(all, "htm"),
                text(all, "htu"),
                sourceArn,
                sourceAccount == null ? null : new AccountId(sourceAccount));
    }

    /** Checks that the token was made for this request. */
    void requireRequest(RawCall call) throws BrokenException {
        if (!bodySha256.equals(Sha256.hex(call.body()))) {
            throw new BrokenException("the service token is for another body");
        }
        String target = call.query().isEmpty() ? call.path() : call.path() + "?" + call.query();
        if (method == null && path == null && call.method().equals("POST") && target.equals("/")) {
            return;
        }
        if (!call.method().equals(method) || !target.equals(path)) {
            throw new BrokenException("htm and htu of the service token are not method and path of the request");
        }
    }

    private static @Nullable String actor(Json.Obj all) throws BrokenException {
        Json act = all.members().get("act");
        if (act == null) {
            return null;
        }
        if (act instanceof Json.Obj object) {
            String subject = text(object, "sub");
            if (subject != null) {
                return subject;
            }
        }
        throw broken("act", "an object with sub");
    }

    private static List<String> via(Json.Obj all) throws BrokenException {
        Json via = all.members().get("via");
        if (via == null) {
            return List.of();
        }
        if (!(via instanceof Json.Arr list) || list.items().size() > LONGEST_VIA) {
            throw broken("via", "a list of at most " + LONGEST_VIA + " service principals");
        }
        List<String> principals = new ArrayList<>();
        for (Json item : list.items()) {
            if (!(item instanceof Json.Str text)
                    || !PRINCIPAL.matcher(text.value()).matches()) {
                throw broken("via", "a list of at most " + LONGEST_VIA + " service principals");
            }
            principals.add(text.value());
        }
        return principals;
    }

    private static @Nullable String text(Json.Obj object, String name) throws BrokenException {
        Json value = object.members().get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Str text) {
            return text.value();
        }
        throw broken(name, "text");
    }

    private static BrokenException broken(String claim, String wanted) {
        return new BrokenException("the claim " + claim + " of the service token is not " + wanted);
    }
}
