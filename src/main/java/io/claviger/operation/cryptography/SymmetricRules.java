package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.EncryptionAlgorithm;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.operation.DryRunModifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operations on symmetric encryption keys check alike. */
final class SymmetricRules {
    private SymmetricRules() {}

    /** The algorithm asked for, SYMMETRIC_DEFAULT when none is; fails when a key of this spec does not have it. */
    static EncryptionAlgorithm algorithm(@Nullable String requested, KmsKey key) {
        EncryptionAlgorithm algorithm = effective(requested);
        if (!key.spec().encryptionAlgorithms().contains(algorithm)) {
            throw new KmsException(
                    ErrorCode.INVALID_KEY_USAGE,
                    "Algorithm " + algorithm + " is incompatible with key spec " + key.spec() + ".");
        }
        return algorithm;
    }

    static EncryptionAlgorithm effective(@Nullable String requested) {
        return requested == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : EncryptionAlgorithm.valueOf(requested);
    }

    /**
     * Refuses a context that is certainly too long, before anything is looked up or decided by it; {@link #context}
     * counts exactly.
     */
    static void checkLength(@Nullable Map<String, String> pairs) {
        if (pairs == null) {
            return;
        }
        long atLeast = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            atLeast += pair.getKey().length() + pair.getValue().length();
        }
        if (atLeast > EncryptionContext.MAX_CANONICAL_BYTES) {
            throw tooLong();
        }
    }

    private static KmsException tooLong() {
        return new KmsException(
                ErrorCode.VALIDATION,
                "The encryption context is longer than " + EncryptionContext.MAX_CANONICAL_BYTES + " bytes.");
    }

    /** The encryption context; refused above 8 KiB in its canonical form. */
    static EncryptionContext context(@Nullable Map<String, String> pairs) {
        if (pairs == null || pairs.isEmpty()) {
            return EncryptionContext.empty();
        }
        EncryptionContext context;
        try {
            context = EncryptionContext.of(pairs);
        } catch (IllegalArgumentException e) {
            throw new KmsException(ErrorCode.SERIALIZATION, "The encryption context is not valid Unicode.", e);
        }
        if (context.isTooLong()) {
            throw tooLong();
        }
        return context;
    }

    /**
     * The envelope of a ciphertext that this key made. A blob that is not ours is InvalidCiphertextException; one of
     * another key IncorrectKeyException. Related multi-Region keys have the same id and decrypt for each other.
     */
    static CiphertextEnvelope envelope(Blob ciphertext, KmsKey key) {
        CiphertextEnvelope envelope = CiphertextEnvelope.parse(ciphertext.toByteArray())
                .orElseThrow(() -> new KmsException(ErrorCode.INVALID_CIPHERTEXT));
        boolean sameKey = envelope.header().keyId().equals(key.id())
                && envelope.header().account().equals(key.account())
                && (key.id().isMultiRegion() || envelope.header().region().equals(key.region()));
        if (!sameKey) {
            throw incorrectKey();
        }
        return envelope;
    }

    /** A source key that cannot decrypt anything, such as an HMAC key, is as wrong as another key. */
    static void requireEncryptionKey(KmsKey key) {
        if (key.usage() != KeyUsage.ENCRYPT_DECRYPT) {
            throw incorrectKey();
        }
    }

    private static KmsException incorrectKey() {
        return new KmsException(
                ErrorCode.INCORRECT_KEY,
                "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    /**
     * Checks the members that may replace a ciphertext: IGNORE_CIPHERTEXT goes only with a dry run and needs the key id;
     * without it the ciphertext is required.
     */
    static void checkCiphertextOrModifier(
            @Nullable Blob ciphertext,
            @Nullable List<String> modifiers,
            @Nullable Boolean dryRun,
            @Nullable String keyId,
            String keyMember) {
        if (!ignoresCiphertext(modifiers)) {
            if (ciphertext == null) {
                throw missing("ciphertextBlob");
            }
            return;
        }
        if (!Boolean.TRUE.equals(dryRun)) {
            throw new KmsException(ErrorCode.VALIDATION, "DryRunModifiers can only be used when DryRun is true.");
        }
        if (keyId == null) {
            throw missing(keyMember);
        }
    }

    static boolean ignoresCiphertext(@Nullable List<String> modifiers) {
        return modifiers != null && modifiers.contains(DryRunModifier.IGNORE_CIPHERTEXT.name());
    }

    private static KmsException missing(String member) {
        return new KmsException(
                ErrorCode.VALIDATION,
                "1 validation error detected: Value null at '" + member
                        + "' failed to satisfy constraint: Member must not be null");
    }
}
