package io.claviger.operation.wire;

import io.claviger.common.BugException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The wire names of an enum's constants: what the constant's method {@code wireName()} says, or its own name where the
 * enum has no such method. Read once per enum.
 */
public final class EnumNames {
    private static final ClassValue<EnumNames> NAMES = new ClassValue<>() {
        @Override
        protected EnumNames computeValue(Class<?> type) {
            return new EnumNames(namesOf(enumClass(type)));
        }
    };

    private final Map<Enum<?>, String> byConstant;
    private final List<String> inOrder;

    private EnumNames(Map<Enum<?>, String> names) {
        this.byConstant = names;
        this.inOrder = List.copyOf(names.values());
    }

    /** The wire name of one constant. */
    public static String of(Enum<?> constant) {
        return Objects.requireNonNull(
                NAMES.get(constant.getDeclaringClass()).byConstant.get(constant));
    }

    /** All wire names, in the order of the constants. */
    public static List<String> of(Class<? extends Enum<?>> type) {
        return NAMES.get(type).inOrder;
    }

    /** The values that the annotation lets through, in the order of the constants. */
    public static List<String> of(OneOf oneOf) {
        List<String> names = new ArrayList<>(of(oneOf.value()));
        names.removeAll(Arrays.asList(oneOf.except()));
        return List.copyOf(names);
    }

    @SuppressWarnings("unchecked") // isEnum says so
    static Class<? extends Enum<?>> enumClass(Class<?> type) {
        if (!type.isEnum()) {
            throw new BugException("not an enum: " + type.getName());
        }
        return (Class<? extends Enum<?>>) type;
    }

    private static Map<Enum<?>, String> namesOf(Class<? extends Enum<?>> type) {
        Map<Enum<?>, String> names = new LinkedHashMap<>();
        for (Enum<?> constant : type.getEnumConstants()) {
            names.put(constant, nameOf(type, constant));
        }
        return names;
    }

    private static String nameOf(Class<? extends Enum<?>> type, Enum<?> constant) {
        try {
            Method method = type.getDeclaredMethod("wireName");
            method.setAccessible(true);
            return (String) method.invoke(constant);
        } catch (NoSuchMethodException noOwnNames) {
            return constant.name();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new BugException("wireName() of " + type.getName(), e);
        }
    }
}
