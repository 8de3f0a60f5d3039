package io.claviger.http.query;

import io.claviger.common.ErrorCode;
import io.claviger.http.Responses;
import io.claviger.operation.Empty;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.pipeline.Answer;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers as XML. */
final class QueryAnswers {
    private static final MediaType XML = MediaType.TEXT_XML_TYPE;
    /** Of errors of requests that no API could be found for. */
    private static final String FAULT = "http://webservices.amazon.com/AWSFault/2005-15-09";

    private QueryAnswers() {}

    static Response of(Answer answer, QueryApi api, String action, String requestId) {
        return switch (answer) {
            case Answer.Success(Record output) -> success(output, api, action, requestId);
            case Answer.Failure(ErrorCode code, String message) -> {
                if (code == ErrorCode.UNKNOWN_OPERATION) {
                    yield unknownAction(action, api.version(), requestId);
                }
                QueryError error = QueryError.of(code);
                String text = error.text() == null ? message : error.text();
                yield error(api.namespace(), error, text == null ? error.code() : text, requestId);
            }
        };
    }

    static Response unknownAction(String action, String version, String requestId) {
        return error(
                FAULT,
                new QueryError("InvalidAction", 400, null),
                "Could not find operation " + action + " for version " + version,
                requestId);
    }

    /** An error before any API is known. */
    static Response fault(QueryError error, String message, String requestId) {
        return error(FAULT, error, message, requestId);
    }

    private static Response success(Record output, QueryApi api, String action, String requestId) {
        try (XmlWriter xml = new XmlWriter()) {
            xml.start(action + "Response", api.namespace());
            if (!(output instanceof Empty)) {
                xml.start(action + "Result").members(output).end(action + "Result");
            }
            xml.start("ResponseMetadata")
                    .element("RequestId", requestId)
                    .end("ResponseMetadata")
                    .end(action + "Response");
            return Responses.response(200, xml.toByteArray(), XML, requestId).build();
        } finally {
            RecordSecrets.close(output);
        }
    }

    private static Response error(String namespace, QueryError error, @Nullable String message, String requestId) {
        try (XmlWriter xml = new XmlWriter()) {
            xml.start("ErrorResponse", namespace)
                    .start("Error")
                    .element("Type", error.isServerFault() ? "Receiver" : "Sender")
                    .element("Code", error.code());
            if (message != null) {
                xml.element("Message", message);
            }
            xml.end("Error").element("RequestId", requestId).end("ErrorResponse");
            return Responses.response(error.status(), xml.toByteArray(), XML, requestId)
                    .build();
        }
    }
}
