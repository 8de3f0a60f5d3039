package io.claviger.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of an error answer: {@code __type}, and the message where there is one. */
final class ErrorBody {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ErrorBody() {}

    static byte[] encode(ErrorCode code, @Nullable String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("__type", code.wireName());
            if (message != null) {
                json.writeStringField(code.messageMember(), message);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new BugException("an error body cannot be written", e);
        }
        return out.toByteArray();
    }
}
