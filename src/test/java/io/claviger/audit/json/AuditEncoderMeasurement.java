package io.claviger.audit.json;

import io.claviger.audit.AuditEvent;
import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.Blob;
import io.claviger.common.Region;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.NotAudited;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** How long the record of a Decrypt takes, on one thread: run by hand. Not a test. */
final class AuditEncoderMeasurement {
    private static final int CALLS = 200_000;

    record Decrypt(
            Blob ciphertextBlob,
            Map<String, String> encryptionContext,
            @NotAudited List<String> grantTokens,
            String keyId,
            @AuditDefault("SYMMETRIC_DEFAULT") String encryptionAlgorithm) {}

    private AuditEncoderMeasurement() {}

    public static void main(String[] arguments) {
        JsonAuditEncoder encoder = new JsonAuditEncoder();
        AuditEvent event = event();
        long kept = 0;
        for (int round = 0; round < 8; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                kept += encoder.encode(event).length;
            }
            System.out.printf(
                    "audit record of %d bytes %.2f us%n",
                    kept / CALLS / (round + 1), (System.nanoTime() - start) / 1000.0 / CALLS);
        }
    }

    private static AuditEvent event() {
        AccountId account = new AccountId("111122223333");
        String arn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        SequencedMap<String, Object> data = new LinkedHashMap<>();
        data.put("keyMaterialId", "0".repeat(64));
        return new AuditEvent(
                "5c6d2b52-8f0c-4d9a-9d55-0f6fd1d4fb5e",
                "0f6fd1d4-8f0c-4d9a-9d55-5c6d2b52fb5e",
                Instant.parse("2025-05-20T20:45:00.987Z"),
                AwsApi.KMS,
                "Decrypt",
                true,
                new Caller(new Caller.User(account, "/", "Alice", "AIDAEXAMPLE"), "AKIAEXAMPLE"),
                new Region("us-west-2"),
                "192.0.2.0",
                "aws-sdk-java/2.57.8 md/io#sync md/http#UrlConnection ua/2.1 os/Linux#6.1 lang/java#25",
                new RawCall.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256"),
                "kms.us-west-2.example",
                new Decrypt(Blob.copyOf(new byte[180]), Map.of("tenant", "acme"), null, arn, null),
                null,
                null,
                null,
                data,
                null,
                List.of(new AuditEvent.Resource(account, arn)),
                null);
    }
}
