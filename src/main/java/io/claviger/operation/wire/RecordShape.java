package io.claviger.operation.wire;

import io.claviger.common.BugException;
import io.claviger.common.KmsException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request or response record looks like on the wire: its members, in declaration order. Read by reflection once
 * per class and kept; a native image needs the record's components, constructor and accessors registered.
 */
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type.asSubclass(Record.class));
        }
    };

    private final Class<? extends Record> type;
    private final List<WireMember> members;
    private final Constructor<? extends Record> constructor;

    private RecordShape(Class<? extends Record> type) {
        this.type = type;
        List<WireMember> found = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            found.add(new WireMember(component));
            types.add(component.getType());
        }
        this.members = List.copyOf(found);
        this.constructor = constructor(type, types);
    }

    public static RecordShape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    public List<WireMember> members() {
        return members;
    }

    /**
     * The member that is the whole body, where the record says so.
     *
     * @throws BugException if there are others beside it, or it is not a document
     */
    public Optional<WireMember> wholeBody() {
        Optional<WireMember> whole =
                members.stream().filter(member -> member.has(WholeBody.class)).findFirst();
        if (whole.isPresent() && (members.size() > 1 || whole.get().type() != WireType.Scalar.DOCUMENT)) {
            throw new BugException("no body of its own: " + whole.get());
        }
        return whole;
    }

    /**
     * Makes the record; the values are in the order of {@link #members()}.
     *
     * @throws KmsException what the record's own constructor throws of this kind
     */
    public Record create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof KmsException refusal) {
                throw refusal;
            }
            throw new BugException("constructor of " + type.getName(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new BugException("constructor of " + type.getName(), e);
        }
    }

    private static Constructor<? extends Record> constructor(Class<? extends Record> type, List<Class<?>> types) {
        try {
            Constructor<? extends Record> canonical = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new BugException("constructor of " + type.getName(), e);
        }
    }
}
