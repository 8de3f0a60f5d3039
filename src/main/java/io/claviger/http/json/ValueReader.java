package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.operation.wire.WireType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads one value of a type; the parser stands on its first token, which is not null, and ends on its last. */
@FunctionalInterface
interface ValueReader {
    Object read(WireInput input) throws IOException;

    static ValueReader of(WireType type) {
        return switch (type) {
            case WireType.Scalar scalar -> scalar(scalar);
            case WireType.TextMap() -> WireInput::textMap;
            case WireType.ListOf(WireType item) -> list(of(item));
            case WireType.Structure(Class<? extends Record> record) -> input -> structure(input, record);
            case WireType.Enumeration(Class<? extends Enum<?>> enumeration) ->
                throw new BugException("a request holds text with @OneOf, not " + enumeration.getName());
        };
    }

    private static ValueReader scalar(WireType.Scalar scalar) {
        return switch (scalar) {
            case TEXT -> WireInput::text;
            case BOOLEAN -> WireInput::bool;
            case INTEGER -> WireInput::integer;
            case LONG -> WireInput::longInteger;
            case BLOB -> input -> Blob.owning(input.bytes());
            case SECRET -> input -> SecretBytes.owning(input.bytes());
            case TIMESTAMP -> WireInput::timestamp;
            case DOCUMENT -> WireInput::document;
        };
    }

    private static ValueReader list(ValueReader item) {
        return input -> {
            if (input.parser().currentToken() != JsonToken.START_ARRAY) {
                throw input.mismatch("a List");
            }
            List<Object> items = new ArrayList<>();
            boolean complete = false;
            try {
                while (input.parser().nextToken() != JsonToken.END_ARRAY) {
                    items.add(item.read(input));
                }
                complete = true;
            } finally {
                if (!complete) {
                    RecordSecrets.close(items);
                }
            }
            return Collections.unmodifiableList(items);
        };
    }

    private static Object structure(WireInput input, Class<? extends Record> record) throws IOException {
        if (input.parser().currentToken() != JsonToken.START_OBJECT) {
            throw input.mismatch("a Structure");
        }
        return RecordReader.of(record).read(input);
    }
}
