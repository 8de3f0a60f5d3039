package io.claviger.authn.sigv4;

import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.Credential;
import io.claviger.authn.CredentialSource;
import io.claviger.authn.RawCall;
import io.claviger.common.BugException;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies AWS Signature Version 4, in the {@code Authorization} header or presigned in the query string.
 *
 * <p>Order: what the signature says of itself, its time, its scope, that the host is signed; then the access key; then
 * the signature, in constant time. An unknown key costs the same computation as a known one. Work is bounded by the
 * size of the request; there is no I/O but the {@link CredentialSource}'s, whose failures pass through. Every refusal
 * is a {@link io.claviger.common.KmsException} with IncompleteSignature, InvalidSignature or UnrecognizedClient.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS Signature Version 4 for API
 *     requests</a>
 */
public final class SigV4Authenticator implements Authenticator {
    /** Enough for every active access key of a large deployment; an entry takes some hundred bytes. */
    public static final int DEFAULT_CACHED_SIGNING_KEYS = 10_000;

    private static final Duration USUAL_SKEW = Duration.ofMinutes(5);
    private static final String ALGORITHM_LINE = "AWS4-HMAC-SHA256\n";
    private static final int STRING_TO_SIGN_LENGTH = 160;

    private final CredentialSource credentials;
    private final AcceptedScopes scopes;
    private final SigningKeyCache signingKeys;
    private final long skewSeconds;
    private final SigningKey nobodysKey;

    /**
     * @param regions the regions that this deployment serves
     * @param services the signing names that it answers to, such as {@code kms}
     * @param cachedSigningKeys how many derived keys are kept at most
     */
    public SigV4Authenticator(
            CredentialSource credentials, Set<Region> regions, Set<String> services, int cachedSigningKeys) {
        this(
                credentials,
                regions.stream().collect(Collectors.toMap(Region::value, region -> region)),
                services,
                cachedSigningKeys,
                USUAL_SKEW);
    }

    /**
     * With another tolerance of clocks than five minutes, and perhaps other names of regions.
     *
     * @param regions by the names that scopes have for them
     * @param skew how far the time of a signature may be from ours, in whole minutes
     */
    public SigV4Authenticator(
            CredentialSource credentials,
            Map<String, Region> regions,
            Set<String> services,
            int cachedSigningKeys,
            Duration skew) {
        this.credentials = credentials;
        this.scopes = new AcceptedScopes(regions, services);
        this.signingKeys = new SigningKeyCache(cachedSigningKeys);
        this.nobodysKey = nobodysKey();
        this.skewSeconds = skew.toSeconds();
    }

    @Override
    public boolean claims(RawCall call) {
        for (RawCall.Header header : call.headers()) {
            if (header.name().equalsIgnoreCase("Authorization") && AuthorizationHeader.isOfScheme(header.value())) {
                return true;
            }
        }
        return QueryParameters.parse(call.query()).isPresigned();
    }

    @Override
    public Uni<Authentication> authenticate(RawCall call, Instant now) {
        return Uni.createFrom().deferred(() -> {
            QueryParameters query = QueryParameters.parse(call.query());
            SignedRequest request = SignedRequest.of(call, query);
            request.validity().check(request.time(), now, skewSeconds);
            Region region = scopes.check(request.credential().scope(), request.time());
            if (!request.signedHeaders().hasHost()) {
                throw Refusal.invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
            }
            return find(request).map(found -> {
                byte[] text = stringToSign(call, query, request);
                Credential proved = prove(found, request, text);
                return new Authentication(proved.caller(), region);
            });
        });
    }

    /**
     * The credential that must have signed. A session token makes a long-term key as good as unknown; the STS will open
     * the token here and make the credential from what is sealed in it.
     */
    private Uni<Optional<Credential>> find(SignedRequest request) {
        if (request.hasSessionToken() || !request.credential().mayExist()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return credentials.find(request.credential().accessKeyId());
    }

    private static byte[] stringToSign(RawCall call, QueryParameters query, SignedRequest request) {
        MessageDigest sha256 = sha256();
        CanonicalRequest canonical = CanonicalRequest.of(call, query, request.signedHeaders(), sha256);
        CanonicalBytes text = new CanonicalBytes(STRING_TO_SIGN_LENGTH);
        text.add(ALGORITHM_LINE).add(request.time().text()).add('\n');
        request.credential().scope().appendTo(text);
        return text.add('\n').addHex(canonical.hash(sha256)).toByteArray();
    }

    /** The credential, if there is one and it made the request's signature over the text. */
    private Credential prove(Optional<Credential> found, SignedRequest request, byte[] text) {
        if (found.isEmpty()) {
            isSignature(request.signature(), nobodysKey.sign(text));
            throw Refusal.unrecognizedClient();
        }
        Credential credential = found.get();
        CredentialScope scope = request.credential().scope();
        Optional<byte[]> expected = signingKeys.find(credential, scope).flatMap(key -> key.sign(text));
        if (expected.isPresent()) {
            if (!isSignature(request.signature(), expected)) {
                throw Refusal.mismatch();
            }
            return credential;
        }
        SigningKey fresh = SigningKey.derive(credential.secret(), scope);
        if (!isSignature(request.signature(), fresh.sign(text))) {
            fresh.close();
            throw Refusal.mismatch();
        }
        signingKeys.keep(credential, scope, fresh);
        return credential;
    }

    /** In constant time. Whatever is not 64 lower-case hexadecimal digits is no signature either. */
    private static boolean isSignature(String given, Optional<byte[]> expected) {
        return expected.isPresent()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.ISO_8859_1),
                        new CanonicalBytes(64).addHex(expected.get()).toByteArray());
    }

    /** Signs for access keys that do not exist; nothing that it signs is ever accepted. */
    private static SigningKey nobodysKey() {
        try (SecretBytes secret = SecretBytes.owning(new byte[40])) {
            return SigningKey.derive(secret, new CredentialScope("", "", "", CredentialScope.TERMINATOR));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new BugException("no SHA-256 in this Java runtime", e);
        }
    }
}
