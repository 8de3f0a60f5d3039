package io.claviger.key;

/** Where a key's material comes from (API model OriginType). The names are those of the wire. */
public enum Origin {
    AWS_KMS,
    EXTERNAL,
    AWS_CLOUDHSM,
    EXTERNAL_KEY_STORE
}
