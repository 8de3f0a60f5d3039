package io.claviger.key;

import io.claviger.common.BugException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A policy document exactly as it was put, byte for byte, and the SHA-256 of its UTF-8 bytes in lower-case hex. */
public record PolicyText(String text, String sha256) {

    public static PolicyText of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new PolicyText(text, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new BugException("no SHA-256", e);
        }
    }
}
