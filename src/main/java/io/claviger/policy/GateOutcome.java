package io.claviger.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one gate said to a request. A request is allowed exactly if no gate denies.
 *
 * @param level the level of a service control policy, from the root of the organization, from 0; 0 for other gates
 * @param statements those that decided here: the one that allows, or all that deny
 * @param grantId the grant that allows
 */
public record GateOutcome(
        Gate gate,
        int level,
        Verdict verdict,
        GateRule rule,
        List<StatementReference> statements,
        @Nullable String grantId) {
    public GateOutcome {
        statements = List.copyOf(statements);
    }

    public Optional<String> grant() {
        return Optional.ofNullable(grantId);
    }

    /** The gates in the order in which the engine asks them; each level of service control policies is one. */
    public enum Gate {
        SERVICE_CONTROL,
        /** Whether the operation may concern this resource at all. */
        CROSS_ACCOUNT,
        /** The key policy, or the trust policy of a role. */
        RESOURCE,
        IDENTITY,
        BOUNDARY,
        SESSION,
        GRANT
    }

    public enum Verdict {
        ALLOWED,
        DENIED,
        /** The gate is not there for this request, or was not needed. */
        SKIPPED
    }
}
