package io.claviger.conformance;

import io.claviger.operation.wire.WireType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** An operation as the SDK has it. */
record SdkOperation(String name, Structure request, Structure response) {
    private static final Map<MarshallingType<?>, WireType> TYPES = Map.of(
            MarshallingType.STRING, WireType.Scalar.TEXT,
            MarshallingType.BOOLEAN, WireType.Scalar.BOOLEAN,
            MarshallingType.INTEGER, WireType.Scalar.INTEGER,
            MarshallingType.LONG, WireType.Scalar.LONG,
            MarshallingType.INSTANT, WireType.Scalar.TIMESTAMP,
            MarshallingType.SDK_BYTES, WireType.Scalar.BLOB,
            MarshallingType.MAP, new WireType.TextMap());
    private static final String REDACTED = "*** Sensitive Data Redacted ***";

    /** A structure of the SDK's model: the class, and its members by their names on the wire. */
    record Structure(Class<?> type, Map<String, Member> members) {
        static Structure of(Class<?> type) {
            Map<String, Member> members = new LinkedHashMap<>();
            for (SdkField<?> field : builder(type).sdkFields()) {
                members.put(field.locationName(), new Member(type, field));
            }
            return new Structure(type, members);
        }
    }

    /** All operations of the client, by name. */
    static Map<String, SdkOperation> all() {
        Map<String, SdkOperation> all = new TreeMap<>();
        for (Method method : KmsClient.class.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (parameters.length == 1
                    && KmsRequest.class.isAssignableFrom(parameters[0])
                    && KmsResponse.class.isAssignableFrom(method.getReturnType())) {
                String name = capitalized(method.getName());
                all.put(
                        name,
                        new SdkOperation(name, Structure.of(parameters[0]), Structure.of(method.getReturnType())));
            }
        }
        return all;
    }

    /** A member of a structure. */
    record Member(Class<?> owner, SdkField<?> field) {

        /** What the wire type of ours should be; absent where the member is a structure, or a list of them. */
        Optional<WireType> type() {
            if (isList()) {
                return element().type().map(WireType.ListOf::new);
            }
            return Optional.ofNullable(scalar());
        }

        private WireType scalar() {
            if (is(MarshallingType.SDK_POJO)) {
                return null;
            }
            WireType type = TYPES.get(field.marshallingType());
            if (type == null) {
                throw new AssertionError("the SDK has a new type: " + owner.getName() + "." + field.memberName());
            }
            return type;
        }

        private boolean is(MarshallingType<?> type) {
            return field.marshallingType().equals(type);
        }

        boolean isList() {
            return is(MarshallingType.LIST);
        }

        private Member element() {
            return new Member(owner, field.getTrait(ListTrait.class).memberFieldInfo());
        }

        /** The structure that the member is, or is a list of. */
        Structure structure() {
            if (isList()) {
                return element().structure();
            }
            return Structure.of(field.constructor().get().getClass().getEnclosingClass());
        }

        /** The values of the enum that the member is, or is a list of; empty where it is not. */
        Set<String> enumValues() {
            String getter = field.memberName().substring(0, 1).toLowerCase(Locale.ROOT)
                    + field.memberName().substring(1);
            String suffix = isList() ? "AsStrings" : "AsString";
            try {
                owner.getMethod(getter + suffix);
                Method asEnum = owner.getMethod(getter);
                Class<?> type = isList()
                        ? (Class<?>) ((ParameterizedType) asEnum.getGenericReturnType()).getActualTypeArguments()[0]
                        : asEnum.getReturnType();
                // the last one is UNKNOWN_TO_SDK_VERSION, whose text is null
                return Arrays.stream(type.getEnumConstants())
                        .map(constant -> Objects.toString(constant, null))
                        .filter(text -> text != null && !text.equals("null"))
                        .collect(Collectors.toCollection(TreeSet::new));
            } catch (NoSuchMethodException notAnEnum) {
                return Set.of();
            }
        }

        /** Whether the SDK hides the value when it prints the structure. */
        boolean isSensitive() {
            Object value = sample();
            if (value == null) {
                return false;
            }
            SdkPojo builder = builder(owner);
            field.set(builder, value);
            return invoke(builder, "build").toString().contains(REDACTED);
        }

        private Object sample() {
            if (is(MarshallingType.STRING)) {
                return "text";
            }
            if (is(MarshallingType.SDK_BYTES)) {
                return SdkBytes.fromByteArray(new byte[] {1});
            }
            return isList() && element().sample() != null ? List.of(element().sample()) : null;
        }
    }

    private static SdkPojo builder(Class<?> type) {
        try {
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the SDK is not as expected", e);
        }
    }

    private static Object invoke(Object target, String method) {
        try {
            Method found = target.getClass().getMethod(method);
            found.setAccessible(true);
            return found.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the SDK is not as expected", e);
        }
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
