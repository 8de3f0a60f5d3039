package io.claviger.policy;

import java.util.List;

/**
 * A statement that applies to requests as soon as they meet its open conditions.
 *
 * @param conditions all of them must hold; empty for a statement that always applies
 */
public record StatementUse(StatementReference statement, List<OpenCondition> conditions) {
    public StatementUse {
        conditions = List.copyOf(conditions);
    }

    public boolean isUnconditional() {
        return conditions.isEmpty();
    }
}
