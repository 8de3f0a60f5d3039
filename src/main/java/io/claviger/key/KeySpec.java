package io.claviger.key;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The key specs of the API, a row each: legal usages and the algorithms that a key of this spec lists. Whether a spec
 * is built yet is one of its facts: CreateKey refuses the others.
 */
public enum KeySpec {
    SYMMETRIC_DEFAULT(true, true, List.of(EncryptionAlgorithm.SYMMETRIC_DEFAULT), KeyUsage.ENCRYPT_DECRYPT),
    RSA_2048(false, true, Lists.OAEP, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
    RSA_3072(false, true, Lists.OAEP, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
    RSA_4096(false, true, Lists.OAEP, KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
    ECC_NIST_P256(false, true, List.of(), KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
    ECC_NIST_P384(false, true, List.of(), KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
    ECC_NIST_P521(false, true, List.of(), KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
    ECC_SECG_P256K1(false, true, List.of(), KeyUsage.SIGN_VERIFY),
    ECC_NIST_EDWARDS25519(false, false, List.of(), KeyUsage.SIGN_VERIFY),
    HMAC_224(false, true, List.of(), KeyUsage.GENERATE_VERIFY_MAC),
    HMAC_256(false, true, List.of(), KeyUsage.GENERATE_VERIFY_MAC),
    HMAC_384(false, true, List.of(), KeyUsage.GENERATE_VERIFY_MAC),
    HMAC_512(false, true, List.of(), KeyUsage.GENERATE_VERIFY_MAC),
    ML_DSA_44(false, false, List.of(), KeyUsage.SIGN_VERIFY),
    ML_DSA_65(false, false, List.of(), KeyUsage.SIGN_VERIFY),
    ML_DSA_87(false, false, List.of(), KeyUsage.SIGN_VERIFY),
    ML_KEM_512(false, false, List.of(), KeyUsage.ENCAPSULATE_DECAPSULATE),
    ML_KEM_768(false, false, List.of(), KeyUsage.ENCAPSULATE_DECAPSULATE),
    ML_KEM_1024(false, false, List.of(), KeyUsage.ENCAPSULATE_DECAPSULATE);

    private final boolean built;
    private final boolean customerMasterKeySpec;
    private final List<EncryptionAlgorithm> encryptionAlgorithms;
    private final Set<KeyUsage> usages;

    KeySpec(
            boolean built,
            boolean customerMasterKeySpec,
            List<EncryptionAlgorithm> encryptionAlgorithms,
            KeyUsage firstUsage,
            KeyUsage... moreUsages) {
        this.built = built;
        this.customerMasterKeySpec = customerMasterKeySpec;
        this.encryptionAlgorithms = encryptionAlgorithms;
        this.usages = EnumSet.of(firstUsage, moreUsages);
    }

    /** Whether keys of this spec can be made here. */
    public boolean isBuilt() {
        return built;
    }

    /** Whether the deprecated enum CustomerMasterKeySpec has a value of this name. */
    public boolean isCustomerMasterKeySpec() {
        return customerMasterKeySpec;
    }

    public boolean mayBeUsedFor(KeyUsage usage) {
        return usages.contains(usage);
    }

    /** What a key of this spec lists when its usage is ENCRYPT_DECRYPT, in the order of AWS's answers. */
    public List<EncryptionAlgorithm> encryptionAlgorithms() {
        return encryptionAlgorithms;
    }

    public boolean isSymmetricEncryption() {
        return this == SYMMETRIC_DEFAULT;
    }

    private static final class Lists {
        static final List<EncryptionAlgorithm> OAEP =
                List.of(EncryptionAlgorithm.RSAES_OAEP_SHA_1, EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    }
}
