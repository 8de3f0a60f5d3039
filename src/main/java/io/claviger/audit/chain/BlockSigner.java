package io.claviger.audit.chain;

import io.claviger.common.BugException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Signs block headers with the deployment's audit key: Ed25519 (RFC 8032, PureEdDSA, deterministic) of the given JCA
 * provider. Holds a {@link Signature}: one thread at a time.
 */
public final class BlockSigner {
    private static final byte[] PROBE = "claviger audit key check".getBytes(StandardCharsets.US_ASCII);

    private final AuditKeyId keyId;
    private final Signature signature;

    /**
     * Takes the provider's own form of the key and proves with one signature that both halves belong together.
     *
     * @throws BugException if they do not, or the provider has no Ed25519: the caller refuses to start
     */
    public BlockSigner(PrivateKey privateKey, AuditPublicKey publicKey, Provider provider) {
        this.keyId = publicKey.id();
        try {
            this.signature = Signature.getInstance(AuditPublicKey.ALGORITHM, provider);
            signature.initSign(translate(privateKey, provider));
            if (!new HeaderSignatures(publicKey, provider).isValid(PROBE, sign(PROBE))) {
                throw new BugException("the audit private key does not belong to public key " + keyId);
            }
        } catch (GeneralSecurityException e) {
            throw new BugException("the provider cannot sign with the audit key", e);
        }
    }

    public AuditKeyId keyId() {
        return keyId;
    }

    byte[] sign(byte[] header) {
        try {
            signature.update(header);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new BugException("the provider failed to sign a block", e);
        }
    }

    /** A key that does not show its bytes (a token's) goes to the provider as it is. */
    private static PrivateKey translate(PrivateKey key, Provider provider) throws GeneralSecurityException {
        byte[] encoded = key.getEncoded();
        return encoded == null
                ? key
                : KeyFactory.getInstance(AuditPublicKey.ALGORITHM, provider)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
