package io.claviger.operation.wire;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.SecretBytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The types that a member of the API model can have, and the Java type that stands for each. */
public sealed interface WireType {

    /** A value without parts. */
    enum Scalar implements WireType {
        TEXT,
        BOOLEAN,
        INTEGER,
        LONG,
        /** {@link Blob}: base64 on the wire. */
        BLOB,
        /** {@link SecretBytes}: base64 on the wire, never shown anywhere else. */
        SECRET,
        /** {@link Instant}: seconds since 1970 on the wire. */
        TIMESTAMP,
        /** {@link Json}: any value as it stands, never in an audit record. */
        DOCUMENT
    }

    /** An enum of ours, written by its wire name; in responses only, so that an unknown value never decodes. */
    record Enumeration(Class<? extends Enum<?>> type) implements WireType {}

    record ListOf(WireType item) implements WireType {}

    /** A map from text to text; the model has no other. */
    record TextMap() implements WireType {}

    record Structure(Class<? extends Record> type) implements WireType {}

    /** Whether the value is bytes, secret or not, or a list of them. */
    default boolean isBinary() {
        return this == Scalar.BLOB
                || this == Scalar.SECRET
                || (this instanceof ListOf(WireType item) && item.isBinary());
    }

    /** The wire type that a Java type stands for; a {@link BugException} for one that stands for none. */
    static WireType of(Type type) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new ListOf(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class && arguments[1] == String.class) {
                return new TextMap();
            }
        }
        throw new BugException("no wire type for " + type.getTypeName());
    }

    private static WireType ofClass(Class<?> type) {
        if (type == String.class) {
            return Scalar.TEXT;
        }
        if (type == Boolean.class || type == boolean.class) {
            return Scalar.BOOLEAN;
        }
        if (type == Integer.class || type == int.class) {
            return Scalar.INTEGER;
        }
        if (type == Long.class || type == long.class) {
            return Scalar.LONG;
        }
        if (type == Blob.class) {
            return Scalar.BLOB;
        }
        if (type == SecretBytes.class) {
            return Scalar.SECRET;
        }
        if (type == Instant.class) {
            return Scalar.TIMESTAMP;
        }
        if (type == Json.class) {
            return Scalar.DOCUMENT;
        }
        if (type.isEnum()) {
            return new Enumeration(EnumNames.enumClass(type));
        }
        if (type.isRecord()) {
            return new Structure(type.asSubclass(Record.class));
        }
        throw new BugException("no wire type for " + type.getTypeName());
    }
}
