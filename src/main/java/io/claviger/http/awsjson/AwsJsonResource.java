package io.claviger.http.awsjson;

import io.claviger.audit.RequestIds;
import io.claviger.authn.RawCall;
import io.claviger.common.ErrorCode;
import io.claviger.operation.Empty;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.pipeline.Answer;
import io.claviger.pipeline.Dispatcher;
import io.claviger.pipeline.WireCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one endpoint of the AWS wire. */
@Path("/")
@Singleton
public final class AwsJsonResource {
    /** The largest request of the API (a policy of 131,072 characters, escaped) fits in with room to spare. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private static final MediaType CONTENT_TYPE = new MediaType("application", "x-amz-json-1.1");
    private static final String TARGET_PREFIX = "TrentService.";
    private static final byte[] NO_BODY = new byte[0];

    private final Dispatcher dispatcher;
    private final WireCodec codec;
    private final RequestIds requestIds;

    public AwsJsonResource(Dispatcher dispatcher, WireCodec codec, RequestIds requestIds) {
        this.dispatcher = dispatcher;
        this.codec = codec;
        this.requestIds = requestIds;
    }

    @POST
    public Uni<Response> post(@Context HttpServerRequest request, byte @Nullable [] body) {
        String requestId = requestIds.next();
        byte[] bytes = body == null ? NO_BODY : body;
        if (bytes.length > MAX_BODY_BYTES) {
            return Uni.createFrom()
                    .item(respond(new Answer.Failure(ErrorCode.REQUEST_ENTITY_TOO_LARGE, null), requestId));
        }
        RawCall call = RawCalls.of(request, bytes);
        return dispatcher
                .handle(call, operation(request.getHeader("X-Amz-Target")), requestId)
                .map(answer -> respond(answer, requestId));
    }

    /** The one thing that fails before {@link #post}: a Content-Type that is none. It does not matter to us otherwise. */
    @ServerExceptionMapper
    public Response unreadable(WebApplicationException failure) {
        String requestId = requestIds.next();
        return respond(new Answer.Failure(ErrorCode.SERIALIZATION, null), requestId);
    }

    private static @Nullable String operation(@Nullable String target) {
        return target != null && target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : null;
    }

    private Response respond(Answer answer, String requestId) {
        return switch (answer) {
            case Answer.Success(Empty _) -> response(200, NO_BODY, requestId);
            case Answer.Success(Record output) -> {
                byte[] body = codec.encode(output);
                RecordSecrets.close(output);
                yield response(200, body, requestId);
            }
            case Answer.Failure(ErrorCode code, String message) ->
                response(code.httpStatus(), ErrorBody.encode(code, message), requestId);
        };
    }

    private static Response response(int status, byte[] body, String requestId) {
        return Response.status(status)
                .entity(body)
                .type(CONTENT_TYPE)
                .header("x-amzn-RequestId", requestId)
                .header("Cache-Control", "no-cache, no-store, must-revalidate, private")
                .build();
    }
}
