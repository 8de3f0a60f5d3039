package io.claviger.authz;

import java.util.Set;

/** The actions that a key policy can allow to principals of other accounts (authorization.md, section 1). */
final class CrossAccount {
    private static final Set<String> ACTIONS = Set.of(
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:GenerateDataKeyPair",
            "kms:GenerateDataKeyPairWithoutPlaintext",
            "kms:GenerateMac",
            "kms:VerifyMac",
            "kms:Sign",
            "kms:Verify",
            "kms:DeriveSharedSecret",
            "kms:Encapsulate",
            "kms:Decapsulate",
            "kms:CreateGrant",
            "kms:DescribeKey",
            "kms:GetKeyRotationStatus",
            "kms:GetPublicKey",
            "kms:ListGrants",
            "kms:RetireGrant",
            "kms:RevokeGrant");

    private CrossAccount() {}

    static boolean isAllowed(String action) {
        return ACTIONS.contains(action);
    }
}
