package io.claviger.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.claviger.common.SecretBytes;
import io.claviger.http.json.Samples.DecryptRequest;
import io.claviger.http.json.Samples.DecryptResponse;

/** How long a Decrypt takes to decode and encode, on one thread: run by hand. Not a test. */
final class WireCodecMeasurement {
    private static final int CALLS = 300_000;

    private WireCodecMeasurement() {}

    public static void main(String[] arguments) {
        JacksonWireCodec codec = new JacksonWireCodec();
        byte[] body = ("{\"KeyId\":\"arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\","
                        + "\"CiphertextBlob\":\"" + "QUJD".repeat(64)
                        + "\",\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\","
                        + "\"EncryptionContext\":{\"tenant\":\"acme\",\"purpose\":\"backup\"}}")
                .getBytes(UTF_8);
        DecryptResponse response = new DecryptResponse(
                "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                SecretBytes.copyOf(new byte[32]),
                "SYMMETRIC_DEFAULT",
                "0".repeat(64));
        long kept = 0;
        for (int round = 0; round < 8; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                kept += codec.decode(body, DecryptRequest.class).keyId().length();
            }
            long middle = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                kept += codec.encode(response).length;
            }
            long end = System.nanoTime();
            System.out.printf(
                    "decode %d bytes %.2f us, encode %.2f us (%d)%n",
                    body.length, (middle - start) / 1000.0 / CALLS, (end - middle) / 1000.0 / CALLS, kept);
        }
    }
}
