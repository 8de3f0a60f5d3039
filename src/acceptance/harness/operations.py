"""The operations of the API, and which of them are built. Move a name from UNBUILT to BUILT when its operation is."""

BUILT = frozenset("""
    CreateKey DescribeKey ListKeys EnableKey DisableKey UpdateKeyDescription ScheduleKeyDeletion CancelKeyDeletion
    Encrypt Decrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateRandom
    CreateAlias UpdateAlias DeleteAlias ListAliases
    TagResource UntagResource ListResourceTags
    GetKeyPolicy PutKeyPolicy ListKeyPolicies GetKeyRotationStatus
    CreateGrant ListGrants ListRetirableGrants RetireGrant RevokeGrant
""".split())

UNBUILT = frozenset("""
    ConnectCustomKeyStore CreateCustomKeyStore Decapsulate DeleteCustomKeyStore DeleteImportedKeyMaterial
    DeriveSharedSecret DescribeCustomKeyStores DisableKeyRotation DisconnectCustomKeyStore EnableKeyRotation
    Encapsulate GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateMac GetKeyLastUsage
    GetParametersForImport GetPublicKey ImportKeyMaterial ListKeyRotations
    ReplicateKey RotateKeyOnDemand Sign UpdateCustomKeyStore UpdatePrimaryRegion
    Verify VerifyMac
""".split())

WITH_EMPTY_ANSWER = frozenset("""
    CreateAlias DeleteAlias DisableKey EnableKey PutKeyPolicy RetireGrant RevokeGrant TagResource UntagResource UpdateAlias
    UpdateKeyDescription
""".split())

assert len(BUILT | UNBUILT) == 56 and not BUILT & UNBUILT
