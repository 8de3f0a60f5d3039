package io.claviger.key;

/** API model EncryptionAlgorithmSpec. The names are those of the wire. */
public enum EncryptionAlgorithm {
    SYMMETRIC_DEFAULT,
    RSAES_OAEP_SHA_1,
    RSAES_OAEP_SHA_256,
    SM2PKE
}
