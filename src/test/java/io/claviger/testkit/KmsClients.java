package io.claviger.testkit;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The unmodified AWS SDK for Java, pointed at the service. It never retries, so that a test sees every answer. */
public final class KmsClients implements AutoCloseable {
    private record Key(String accessKeyId, String secret, String region) {}

    private final URI endpoint;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final Map<Key, KmsClient> clients = new ConcurrentHashMap<>();

    public KmsClients(URI endpoint) {
        this.endpoint = endpoint;
    }

    public KmsClient as(Identity identity) {
        return as(identity, ServiceProfile.REGION);
    }

    public KmsClient as(Identity identity, String region) {
        return as(identity.accessKeyId(), identity.secret(), region);
    }

    public KmsClient as(String accessKeyId, String secret, String region) {
        return clients.computeIfAbsent(
                new Key(accessKeyId, secret, region),
                key -> KmsClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.of(region))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                        .httpClient(http)
                        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build());
    }

    @Override
    public void close() {
        clients.values().forEach(KmsClient::close);
        http.close();
    }
}
