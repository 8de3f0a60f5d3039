package io.claviger.common;

/**
 * Every error that the wire knows: its name there ({@code __type}) and its HTTP status. One row each; the status of
 * every client error of KMS is 400 (recorded from the live service), whatever older API pages print. The query protocol
 * of STS and IAM has names and statuses of its own for some.
 */
public enum ErrorCode {
    // the caller's fault: modelled by the operations
    ALREADY_EXISTS("AlreadyExistsException", 400),
    CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION("CloudHsmClusterInvalidConfigurationException", 400),
    CLOUD_HSM_CLUSTER_IN_USE("CloudHsmClusterInUseException", 400),
    CLOUD_HSM_CLUSTER_NOT_ACTIVE("CloudHsmClusterNotActiveException", 400),
    CLOUD_HSM_CLUSTER_NOT_FOUND("CloudHsmClusterNotFoundException", 400),
    CLOUD_HSM_CLUSTER_NOT_RELATED("CloudHsmClusterNotRelatedException", 400),
    CONFLICT("ConflictException", 400),
    CUSTOM_KEY_STORE_HAS_CMKS("CustomKeyStoreHasCMKsException", 400),
    CUSTOM_KEY_STORE_INVALID_STATE("CustomKeyStoreInvalidStateException", 400),
    CUSTOM_KEY_STORE_NAME_IN_USE("CustomKeyStoreNameInUseException", 400),
    CUSTOM_KEY_STORE_NOT_FOUND("CustomKeyStoreNotFoundException", 400),
    DISABLED("DisabledException", 400),
    DRY_RUN_OPERATION("DryRunOperationException", 400),
    EXPIRED_IMPORT_TOKEN("ExpiredImportTokenException", 400),
    INCORRECT_KEY("IncorrectKeyException", 400),
    INCORRECT_KEY_MATERIAL("IncorrectKeyMaterialException", 400),
    INCORRECT_TRUST_ANCHOR("IncorrectTrustAnchorException", 400),
    INVALID_ALIAS_NAME("InvalidAliasNameException", 400),
    INVALID_ARN("InvalidArnException", 400),
    INVALID_CIPHERTEXT("InvalidCiphertextException", 400),
    INVALID_GRANT_ID("InvalidGrantIdException", 400),
    INVALID_GRANT_TOKEN("InvalidGrantTokenException", 400),
    INVALID_IMPORT_TOKEN("InvalidImportTokenException", 400),
    INVALID_KEY_USAGE("InvalidKeyUsageException", 400),
    INVALID_MARKER("InvalidMarkerException", 400),
    INVALID_MAC("KMSInvalidMacException", 400),
    INVALID_SIGNATURE("KMSInvalidSignatureException", 400),
    INVALID_STATE("KMSInvalidStateException", 400),
    LIMIT_EXCEEDED("LimitExceededException", 400),
    MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocumentException", 400),
    NOT_FOUND("NotFoundException", 400),
    TAG("TagException", 400),
    UNSUPPORTED_OPERATION("UnsupportedOperationException", 400),
    XKS_KEY_ALREADY_IN_USE("XksKeyAlreadyInUseException", 400),
    XKS_KEY_INVALID_CONFIGURATION("XksKeyInvalidConfigurationException", 400),
    XKS_KEY_NOT_FOUND("XksKeyNotFoundException", 400),
    XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL("XksProxyIncorrectAuthenticationCredentialException", 400),
    XKS_PROXY_INVALID_CONFIGURATION("XksProxyInvalidConfigurationException", 400),
    XKS_PROXY_INVALID_RESPONSE("XksProxyInvalidResponseException", 400),
    XKS_PROXY_URI_ENDPOINT_IN_USE("XksProxyUriEndpointInUseException", 400),
    XKS_PROXY_URI_IN_USE("XksProxyUriInUseException", 400),
    XKS_PROXY_URI_UNREACHABLE("XksProxyUriUnreachableException", 400),
    XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE("XksProxyVpcEndpointServiceInUseException", 400),
    XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION(
            "XksProxyVpcEndpointServiceInvalidConfigurationException", 400),
    XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND("XksProxyVpcEndpointServiceNotFoundException", 400),

    // the caller's fault: modelled by the operations of IAM and STS alone
    DELETE_CONFLICT("DeleteConflictException", 409),
    ENTITY_ALREADY_EXISTS("EntityAlreadyExistsException", 409),
    EXPIRED_WEB_IDENTITY("ExpiredTokenException", 400),
    IDP_COMMUNICATION_ERROR("IDPCommunicationErrorException", 400),
    IDP_REJECTED_CLAIM("IDPRejectedClaimException", 403),
    INVALID_IDENTITY_TOKEN("InvalidIdentityTokenException", 400),
    INVALID_INPUT("InvalidInputException", 400),
    NO_SUCH_ENTITY("NoSuchEntityException", 404),
    PACKED_POLICY_TOO_LARGE("PackedPolicyTooLargeException", 400),
    POLICY_NOT_ATTACHABLE("PolicyNotAttachableException", 400),
    UNMODIFIABLE_ENTITY("UnmodifiableEntityException", 400),

    // the caller's fault: common to all operations
    ACCESS_DENIED("AccessDeniedException", 400),
    EXPIRED_TOKEN("ExpiredTokenException", 400),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400),
    INVALID_REQUEST_SIGNATURE("InvalidSignatureException", 400),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 400),
    NOT_AUTHORIZED("NotAuthorizedException", 400),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLargeException", 413),
    SERIALIZATION("SerializationException", 400),
    THROTTLING("ThrottlingException", 400),
    UNKNOWN_OPERATION("UnknownOperationException", 400),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400),
    VALIDATION("ValidationException", 400),

    // our fault, or that of something we stand on
    DEPENDENCY_TIMEOUT("DependencyTimeoutException", 503),
    INTERNAL("KMSInternalException", 500),
    KEY_UNAVAILABLE("KeyUnavailableException", 500);

    private final String wireName;
    private final int httpStatus;

    ErrorCode(String wireName, int httpStatus) {
        this.wireName = wireName;
        this.httpStatus = httpStatus;
    }

    /** The bare exception name, as sent in {@code __type}. */
    public String wireName() {
        return wireName;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** AccessDeniedException alone spells its member {@code Message}. */
    public String messageMember() {
        return this == ACCESS_DENIED ? "Message" : "message";
    }

    public boolean isServerFault() {
        return httpStatus >= 500;
    }
}
