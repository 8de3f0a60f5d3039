package io.claviger.http.rest;

import io.claviger.audit.RequestIds;
import io.claviger.authn.RawCall;
import io.claviger.common.ErrorCode;
import io.claviger.http.ContentTypes;
import io.claviger.http.RawCalls;
import io.claviger.http.Responses;
import io.claviger.pipeline.Answer;
import io.claviger.pipeline.Dispatcher;
import io.claviger.pipeline.Invocation;
import io.claviger.pipeline.WireCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * The one endpoint of everything under {@code /v1}: the {@linkplain Routes table of routes} says what a request calls.
 * Routes are found in the path as it was sent, which is what was signed; nothing is normalized.
 */
@Path("/v1")
@Singleton
public final class RestResource {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final String ANY_PATH = "{path:.*}";
    private static final byte[] NO_BODY = new byte[0];

    private final Dispatcher dispatcher;
    private final Responses responses;
    private final RequestIds requestIds;

    public RestResource(Dispatcher dispatcher, WireCodec codec, RequestIds requestIds) {
        this.dispatcher = dispatcher;
        this.responses = new Responses(codec, MediaType.APPLICATION_JSON_TYPE);
        this.requestIds = requestIds;
    }

    @GET
    @Path(ANY_PATH)
    public Uni<Response> get(@Context HttpServerRequest request) {
        return handle(request, NO_BODY);
    }

    @POST
    @Path(ANY_PATH)
    public Uni<Response> post(@Context HttpServerRequest request, byte @Nullable [] body) {
        return handle(request, body);
    }

    @PUT
    @Path(ANY_PATH)
    public Uni<Response> put(@Context HttpServerRequest request, byte @Nullable [] body) {
        return handle(request, body);
    }

    @PATCH
    @Path(ANY_PATH)
    public Uni<Response> patch(@Context HttpServerRequest request, byte @Nullable [] body) {
        return handle(request, body);
    }

    @DELETE
    @Path(ANY_PATH)
    public Uni<Response> delete(@Context HttpServerRequest request, byte @Nullable [] body) {
        return handle(request, body);
    }

    @HEAD
    @Path(ANY_PATH)
    public Uni<Response> head(@Context HttpServerRequest request) {
        return handle(request, NO_BODY);
    }

    @OPTIONS
    @Path(ANY_PATH)
    public Uni<Response> options(@Context HttpServerRequest request) {
        return handle(request, NO_BODY);
    }

    /** The one thing that fails before: a Content-Type that is none. */
    @ServerExceptionMapper
    public Response unreadable(WebApplicationException failure) {
        return wrongContentType(newRequestId());
    }

    private Uni<Response> handle(HttpServerRequest request, byte @Nullable [] body) {
        String requestId = newRequestId();
        RawCall call = RawCalls.of(request, body == null ? NO_BODY : body);
        Optional<List<String>> path = PathText.segments(call.path());
        Optional<Map<String, List<String>>> query = PathText.parameters(call.query());
        if (path.isEmpty() || query.isEmpty()) {
            return answer(responses.error(
                    400, ErrorCode.VALIDATION, "The path or the query of the request is malformed.", requestId));
        }
        return switch (Routes.find(call.method(), path.get())) {
            case Routes.Match.Nothing _ -> answer(responses.error(404, ErrorCode.UNKNOWN_OPERATION, null, requestId));
            case Routes.Match.WrongMethod wrong ->
                answer(responses
                        .error(405, ErrorCode.UNKNOWN_OPERATION, null, requestId)
                        .header("Allow", String.join(", ", wrong.allowed())));
            case Routes.Match.Found found -> call(call, found, query.get(), requestId);
        };
    }

    private Uni<Response> call(
            RawCall call, Routes.Match.Found found, Map<String, List<String>> query, String requestId) {
        byte[] body = call.body();
        if (body.length > MAX_BODY_BYTES) {
            Answer tooLarge = new Answer.Failure(ErrorCode.REQUEST_ENTITY_TOO_LARGE, null);
            return Uni.createFrom().item(responses.of(tooLarge, requestId));
        }
        if (body.length > 0 && !isJson(call.header("Content-Type").orElse(""))) {
            return Uni.createFrom().item(wrongContentType(requestId));
        }
        Route route = found.route();
        Invocation invocation =
                new Invocation(route.api(), route.operation(), () -> RequestBody.of(found, query, body));
        return dispatcher.handle(call, invocation, requestId).map(answer -> responses.of(answer, requestId));
    }

    private Response wrongContentType(String requestId) {
        return responses
                .error(415, ErrorCode.SERIALIZATION, "The Content-Type must be application/json.", requestId)
                .build();
    }

    /** Parameters of the type do not matter: JSON is UTF-8 (RFC 8259, section 8.1). */
    private static boolean isJson(String contentType) {
        return ContentTypes.is(contentType, MediaType.APPLICATION_JSON);
    }

    private static Uni<Response> answer(Response.ResponseBuilder response) {
        return Uni.createFrom().item(response.build());
    }

    private String newRequestId() {
        return requestIds.next();
    }
}
