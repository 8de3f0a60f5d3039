package io.claviger.key;

import io.claviger.common.Sha256;
import java.nio.charset.StandardCharsets;

/** A policy document exactly as it was put, byte for byte, and the SHA-256 of its UTF-8 bytes in lower-case hex. */
public record PolicyText(String text, String sha256) {

    public static PolicyText of(String text) {
        return new PolicyText(text, Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
    }
}
