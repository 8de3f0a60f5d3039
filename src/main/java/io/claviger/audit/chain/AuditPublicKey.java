package io.claviger.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public half of an audit key: Ed25519 (RFC 8032), as SubjectPublicKeyInfo (RFC 8410). Only the one DER encoding
 * that the standard allows is accepted, so equal keys have equal bytes and equal ids.
 */
public final class AuditPublicKey {
    static final String ALGORITHM = "Ed25519";

    /** SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }: RFC 8410, section 4. */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int SPKI_LENGTH = SPKI_PREFIX.length + 32;
    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";

    private final byte[] spki;
    private final AuditKeyId id;

    private AuditPublicKey(byte[] spki) {
        this.spki = spki;
        this.id = AuditKeyId.ofSpki(spki);
    }

    /** Reads a DER SubjectPublicKeyInfo; anything but an Ed25519 key is an {@link IllegalArgumentException}. */
    public static AuditPublicKey ofSpki(byte[] spki) {
        if (spki.length != SPKI_LENGTH
                || !Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
            throw new IllegalArgumentException("not an Ed25519 public key (SubjectPublicKeyInfo)");
        }
        return new AuditPublicKey(spki.clone());
    }

    /** Reads one PEM block (RFC 7468) and nothing besides; otherwise an {@link IllegalArgumentException}. */
    public static AuditPublicKey ofPem(String pem) {
        String text = pem.strip();
        if (text.length() < PEM_BEGIN.length() + PEM_END.length()
                || !text.startsWith(PEM_BEGIN)
                || !text.endsWith(PEM_END)) {
            throw new IllegalArgumentException("not one PEM block of type PUBLIC KEY");
        }
        String body = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
        return ofSpki(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
    }

    /** The same key as PEM, for a file that a verifier is given. */
    public String toPem() {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(spki);
        return PEM_BEGIN + "\n" + body + "\n" + PEM_END + "\n";
    }

    public AuditKeyId id() {
        return id;
    }

    public byte[] toSpki() {
        return spki.clone();
    }

    /** The key for a provider's {@code Signature}. */
    PublicKey in(Provider provider) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM, provider).generatePublic(new X509EncodedKeySpec(spki));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditPublicKey that && Arrays.equals(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    @Override
    public String toString() {
        return "audit key " + id;
    }
}
