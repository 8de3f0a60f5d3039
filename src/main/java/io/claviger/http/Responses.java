package io.claviger.http;

import io.claviger.common.ErrorCode;
import io.claviger.operation.Empty;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.pipeline.Answer;
import io.claviger.pipeline.WireCodec;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers as responses of HTTP: the same headers and error bodies at every door, in the content type of each. */
public final class Responses {
    private static final byte[] NO_BODY = new byte[0];

    private final WireCodec codec;
    private final MediaType contentType;

    public Responses(WireCodec codec, MediaType contentType) {
        this.codec = codec;
        this.contentType = contentType;
    }

    public Response of(Answer answer, String requestId) {
        return switch (answer) {
            case Answer.Success(Empty _) -> response(200, NO_BODY, requestId).build();
            case Answer.Success(Record output) -> {
                byte[] body = codec.encode(output);
                RecordSecrets.close(output);
                yield response(200, body, requestId).build();
            }
            case Answer.Failure(ErrorCode code, String message) ->
                error(code.httpStatus(), code, message, requestId).build();
        };
    }

    /** An error with another status than its own. */
    public Response.ResponseBuilder error(int status, ErrorCode code, @Nullable String message, String requestId) {
        return response(status, ErrorBody.encode(code, message), requestId);
    }

    /** Any answer, with the headers that all have. */
    public static Response.ResponseBuilder response(int status, byte[] body, MediaType type, String requestId) {
        return Response.status(status)
                .entity(body)
                .type(type)
                .header("x-amzn-RequestId", requestId)
                .header("Cache-Control", "no-cache, no-store, must-revalidate, private");
    }

    private Response.ResponseBuilder response(int status, byte[] body, String requestId) {
        return response(status, body, contentType, requestId);
    }
}
