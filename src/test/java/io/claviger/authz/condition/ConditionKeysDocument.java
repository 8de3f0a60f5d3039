package io.claviger.authz.condition;

import io.claviger.operation.Operation;
import io.claviger.operation.OperationNames;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the catalogue as {@code docs/condition-keys.md}. */
final class ConditionKeysDocument {
    private static final String INTRODUCTION = """
            # Condition keys

            What the conditions of a policy may ask of a request. Generated from the tables `KmsKeys`, `GlobalKeys` and
            `ProviderKeys` in `io.claviger.authz.condition`; `ConditionKeysDocumentTest` says how to write it anew.

            - Key names are compared without case, also what stands for `<key>` and `<claim>`.
            - A key that is not in these tables is absent from every request, as is one outside the requests that its row
              names.
            - *multi*: the key may have several values, so that conditions need `ForAnyValue` or `ForAllValues`.
            - Actions on a KMS key are those whose resource is a key. The alias half of an alias action is none of them.
            - *identity policies*: key policies never see the key, as on AWS.
            - Before a key policy is stored, the lockout check asks it with the keys that the same caller would have when
              putting the next policy in the same way. A new key counts as being there, with the tags that it will have.
            """;

    private ConditionKeysDocument() {}

    static String text() {
        return INTRODUCTION
                + table("`kms:` keys", KmsKeys.ROWS)
                + table("Global keys", GlobalKeys.ROWS)
                + table("Keys of identity providers", ProviderKeys.ROWS);
    }

    private static String table(String title, List<ConditionKey> rows) {
        return "\n## " + title + "\n\n| key | type | requests | value |\n|---|---|---|---|\n"
                + rows.stream().map(ConditionKeysDocument::line).collect(Collectors.joining());
    }

    private static String line(ConditionKey row) {
        return "| `%s` | %s%s | %s | %s |\n"
                .formatted(
                        row.name(),
                        row.type().title(),
                        row.isMultivalued() ? ", multi" : "",
                        requests(row.concern()) + (row.isForIdentityPoliciesOnly() ? "; identity policies" : ""),
                        row.filledWith());
    }

    private static String requests(Concern concern) {
        Class<?> type = concern.request();
        return type == null
                ? concern.title()
                : operations()
                        .filter(operation -> type.isAssignableFrom(request(operation)))
                        .map(Class::getSimpleName)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static Stream<Class<?>> operations() {
        return OperationNames.ALL.stream().map(ConditionKeysDocument::operation).flatMap(Optional::stream);
    }

    /** The operation's class, in whichever package; empty while it is not built. */
    private static Optional<Class<?>> operation(String name) {
        return Stream.of(
                        "key",
                        "cryptography",
                        "alias",
                        "policy",
                        "grant",
                        "rotation",
                        "material",
                        "tag",
                        "region",
                        "keystore")
                .<Class<?>>mapMulti((group, found) -> {
                    Class<?> type = load("io.claviger.operation." + group + "." + name);
                    if (type != null) {
                        found.accept(type);
                    }
                })
                .findFirst();
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static Class<?> request(Class<?> operation) {
        Type contract = Arrays.stream(operation.getGenericInterfaces())
                .filter(each -> each instanceof ParameterizedType type && type.getRawType() == Operation.class)
                .findFirst()
                .orElseThrow();
        return (Class<?>) ((ParameterizedType) contract).getActualTypeArguments()[0];
    }
}
