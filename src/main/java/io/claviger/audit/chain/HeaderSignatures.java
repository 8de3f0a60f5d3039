package io.claviger.audit.chain;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;

/** Checks signatures of one audit key. Holds a {@link Signature}: one thread at a time. */
final class HeaderSignatures {
    private final Signature signature;

    HeaderSignatures(AuditPublicKey key, Provider provider) throws GeneralSecurityException {
        this.signature = Signature.getInstance(AuditPublicKey.ALGORITHM, provider);
        signature.initVerify(key.in(provider));
    }

    /** Total: whatever a provider throws at an ill-formed signature means that it is not valid. */
    boolean isValid(byte[] message, byte[] candidate) {
        if (candidate.length != Block.SIGNATURE_LENGTH_BYTES) {
            return false;
        }
        try {
            signature.update(message);
            return signature.verify(candidate);
        } catch (SignatureException e) {
            return false;
        }
    }
}
