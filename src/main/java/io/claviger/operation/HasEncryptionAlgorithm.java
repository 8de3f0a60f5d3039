package io.claviger.operation;

/** A request that encrypts or decrypts. */
public interface HasEncryptionAlgorithm {
    /** The algorithm that the action works with: the one sent, or the default. */
    String encryptionAlgorithmFor(String action);
}
