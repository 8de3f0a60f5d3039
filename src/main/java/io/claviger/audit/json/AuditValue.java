package io.claviger.audit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.EnumNames;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A value as CloudTrail writes it. Bytes, secret or not, are not shown. */
final class AuditValue {
    /** {@code Aug 10, 2022, 10:38:27 PM}, in UTC. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d, uuuu, h:mm:ss a", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private AuditValue() {}

    /** A structure of which nothing may be shown is not shown either. */
    static boolean isShown(Object value) {
        return switch (value) {
            case Blob bytes -> false;
            case SecretBytes secret -> false;
            case Json document -> false;
            case Record structure -> AuditedRecord.of(structure.getClass()).showsAnything(structure);
            default -> true;
        };
    }

    static void write(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Instant time -> json.writeString(DATE.format(time));
            case Enum<?> constant -> json.writeString(EnumNames.of(constant));
            case Map<?, ?> map -> writeMap(map, json);
            case List<?> list -> writeList(list, json);
            case Record structure -> AuditedRecord.of(structure.getClass()).write(structure, json);
            default ->
                throw new BugException(
                        "not for an audit record: " + value.getClass().getName());
        }
    }

    static void writeMap(Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writePairs(map, json);
        json.writeEndObject();
    }

    /** Into an open object; pairs without a value, or with one that is not shown, are left out. */
    static void writePairs(Map<?, ?> map, JsonGenerator json) throws IOException {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object value = entry.getValue();
            if (value != null && isShown(value)) {
                json.writeFieldName((String) entry.getKey());
                write(value, json);
            }
        }
    }

    private static void writeList(List<?> list, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Object item : list) {
            if (isShown(item)) {
                write(item, json);
            }
        }
        json.writeEndArray();
    }
}
