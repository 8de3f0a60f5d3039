package io.claviger.operation;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of the operations that AWS does not have. They are a table of their own: the AWS wire does not know them,
 * and a name of {@link OperationNames} is never among them.
 */
public final class OwnOperationNames {
    /** Those on the deployment: their actions begin with {@code claviger:}, not {@code kms:}. */
    public static final Set<String> OF_DEPLOYMENT =
            Set.of("DeleteService", "GetService", "ListAccounts", "ListServices", "PutService");

    public static final Set<String> ALL = Stream.concat(
                    OF_DEPLOYMENT.stream(), Stream.of("EvaluatePolicies", "ExplainDecision", "GetKeyAccess"))
            .collect(Collectors.toUnmodifiableSet());

    private OwnOperationNames() {}

    public static boolean isKnown(String name) {
        return ALL.contains(name);
    }
}
