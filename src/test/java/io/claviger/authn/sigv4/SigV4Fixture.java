package io.claviger.authn.sigv4;

import io.claviger.authn.Authentication;
import io.claviger.authn.Caller;
import io.claviger.authn.Credential;
import io.claviger.authn.CredentialSource;
import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.common.AccountId;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Access keys, a fixed time, and calls signed by the AWS SDK for Java, which knows nothing of our code. */
final class SigV4Fixture {
    static final String KEY_ID = "AKIDEXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    static final Region REGION = new Region("us-east-1");
    static final Caller.User ALICE =
            new Caller.User(new AccountId("111122223333"), "/", "alice", "AIDAEXAMPLEEXAMPLE12");
    static final URI ENDPOINT = URI.create("https://kms.us-east-1.amazonaws.com/");

    final Keys keys = new Keys();
    final SigV4Authenticator authenticator = authenticator(Set.of(REGION), Set.of("kms"));

    SigV4Fixture() {
        keys.put(KEY_ID, SECRET);
    }

    SigV4Authenticator authenticator(Set<Region> regions, Set<String> services) {
        return new SigV4Authenticator(keys, regions, services, 100);
    }

    Authentication authenticate(RawCall call) {
        return authenticate(call, NOW);
    }

    Authentication authenticate(RawCall call, Instant now) {
        return authenticator.authenticate(call, now).await().atMost(Duration.ofSeconds(5));
    }

    /** What refuses the call; an error of the test if nothing does, or if anything but a KmsException does. */
    KmsException refusal(RawCall call, Instant now) {
        try {
            authenticate(call, now);
        } catch (KmsException refused) {
            return refused;
        }
        throw new AssertionError("was not refused");
    }

    KmsException refusal(RawCall call) {
        return refusal(call, NOW);
    }

    static RawCall call(List<Header> headers, byte[] body) {
        return new RawCall("POST", "/", "", headers, body, "192.0.2.1", null);
    }

    /** A ListKeys call, signed in its header. */
    static RawCall signedCall() {
        return signedCall(List.of(new Header("X-Amz-Target", "TrentService.ListKeys")), "{}");
    }

    static RawCall signedCall(List<Header> headers, String body) {
        return new Signing().sign(SdkHttpMethod.POST, ENDPOINT, headers, body);
    }

    /** The call with its header of that name, which may be absent, replaced by one of the value, or by none if null. */
    static RawCall withHeader(RawCall call, String name, @Nullable String value) {
        List<Header> headers = new ArrayList<>(call.headers());
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
        if (value != null) {
            headers.add(new Header(name, value));
        }
        return withHeaders(call, headers);
    }

    static RawCall withHeaders(RawCall call, List<Header> headers) {
        return new RawCall(call.method(), call.path(), call.query(), headers, call.body(), call.remoteAddress(), null);
    }

    static RawCall withQuery(RawCall call, String query) {
        return new RawCall(call.method(), call.path(), query, call.headers(), call.body(), call.remoteAddress(), null);
    }

    static RawCall withBody(RawCall call, byte[] body) {
        return new RawCall(call.method(), call.path(), call.query(), call.headers(), body, call.remoteAddress(), null);
    }

    static String authorization(RawCall call) {
        return call.header("Authorization").orElseThrow();
    }

    /** What to sign, and as whom: everything has a default. */
    record Signing(String keyId, String secret, String service, String region, Instant time, Duration presigned) {
        Signing() {
            this(KEY_ID, SECRET, "kms", "us-east-1", NOW, Duration.ZERO);
        }

        Signing as(String otherKeyId, String otherSecret) {
            return new Signing(otherKeyId, otherSecret, service, region, time, presigned);
        }

        Signing forScope(String otherService, String otherRegion) {
            return new Signing(keyId, secret, otherService, otherRegion, time, presigned);
        }

        Signing at(Instant otherTime) {
            return new Signing(keyId, secret, service, region, otherTime, presigned);
        }

        Signing expiringAfter(Duration validity) {
            return new Signing(keyId, secret, service, region, time, validity);
        }

        RawCall sign(SdkHttpMethod method, URI uri, List<Header> headers, String body) {
            SdkHttpRequest.Builder request =
                    SdkHttpRequest.builder().method(method).uri(uri);
            for (Header header : headers) {
                request.appendHeader(header.name(), header.value());
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            SdkHttpRequest signed = AwsV4HttpSigner.create()
                    .sign(sign -> {
                        sign.identity(AwsCredentialsIdentity.create(keyId, secret))
                                .request(request.build())
                                .payload(ContentStreamProvider.fromByteArray(bytes))
                                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC))
                                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region);
                        if (!presigned.isZero()) {
                            sign.putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, presigned);
                        }
                    })
                    .request();
            List<Header> sent = new ArrayList<>();
            signed.forEachHeader((name, values) -> values.forEach(value -> sent.add(new Header(name, value))));
            return new RawCall(
                    method.name(),
                    signed.encodedPath(),
                    signed.encodedQueryParameters().orElse(""),
                    sent,
                    bytes,
                    "192.0.2.1",
                    null);
        }
    }

    /** Access keys in memory. */
    static final class Keys implements CredentialSource {
        final AtomicInteger reads = new AtomicInteger();
        private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

        void put(String keyId, String secret) {
            SecretBytes bytes = SecretBytes.owning(secret.getBytes(StandardCharsets.UTF_8));
            credentials.put(keyId, new Credential(keyId, bytes, ALICE));
        }

        void remove(String keyId) {
            credentials.remove(keyId);
        }

        @Override
        public Uni<Optional<Credential>> find(String accessKeyId) {
            reads.incrementAndGet();
            return Uni.createFrom().item(Optional.ofNullable(credentials.get(accessKeyId)));
        }
    }
}
