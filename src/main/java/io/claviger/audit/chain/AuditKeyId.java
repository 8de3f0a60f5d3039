package io.claviger.audit.chain;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names an audit key: the first 16 bytes of SHA-256 over its public key (DER SubjectPublicKeyInfo), in lower-case
 * hexadecimal. Derived and not given, so that a public key alone says which blocks it can verify, and no list of names
 * has to be trusted.
 */
public record AuditKeyId(String hex) {
    static final int LENGTH_BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public AuditKeyId {
        if (!SHAPE.matcher(hex).matches()) {
            throw new IllegalArgumentException("an audit key id has 32 lower-case hexadecimal digits");
        }
    }

    static AuditKeyId ofSpki(byte[] spki) {
        return ofBytes(Arrays.copyOf(Hash.sha256(spki).toBytes(), LENGTH_BYTES));
    }

    static AuditKeyId ofBytes(byte[] bytes) {
        return new AuditKeyId(HexFormat.of().formatHex(bytes));
    }

    byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
