package io.claviger.operation;

import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import org.jspecify.annotations.Nullable;

/** API model RecipientInfo: the attestation document of an enclave that the answer is to be encrypted for. */
public record RecipientInfo(
        @Length(min = 1, max = 262_144) @NotAudited @Nullable
        Blob attestationDocument,

        @OneOf(KeyEncryptionMechanism.class) @Nullable String keyEncryptionAlgorithm) {

    /** API model KeyEncryptionMechanism. */
    public enum KeyEncryptionMechanism {
        RSAES_OAEP_SHA_256
    }

    /** No attestation root is configured, so no document can be verified: refused, never ignored. */
    public static void refuse(@Nullable RecipientInfo recipient) {
        if (recipient != null) {
            throw new KmsException(ErrorCode.UNSUPPORTED_OPERATION, "Recipient is not supported.");
        }
    }
}
