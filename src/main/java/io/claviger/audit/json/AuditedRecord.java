package io.claviger.audit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.claviger.common.BugException;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.WireMember;
import io.claviger.operation.wire.WireType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the audit record shows of a record of one class: every member but those that are {@link NotAudited}, sensitive,
 * binary or documents. A member without a value is left out, unless {@link AuditDefault} gives it one.
 */
final class AuditedRecord {
    private static final ClassValue<AuditedRecord> CACHE = new ClassValue<>() {
        @Override
        protected AuditedRecord computeValue(Class<?> type) {
            return new AuditedRecord(RecordShape.of(type.asSubclass(Record.class)));
        }
    };

    private final List<Member> members;

    private AuditedRecord(RecordShape shape) {
        this.members = shape.members().stream()
                .filter(member -> !member.has(NotAudited.class)
                        && !member.isSensitive()
                        && !member.type().isBinary()
                        && member.type() != WireType.Scalar.DOCUMENT)
                .map(Member::new)
                .toList();
    }

    static AuditedRecord of(Class<? extends Record> type) {
        return CACHE.get(type);
    }

    boolean showsAnything(Record record) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).shownIn(record) != null) {
                return true;
            }
        }
        return false;
    }

    void write(Record record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < members.size(); i++) {
            Object value = members.get(i).shownIn(record);
            if (value != null) {
                json.writeFieldName(members.get(i).name);
                AuditValue.write(value, json);
            }
        }
        json.writeEndObject();
    }

    private static final class Member {
        private final WireMember wire;
        private final SerializableString name;
        private final @Nullable Object absent;

        Member(WireMember wire) {
            this.wire = wire;
            this.name = new SerializedString(wire.pathName());
            AuditDefault given = wire.annotation(AuditDefault.class);
            this.absent = given == null ? null : parse(given.value(), wire);
        }

        @Nullable
        Object shownIn(Record record) {
            Object value = wire.valueIn(record);
            if (value == null) {
                return absent;
            }
            return AuditValue.isShown(value) ? value : null;
        }

        private static Object parse(String text, WireMember wire) {
            return switch (wire.type()) {
                case WireType.Scalar.TEXT -> text;
                case WireType.Scalar.BOOLEAN -> Boolean.valueOf(text);
                case WireType.Scalar.INTEGER, WireType.Scalar.LONG -> Long.valueOf(text);
                default -> throw new BugException("no audit default for a member of this type: " + wire);
            };
        }
    }
}
