package io.claviger.http.query;

import io.claviger.common.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the query protocol has it.
 *
 * @param text the message instead of the one that the error came with; absent where that one stays
 */
record QueryError(String code, int status, @Nullable String text) {
    private static final Map<ErrorCode, QueryError> TABLE = table();

    /** What has no row goes by its name without {@code Exception}, with its own status. */
    static QueryError of(ErrorCode code) {
        QueryError row = TABLE.get(code);
        return row == null ? new QueryError(bare(code.wireName()), code.httpStatus(), null) : row;
    }

    boolean isServerFault() {
        return status >= 500;
    }

    private static String bare(String name) {
        String suffix = "Exception";
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private static Map<ErrorCode, QueryError> table() {
        Map<ErrorCode, QueryError> rows = new EnumMap<>(ErrorCode.class);
        rows.put(ErrorCode.ACCESS_DENIED, new QueryError("AccessDenied", 403, null));
        rows.put(ErrorCode.DEPENDENCY_TIMEOUT, new QueryError("ServiceUnavailable", 503, null));
        rows.put(ErrorCode.EXPIRED_TOKEN, new QueryError("ExpiredToken", 403, null));
        rows.put(ErrorCode.EXPIRED_WEB_IDENTITY, new QueryError("ExpiredTokenException", 400, null));
        rows.put(ErrorCode.IDP_COMMUNICATION_ERROR, new QueryError("IDPCommunicationError", 400, null));
        rows.put(ErrorCode.IDP_REJECTED_CLAIM, new QueryError("IDPRejectedClaim", 403, null));
        rows.put(ErrorCode.INCOMPLETE_SIGNATURE, new QueryError("IncompleteSignature", 400, null));
        rows.put(ErrorCode.INTERNAL, new QueryError("ServiceFailure", 500, null));
        rows.put(ErrorCode.INVALID_MARKER, new QueryError("ValidationError", 400, "Invalid Marker."));
        rows.put(ErrorCode.INVALID_REQUEST_SIGNATURE, new QueryError("SignatureDoesNotMatch", 403, null));
        rows.put(ErrorCode.LIMIT_EXCEEDED, new QueryError("LimitExceeded", 409, null));
        rows.put(
                ErrorCode.MISSING_AUTHENTICATION_TOKEN,
                new QueryError("MissingAuthenticationToken", 403, "Request is missing Authentication Token"));
        rows.put(ErrorCode.SERIALIZATION, new QueryError("MalformedInput", 400, null));
        rows.put(ErrorCode.THROTTLING, new QueryError("Throttling", 400, "Rate exceeded"));
        rows.put(ErrorCode.UNRECOGNIZED_CLIENT, new QueryError("InvalidClientTokenId", 403, null));
        rows.put(ErrorCode.VALIDATION, new QueryError("ValidationError", 400, null));
        return Map.copyOf(rows);
    }
}
