package io.claviger.http.query;

import io.claviger.audit.RequestIds;
import io.claviger.authn.RawCall;
import io.claviger.common.ErrorCode;
import io.claviger.common.Form;
import io.claviger.http.ContentTypes;
import io.claviger.pipeline.Dispatcher;
import io.claviger.pipeline.Invocation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers the requests of the query protocol: a form in the body of a POST, or in the query of a GET. */
@Singleton
public final class QueryDoor {
    private static final int MAX_BYTES = 1 << 20;
    private static final int LONGEST_ECHO = 128;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String NO_VERSION = "NO_VERSION_SPECIFIED";

    private final Dispatcher dispatcher;
    private final RequestIds requestIds;

    public QueryDoor(Dispatcher dispatcher, RequestIds requestIds) {
        this.dispatcher = dispatcher;
        this.requestIds = requestIds;
    }

    /** Whether a POST of that content type is a request of this protocol. */
    public static boolean isForm(String contentType) {
        return ContentTypes.is(contentType, FORM);
    }

    public Uni<Response> post(RawCall call) {
        return handle(call, call.body());
    }

    public Uni<Response> get(RawCall call) {
        return handle(call, call.query().getBytes(StandardCharsets.UTF_8));
    }

    private Uni<Response> handle(RawCall call, byte[] parameters) {
        String requestId = requestIds.next();
        if (parameters.length > MAX_BYTES) {
            return refuse(QueryError.of(ErrorCode.REQUEST_ENTITY_TOO_LARGE), "Request too large", requestId);
        }
        Optional<Form> form = Form.parse(parameters);
        if (form.isEmpty()) {
            return refuse(QueryError.of(ErrorCode.SERIALIZATION), FormDecoder.NOT_A_FORM, requestId);
        }
        Optional<String> action = form.get().value("Action");
        if (action.isEmpty()) {
            return refuse(
                    new QueryError("MissingAction", 400, null),
                    "The request must contain the parameter Action.",
                    requestId);
        }
        String version = form.get().value("Version").orElse(NO_VERSION);
        Optional<QueryApi> api = QueryApi.ofVersion(version);
        if (api.isEmpty()) {
            return Uni.createFrom().item(QueryAnswers.unknownAction(echo(action.get()), echo(version), requestId));
        }
        return dispatcher
                .handle(call, new Invocation(api.get().api(), action.get(), () -> parameters), requestId)
                .map(answer -> QueryAnswers.of(answer, api.get(), echo(action.get()), requestId));
    }

    private static Uni<Response> refuse(QueryError error, String message, String requestId) {
        return Uni.createFrom().item(QueryAnswers.fault(error, message, requestId));
    }

    private static String echo(String text) {
        return text.length() > LONGEST_ECHO ? text.substring(0, LONGEST_ECHO) : text;
    }
}
