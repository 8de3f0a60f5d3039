package io.claviger.http.query;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.Form;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.RecordSecrets;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import io.claviger.operation.wire.WireType;
import io.claviger.pipeline.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of the query protocol: lists are {@code X.member.N}, structures {@code X.Member}, maps
 * {@code X.entry.N.key} and {@code .value}. Secrets are text here; timestamps are ISO 8601.
 */
public final class FormDecoder implements RequestDecoder {
    static final String NOT_A_FORM = "The parameters of the request are malformed.";

    @Override
    public <T extends Record> T decode(byte[] body, Class<T> type) {
        Form form = Form.parse(body).orElseThrow(() -> new KmsException(ErrorCode.SERIALIZATION, NOT_A_FORM));
        return type.cast(read(ParameterTree.of(form), RecordShape.of(type)));
    }

    /** On failure, secrets already read are wiped. */
    private static Record read(ParameterTree parameters, RecordShape shape) {
        List<WireMember> members = shape.members();
        @Nullable Object[] values = new @Nullable Object[members.size()];
        boolean complete = false;
        try {
            for (int i = 0; i < values.length; i++) {
                ParameterTree parameter = parameters.child(members.get(i).wireName());
                values[i] = parameter == null
                        ? null
                        : value(parameter, members.get(i).type());
            }
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

    private static Object value(ParameterTree parameter, WireType type) {
        return switch (type) {
            case WireType.Scalar scalar -> scalar(parameter, scalar);
            case WireType.TextMap() -> map(parameter);
            case WireType.ListOf(WireType item) -> list(parameter, item);
            case WireType.Structure(Class<? extends Record> record) -> {
                parameter.requireStructure();
                yield read(parameter, RecordShape.of(record));
            }
            case WireType.Enumeration(Class<? extends Enum<?>> enumeration) ->
                throw new BugException("a request holds text with @OneOf, not " + enumeration.getName());
        };
    }

    private static List<Object> list(ParameterTree parameter, WireType item) {
        List<Object> items = new ArrayList<>();
        boolean complete = false;
        try {
            for (ParameterTree each : parameter.items()) {
                items.add(value(each, item));
            }
            complete = true;
        } finally {
            if (!complete) {
                RecordSecrets.close(items);
            }
        }
        return Collections.unmodifiableList(items);
    }

    private static Map<String, String> map(ParameterTree parameter) {
        Map<String, String> map = new LinkedHashMap<>();
        for (ParameterTree entry : parameter.entries()) {
            ParameterTree key = entry.child("key");
            ParameterTree value = entry.child("value");
            if (key == null || value == null || map.put(key.text("a String"), value.text("a String")) != null) {
                throw ParameterTree.mismatch("STRUCTURE", "a Map");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static Object scalar(ParameterTree parameter, WireType.Scalar type) {
        return switch (type) {
            case TEXT -> parameter.text("a String");
            case BOOLEAN -> bool(parameter.text("a Boolean"));
            case INTEGER -> integer(parameter.text("an Integer"));
            case LONG -> longInteger(parameter.text("a Long"));
            case BLOB -> blob(parameter.text("a Blob"));
            case SECRET -> SecretBytes.owning(parameter.text("a String").getBytes(StandardCharsets.UTF_8));
            case TIMESTAMP -> timestamp(parameter.text("a Timestamp"));
            case DOCUMENT -> throw new BugException("no document comes in a form");
        };
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ParameterTree.mismatch("STRING_VALUE", "a Boolean");
        };
    }

    private static Integer integer(String text) {
        long number = longInteger(text);
        if (number != (int) number) {
            throw ParameterTree.mismatch("NUMBER_VALUE", "an Integer");
        }
        return (int) number;
    }

    private static long longInteger(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ParameterTree.mismatch("STRING_VALUE", "an Integer");
        }
    }

    private static Blob blob(String text) {
        try {
            return Blob.owning(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw ParameterTree.mismatch("STRING_VALUE", "a Blob");
        }
    }

    private static Instant timestamp(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ParameterTree.mismatch("STRING_VALUE", "a Timestamp");
        }
    }
}
