package io.claviger.operation.wire;

import io.claviger.common.BugException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** One member of a request or response: a record component and what its annotations say. */
public final class WireMember {
    private static final Object[] NO_ARGUMENTS = {};

    private final RecordComponent component;
    private final Method accessor;
    private final String wireName;
    private final String pathName;
    private final WireType type;

    WireMember(RecordComponent component) {
        this.component = component;
        this.accessor = component.getAccessor();
        this.accessor.setAccessible(true);
        WireName given = component.getAnnotation(WireName.class);
        this.wireName = given == null ? capitalized(component.getName()) : given.value();
        this.pathName = Character.toLowerCase(wireName.charAt(0)) + wireName.substring(1);
        this.type = WireType.of(component.getGenericType());
    }

    /** The name in JSON: the component's with a capital first letter, or what {@link WireName} says. */
    public String wireName() {
        return wireName;
    }

    /** The name in validation texts and audit records: {@link #wireName()} with a small first letter. */
    public String pathName() {
        return pathName;
    }

    public WireType type() {
        return type;
    }

    /** Whether the component's Java type has no null, so that only a response can have it. */
    public boolean isPrimitive() {
        return component.getType().isPrimitive();
    }

    /** Never to be echoed or recorded. */
    public boolean isSensitive() {
        return type == WireType.Scalar.SECRET || has(Sensitive.class);
    }

    public boolean has(Class<? extends Annotation> annotation) {
        return component.isAnnotationPresent(annotation);
    }

    public <A extends Annotation> @Nullable A annotation(Class<A> annotation) {
        return component.getAnnotation(annotation);
    }

    /** The value in that record, which must be of the class that this member belongs to. */
    public @Nullable Object valueIn(Record record) {
        try {
            return accessor.invoke(record, NO_ARGUMENTS);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new BugException("accessor of " + wireName, e);
        }
    }

    @Override
    public String toString() {
        return component.getDeclaringRecord().getName() + "." + component.getName();
    }

    private static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
