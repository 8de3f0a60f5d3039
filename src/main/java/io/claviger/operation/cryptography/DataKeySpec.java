package io.claviger.operation.cryptography;

import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import org.jspecify.annotations.Nullable;

/** API model DataKeySpec: the length of a data key by name. */
public enum DataKeySpec {
    AES_256(32),
    AES_128(16);

    private final int lengthBytes;

    DataKeySpec(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    /** A request names its length in exactly one of two ways. */
    static void requireOne(@Nullable String keySpec, @Nullable Integer numberOfBytes) {
        if ((keySpec == null) == (numberOfBytes == null)) {
            throw new KmsException(ErrorCode.VALIDATION, "Please specify either number of bytes or key spec.");
        }
    }

    static int lengthBytes(@Nullable String keySpec, @Nullable Integer numberOfBytes) {
        if (keySpec != null) {
            return valueOf(keySpec).lengthBytes;
        }
        if (numberOfBytes != null) {
            return numberOfBytes;
        }
        throw new BugException("neither number of bytes nor key spec");
    }
}
