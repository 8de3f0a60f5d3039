package io.claviger.policy;

import java.util.List;

/**
 * How a statement met a request. It applies exactly if all its parts match.
 *
 * @param principal how it names the caller; {@link PrincipalMatch#NONE} if it does not. In a policy without principals,
 *     {@link PrincipalMatch#EVERYONE}
 * @param actions as written, of Action or NotAction
 * @param resources as written, of Resource or NotResource
 */
public record StatementTrace(
        StatementReference statement,
        Effect effect,
        boolean applies,
        PrincipalMatch principal,
        List<String> actions,
        boolean actionMatches,
        List<PolicyValue> resources,
        boolean resourceMatches,
        List<ConditionTrace> conditions) {
    public StatementTrace {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }
}
