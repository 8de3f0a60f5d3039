package io.claviger.authz;

import io.claviger.policy.Action;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The actions that a key policy can allow to principals of other accounts (authorization.md, section 1). */
public final class CrossAccount {
    private static final Set<Action> ACTIONS = Stream.of(
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
                    "kms:RevokeGrant")
            .map(Action::of)
            .collect(Collectors.toUnmodifiableSet());

    private CrossAccount() {}

    public static Set<Action> actions() {
        return ACTIONS;
    }

    public static boolean isAllowed(Action action) {
        return ACTIONS.contains(action);
    }
}
