package io.claviger.http.json;

import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.operation.wire.WireName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records with a member of every type. */
final class Samples {
    private Samples() {}

    record Everything(
            String text,
            Boolean flag,
            Integer number,
            Long longNumber,
            Blob blob,
            SecretBytes secret,
            Instant time,
            List<String> names,
            Map<String, String> context,
            Inner inner,
            List<Inner> inners,
            @WireName("AWSAccountId") String accountId) {}

    record Inner(String tagKey, Blob value) {}

    record Answer(KeyUsage usage, KeyState state, List<KeyUsage> usages, boolean truncated, int count, Instant time) {}

    record NoMembers() {}

    record DecryptRequest(
            Blob ciphertextBlob,
            Map<String, String> encryptionContext,
            List<String> grantTokens,
            String keyId,
            String encryptionAlgorithm,
            Boolean dryRun) {}

    record DecryptResponse(String keyId, SecretBytes plaintext, String encryptionAlgorithm, String keyMaterialId) {}

    static Everything everything() {
        return new Everything(
                "grüße \"\\ 🔑",
                true,
                42,
                1L << 40,
                Blob.copyOf(new byte[] {1, 2, 3}),
                SecretBytes.copyOf(new byte[] {4, 5, 6, 7}),
                Instant.ofEpochMilli(1_571_767_572_317L),
                List.of("a", "b"),
                Map.of("k", "v"),
                new Inner("key", Blob.copyOf(new byte[0])),
                List.of(new Inner("one", null), new Inner(null, null)),
                "111122223333");
    }
}
