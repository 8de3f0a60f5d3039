package io.claviger.testkit;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests as the AWS SDK for Java does, for a scope and a time of one's choice. */
public record WireSigner(URI endpoint, String accessKeyId, String secret, String region, String service, Instant time) {

    public static WireSigner of(URI endpoint, Identity identity) {
        return new WireSigner(
                endpoint, identity.accessKeyId(), identity.secret(), ServiceProfile.REGION, "kms", Instant.now());
    }

    public WireSigner as(String otherKeyId, String otherSecret) {
        return new WireSigner(endpoint, otherKeyId, otherSecret, region, service, time);
    }

    public WireSigner inRegion(String otherRegion) {
        return new WireSigner(endpoint, accessKeyId, secret, otherRegion, service, time);
    }

    public WireSigner forService(String otherService) {
        return new WireSigner(endpoint, accessKeyId, secret, region, otherService, time);
    }

    public WireSigner at(Instant otherTime) {
        return new WireSigner(endpoint, accessKeyId, secret, region, service, otherTime);
    }

    /** With the signature in the Authorization header. */
    public WireRequest sign(WireRequest request) {
        return sign(request, Duration.ZERO);
    }

    /** With the signature in the query string. */
    public WireRequest presign(WireRequest request, Duration validity) {
        return sign(request, validity);
    }

    private WireRequest sign(WireRequest request, Duration presigned) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(endpoint.resolve(request.target()));
        for (WireRequest.Header header : request.headers()) {
            unsigned.appendHeader(header.name(), header.value());
        }
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> {
                    sign.identity(AwsCredentialsIdentity.create(accessKeyId, secret))
                            .request(unsigned.build())
                            .payload(ContentStreamProvider.fromByteArray(request.body()))
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC))
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region);
                    if (!presigned.isZero()) {
                        sign.putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, presigned);
                    }
                })
                .request();
        List<WireRequest.Header> headers = new ArrayList<>();
        signed.forEachHeader(
                (name, values) -> values.forEach(value -> headers.add(new WireRequest.Header(name, value))));
        String query = signed.encodedQueryParameters().map(text -> "?" + text).orElse("");
        return new WireRequest(request.method(), signed.encodedPath() + query, headers, request.body());
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return accessKeyId + " in " + region;
    }
}
