package io.claviger.operation.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The string, or each string of a list, must be the wire name of a value of this enum. A wire name is the constant's name, or what its method {@code wireName()} says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {
    Class<? extends Enum<?>> value();

    /** Constants that exist in the enum but that the wire does not take here. */
    String[] except() default {};
}
