package io.claviger.http.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.common.BugException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The JSON of a request that stands partly or wholly in its path and query. */
final class RequestBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    private RequestBody() {}

    /**
     * What the operation decodes. Members of path and query come first in the object that the body is; a body that is no
     * object stays as it is, for the codec to refuse.
     */
    static byte[] of(Routes.Match.Found found, Map<String, String> query, byte[] body) {
        byte[] members = members(found, query);
        int start = afterSpace(body, 0);
        if (members.length == 2 || (start < body.length && body[start] != '{')) {
            return body;
        }
        if (start == body.length) {
            return members;
        }
        ByteArrayOutputStream merged = new ByteArrayOutputStream(members.length + body.length);
        merged.write(members, 0, members.length - 1);
        int rest = afterSpace(body, start + 1);
        if (rest < body.length && body[rest] != '}') {
            merged.write(',');
        }
        merged.write(body, rest, body.length - rest);
        return merged.toByteArray();
    }

    private static byte[] members(Routes.Match.Found found, Map<String, String> query) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Route.Parameter> parameters = found.route().query();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : found.members()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            for (Route.Parameter parameter : parameters) {
                String value = query.get(parameter.name());
                if (value != null) {
                    json.writeFieldName(parameter.member());
                    write(value, parameter.isNumber(), json);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new BugException("members of a path do not encode", e);
        }
        return bytes.toByteArray();
    }

    private static void write(String value, boolean isNumber, JsonGenerator json) throws IOException {
        if (isNumber && NUMBER.matcher(value).matches()) {
            json.writeNumber(value);
        } else {
            json.writeString(value);
        }
    }

    private static int afterSpace(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t' || body[at] == '\n' || body[at] == '\r')) {
            at++;
        }
        return at;
    }
}
