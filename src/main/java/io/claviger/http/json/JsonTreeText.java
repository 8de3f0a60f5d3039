package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.operation.deployment.JsonText;
import java.io.IOException;
import java.io.StringWriter;

/** Writes documents without white space, as they were read. */
public final class JsonTreeText implements JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public String write(Json value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            JsonTreeWriter.write(value, json);
        } catch (IOException e) {
            throw new BugException("a document does not encode", e);
        }
        return text.toString();
    }
}
