package io.claviger.http.awsjson;

import io.claviger.audit.RequestIds;
import io.claviger.authn.RawCall;
import io.claviger.common.ErrorCode;
import io.claviger.http.RawCalls;
import io.claviger.http.Responses;
import io.claviger.http.query.QueryDoor;
import io.claviger.pipeline.Answer;
import io.claviger.pipeline.Dispatcher;
import io.claviger.pipeline.Invocation;
import io.claviger.pipeline.WireCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one endpoint of the AWS wire. Requests of the query protocol go on to {@link QueryDoor}. */
@Path("/")
@Singleton
public final class AwsJsonResource {
    /** The largest request of the API (a policy of 131,072 characters, escaped) fits in with room to spare. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private static final MediaType CONTENT_TYPE = new MediaType("application", "x-amz-json-1.1");
    private static final String TARGET_PREFIX = "TrentService.";
    private static final byte[] NO_BODY = new byte[0];

    private final Dispatcher dispatcher;
    private final Responses responses;
    private final RequestIds requestIds;
    private final QueryDoor queries;

    public AwsJsonResource(Dispatcher dispatcher, WireCodec codec, RequestIds requestIds, QueryDoor queries) {
        this.dispatcher = dispatcher;
        this.responses = new Responses(codec, CONTENT_TYPE);
        this.requestIds = requestIds;
        this.queries = queries;
    }

    @POST
    public Uni<Response> post(@Context HttpServerRequest request, byte @Nullable [] body) {
        byte[] bytes = body == null ? NO_BODY : body;
        String contentType = request.getHeader("Content-Type");
        // a form with a target is a JSON request whose client says nothing of its content type
        if (request.getHeader("X-Amz-Target") == null && contentType != null && QueryDoor.isForm(contentType)) {
            return queries.post(RawCalls.of(request, bytes));
        }
        String requestId = requestIds.next();
        if (bytes.length > MAX_BODY_BYTES) {
            return Uni.createFrom()
                    .item(responses.of(new Answer.Failure(ErrorCode.REQUEST_ENTITY_TOO_LARGE, null), requestId));
        }
        RawCall call = RawCalls.of(request, bytes);
        return dispatcher
                .handle(call, Invocation.aws(operation(request.getHeader("X-Amz-Target")), bytes), requestId)
                .map(answer -> responses.of(answer, requestId));
    }

    @GET
    public Uni<Response> get(@Context HttpServerRequest request) {
        return queries.get(RawCalls.of(request, NO_BODY));
    }

    /** The one thing that fails before {@link #post}: a Content-Type that is none. It does not matter to us otherwise. */
    @ServerExceptionMapper
    public Response unreadable(WebApplicationException failure) {
        String requestId = requestIds.next();
        return responses.of(new Answer.Failure(ErrorCode.SERIALIZATION, null), requestId);
    }

    private static @Nullable String operation(@Nullable String target) {
        return target != null && target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : null;
    }
}
