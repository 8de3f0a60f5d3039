package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.BugException;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to read a record of one class, worked out once. */
final class RecordReader {
    private static final ClassValue<RecordReader> READERS = new ClassValue<>() {
        @Override
        protected RecordReader computeValue(Class<?> type) {
            return new RecordReader(RecordShape.of(type.asSubclass(Record.class)));
        }
    };

    private final RecordShape shape;
    private final boolean isWholeBody;
    private final Map<String, Integer> indexByName = new HashMap<>();
    private final List<ValueReader> readers = new ArrayList<>();

    private RecordReader(RecordShape shape) {
        this.shape = shape;
        this.isWholeBody = shape.wholeBody().isPresent();
        for (WireMember member : shape.members()) {
            if (member.isPrimitive()) {
                throw new BugException("a request's member may be absent, so it cannot be primitive: " + member);
            }
            indexByName.put(member.wireName(), readers.size());
            readers.add(ValueReader.of(member.type()));
        }
    }

    static RecordReader of(Class<? extends Record> type) {
        return READERS.get(type);
    }

    /** Whether the record is not an object with members but any value. */
    boolean isWholeBody() {
        return isWholeBody;
    }

    /** Reads the object at whose first brace the parser stands. On failure, secrets already read are wiped. */
    Record read(WireInput input) throws IOException {
        if (isWholeBody) {
            return shape.create(new Object[] {readers.getFirst().read(input)});
        }
        @Nullable Object[] values = new @Nullable Object[readers.size()];
        boolean complete = false;
        try {
            readMembers(input, values);
            Record record = shape.create(values);
            complete = true;
            return record;
        } finally {
            if (!complete) {
                for (Object value : values) {
                    RecordSecrets.close(value);
                }
            }
        }
    }

    private void readMembers(WireInput input, @Nullable Object[] values) throws IOException {
        JsonParser parser = input.parser();
        String name = parser.nextFieldName();
        while (name != null) {
            JsonToken token = parser.nextToken();
            Integer index = indexByName.get(name);
            if (index == null) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                values[index] = readers.get(index).read(input);
            }
            name = parser.nextFieldName();
        }
    }
}
