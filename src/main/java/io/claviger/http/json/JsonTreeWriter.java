package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.common.Json;
import java.io.IOException;
import java.util.Map;

/** Writes documents as they are; numbers keep their text. */
final class JsonTreeWriter {
    private JsonTreeWriter() {}

    static void write(Json value, JsonGenerator json) throws IOException {
        switch (value) {
            case Json.Obj object -> {
                json.writeStartObject();
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    json.writeFieldName(member.getKey());
                    write(member.getValue(), json);
                }
                json.writeEndObject();
            }
            case Json.Arr array -> {
                json.writeStartArray();
                for (Json item : array.items()) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case Json.Str text -> json.writeString(text.value());
            case Json.Num number -> json.writeNumber(number.text());
            case Json.Bool flag -> json.writeBoolean(flag.value());
            case Json.Null nothing -> json.writeNull();
        }
    }
}
