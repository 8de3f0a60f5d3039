package io.claviger.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes whole HTTP requests, signed by Signature Version 4; good for five minutes. */
final class Signer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNED_HEADERS = "content-type;host;x-amz-date;x-amz-target";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private final String accessKeyId;
    private final String secret;
    private final String region;

    Signer(String accessKeyId, String secret, String region) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
        this.region = region;
    }

    /** The bytes to send for one call. */
    ByteBuffer request(String host, String operation, String body, Instant now) {
        String time = TIME.format(now);
        String day = time.substring(0, 8);
        String scope = day + "/" + region + "/kms/aws4_request";
        String target = "TrentService." + operation;
        byte[] bodyBytes = utf8(body);
        String canonical = "POST\n/\n\ncontent-type:" + CONTENT_TYPE + "\nhost:" + host + "\nx-amz-date:" + time
                + "\nx-amz-target:" + target + "\n\n" + SIGNED_HEADERS + "\n" + hex(sha256(bodyBytes));
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(utf8(canonical)));
        byte[] key = hmac(hmac(hmac(hmac(utf8("AWS4" + secret), day), region), "kms"), "aws4_request");
        byte[] head = utf8("POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + CONTENT_TYPE + "\r\nX-Amz-Date: "
                + time + "\r\nX-Amz-Target: " + target + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + accessKeyId
                + "/" + scope + ", SignedHeaders=" + SIGNED_HEADERS + ", Signature=" + hex(hmac(key, toSign))
                + "\r\nUser-Agent: claviger-bench\r\nContent-Length: " + bodyBytes.length + "\r\n\r\n");
        return ByteBuffer.allocateDirect(head.length + bodyBytes.length)
                .put(head)
                .put(bodyBytes)
                .flip();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
