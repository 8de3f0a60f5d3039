package io.claviger.operation;

import java.util.Set;

/**
 * The names of the operations that AWS does not have. They are a table of their own: the AWS wire does not know them,
 * and a name of {@link OperationNames} is never among them.
 */
public final class OwnOperationNames {
    public static final Set<String> ALL = Set.of("EvaluatePolicies", "ExplainDecision", "GetKeyAccess");

    private OwnOperationNames() {}

    public static boolean isKnown(String name) {
        return ALL.contains(name);
    }
}
