package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Members of the object that a body is: read without the rest, and put before the rest. */
public final class JsonMembers {
    private static final JsonFactory FACTORY = StrictJson.factory();

    private JsonMembers() {}

    /** Those of the names that the object has, as far as it can be read: what is malformed is left to the codec. */
    public static Map<String, Json> read(byte[] object, Set<String> names) {
        Map<String, Json> found = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            String name = parser.nextFieldName();
            while (name != null) {
                JsonToken first = parser.nextToken();
                if (names.contains(name)) {
                    found.put(name, JsonTreeReader.value(parser, first));
                } else {
                    parser.skipChildren();
                }
                name = parser.nextFieldName();
            }
        } catch (IOException | MalformedJsonException e) {
            return found; // the codec meets the same fault
        }
        return found;
    }

    /**
     * The object with members before its own.
     *
     * @param object bytes whose first, but for white space, is a brace, or that are nothing but white space
     */
    public static byte[] prepend(SequencedMap<String, Json> members, byte[] object) {
        byte[] start = encode(members);
        int brace = afterSpace(object, 0);
        if (brace == object.length) {
            return start;
        }
        if (members.isEmpty()) {
            return object;
        }
        ByteArrayOutputStream merged = new ByteArrayOutputStream(start.length + object.length);
        merged.write(start, 0, start.length - 1);
        int rest = afterSpace(object, brace + 1);
        if (rest < object.length && object[rest] != '}') {
            merged.write(',');
        }
        merged.write(object, rest, object.length - rest);
        return merged.toByteArray();
    }

    /** The index of the first byte from there on that is no white space of JSON; the length where there is none. */
    public static int afterSpace(byte[] text, int from) {
        int at = from;
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static byte[] encode(SequencedMap<String, Json> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            JsonTreeWriter.write(new Json.Obj(members), json);
        } catch (IOException e) {
            throw new BugException("members do not encode", e);
        }
        return bytes.toByteArray();
    }
}
