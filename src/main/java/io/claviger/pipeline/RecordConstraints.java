package io.claviger.pipeline;

import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.RecordShape;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.WireMember;
import io.claviger.operation.wire.WireType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constraints of a record's members, nested records included; made once per class. */
final class RecordConstraints {
    private static final ClassValue<RecordConstraints> CACHE = new ClassValue<>() {
        @Override
        protected RecordConstraints computeValue(Class<?> type) {
            return new RecordConstraints(RecordShape.of(type.asSubclass(Record.class)));
        }
    };

    private final List<Member> members;

    private RecordConstraints(RecordShape shape) {
        this.members = shape.members().stream().map(Member::new).toList();
    }

    static RecordConstraints of(Class<? extends Record> type) {
        return CACHE.get(type);
    }

    boolean accept(Record record) {
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).accepts(record)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds what {@link #accept} refuses.
     *
     * @param prefix is empty or ends with a dot
     * @param isForAudit whether values that the audit record never shows are left out
     */
    void report(Record record, String prefix, List<String> items, boolean isForAudit) {
        for (Member member : members) {
            member.report(record, prefix, items, isForAudit);
        }
    }

    private static final class Member {
        private final WireMember wire;
        private final boolean required;
        private final boolean sensitive;
        private final boolean audited;
        private final boolean structured;
        private final List<Constraint> constraints;

        Member(WireMember wire) {
            this.wire = wire;
            this.required = wire.has(Required.class);
            this.sensitive = wire.isSensitive();
            this.audited = !wire.has(NotAudited.class);
            this.structured = wire.type() instanceof WireType.Structure
                    || (wire.type() instanceof WireType.ListOf(WireType item) && item instanceof WireType.Structure);
            this.constraints = Constraint.of(wire);
        }

        boolean accepts(Record record) {
            if (!required && !structured && constraints.isEmpty()) {
                return true;
            }
            Object value = wire.valueIn(record);
            if (value == null) {
                return !required;
            }
            for (int i = 0; i < constraints.size(); i++) {
                if (!constraints.get(i).accepts(value)) {
                    return false;
                }
            }
            return !structured || acceptsNested(value);
        }

        private static boolean acceptsNested(Object value) {
            if (value instanceof Record nested) {
                return of(nested.getClass()).accept(nested);
            }
            List<?> list = (List<?>) value;
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Record item && !of(item.getClass()).accept(item)) {
                    return false;
                }
            }
            return true;
        }

        void report(Record record, String prefix, List<String> items, boolean isForAudit) {
            Object value = wire.valueIn(record);
            String path = prefix + wire.pathName();
            if (value == null) {
                if (required) {
                    add(items, "Value null at '" + path + "'", Constraint.NOT_NULL);
                }
                return;
            }
            for (Constraint constraint : constraints) {
                if (!constraint.accepts(value)) {
                    boolean isQuoted = !sensitive && (audited || !isForAudit);
                    add(items, isQuoted ? quoted(value, path) : "Value at '" + path + "'", constraint.sentence());
                }
            }
            if (structured) {
                reportNested(value, path, items, isForAudit);
            }
        }

        private static void reportNested(@Nullable Object value, String path, List<String> items, boolean isForAudit) {
            if (value instanceof Record nested) {
                of(nested.getClass()).report(nested, path + ".", items, isForAudit);
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size() && items.size() < Validation.MAX_ITEMS; i++) {
                    reportNested(list.get(i), path + "." + (i + 1) + ".member", items, isForAudit);
                }
            }
        }

        private static String quoted(Object value, String path) {
            return "Value '" + QuotedValue.of(value) + "' at '" + path + "'";
        }

        private static void add(List<String> items, String subject, String sentence) {
            if (items.size() < Validation.MAX_ITEMS) {
                items.add(subject + " failed to satisfy constraint: " + sentence);
            }
        }
    }
}
