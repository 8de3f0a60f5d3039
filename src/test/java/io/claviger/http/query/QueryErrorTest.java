package io.claviger.http.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class QueryErrorTest {

    /** wire-protocol.md, section 7. */
    @ParameterizedTest
    @CsvSource({
        "ACCESS_DENIED, AccessDenied, 403",
        "UNRECOGNIZED_CLIENT, InvalidClientTokenId, 403",
        "INVALID_REQUEST_SIGNATURE, SignatureDoesNotMatch, 403",
        "MISSING_AUTHENTICATION_TOKEN, MissingAuthenticationToken, 403",
        "INCOMPLETE_SIGNATURE, IncompleteSignature, 400",
        "EXPIRED_TOKEN, ExpiredToken, 403",
        "EXPIRED_WEB_IDENTITY, ExpiredTokenException, 400",
        "VALIDATION, ValidationError, 400",
        "THROTTLING, Throttling, 400",
        "MALFORMED_POLICY_DOCUMENT, MalformedPolicyDocument, 400",
        "NO_SUCH_ENTITY, NoSuchEntity, 404",
        "ENTITY_ALREADY_EXISTS, EntityAlreadyExists, 409",
        "DELETE_CONFLICT, DeleteConflict, 409",
        "LIMIT_EXCEEDED, LimitExceeded, 409",
        "UNMODIFIABLE_ENTITY, UnmodifiableEntity, 400",
        "INVALID_INPUT, InvalidInput, 400",
        "PACKED_POLICY_TOO_LARGE, PackedPolicyTooLarge, 400",
        "INVALID_IDENTITY_TOKEN, InvalidIdentityToken, 400",
        "IDP_REJECTED_CLAIM, IDPRejectedClaim, 403",
        "IDP_COMMUNICATION_ERROR, IDPCommunicationError, 400",
        "INTERNAL, ServiceFailure, 500",
        "DEPENDENCY_TIMEOUT, ServiceUnavailable, 503",
        "SERIALIZATION, MalformedInput, 400",
        "REQUEST_ENTITY_TOO_LARGE, RequestEntityTooLarge, 413"
    })
    void codesAndStatusesAreThoseOfTheQueryServices(ErrorCode code, String wanted, int status) {
        assertThat(QueryError.of(code).code()).isEqualTo(wanted);
        assertThat(QueryError.of(code).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void faultsAreTheServersForBothProtocolsOrForNone(ErrorCode code) {
        assertThat(QueryError.of(code).isServerFault()).isEqualTo(code.isServerFault());
    }
}
