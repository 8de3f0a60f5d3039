package io.claviger.http.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.EnumNames;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How to write a record of one class, worked out once. */
final class RecordWriter {
    private static final ClassValue<RecordWriter> WRITERS = new ClassValue<>() {
        @Override
        protected RecordWriter computeValue(Class<?> type) {
            return new RecordWriter(RecordShape.of(type.asSubclass(Record.class)));
        }
    };

    private record Member(WireMember wire, SerializableString name) {}

    private final List<Member> members;
    private final boolean isWholeBody;

    private RecordWriter(RecordShape shape) {
        this.isWholeBody = shape.wholeBody().isPresent();
        this.members = shape.members().stream()
                .map(wire -> new Member(wire, new SerializedString(wire.wireName())))
                .toList();
    }

    static RecordWriter of(Class<? extends Record> type) {
        return WRITERS.get(type);
    }

    void write(Record record, JsonGenerator json) throws IOException {
        if (isWholeBody) {
            writeValue(Objects.requireNonNull(members.getFirst().wire.valueIn(record)), json);
            return;
        }
        json.writeStartObject();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object value = member.wire.valueIn(record);
            if (value != null) {
                json.writeFieldName(member.name);
                writeValue(value, json);
            }
        }
        json.writeEndObject();
    }

    private static void writeValue(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Blob blob -> writeBytes(blob.toByteArray(), json);
            case SecretBytes secret -> writeSecret(secret, json);
            case Enum<?> constant -> json.writeString(EnumNames.of(constant));
            case Boolean flag -> json.writeBoolean(flag);
            case Instant time -> writeTimestamp(time, json);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Json document -> JsonTreeWriter.write(document, json);
            case Record structure -> of(structure.getClass()).write(structure, json);
            case List<?> list -> writeList(list, json);
            case Map<?, ?> map -> writeMap(map, json);
            default ->
                throw new BugException("no wire type for " + value.getClass().getName());
        }
    }

    private static void writeBytes(byte[] bytes, JsonGenerator json) throws IOException {
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
    }

    private static void writeSecret(SecretBytes secret, JsonGenerator json) throws IOException {
        byte[] bytes = secret.reveal();
        try {
            writeBytes(bytes, json);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Whole seconds without a fraction, others with three digits of it; anything finer is cut off. */
    private static void writeTimestamp(Instant time, JsonGenerator json) throws IOException {
        long millis = time.toEpochMilli();
        if (millis % 1000 == 0) {
            json.writeNumber(millis / 1000);
            return;
        }
        long positive = Math.abs(millis);
        String fraction = Long.toString(1000 + positive % 1000).substring(1);
        json.writeNumber((millis < 0 ? "-" : "") + positive / 1000 + "." + fraction);
    }

    private static void writeList(List<?> list, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Object item : list) {
            writeValue(item, json);
        }
        json.writeEndArray();
    }

    private static void writeMap(Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName((String) entry.getKey());
            writeValue(entry.getValue(), json);
        }
        json.writeEndObject();
    }
}
