package io.claviger.policy;

import java.util.List;

/**
 * How a condition met a request.
 *
 * @param pointer the condition in its document, as a JSON pointer
 * @param operator as written, with its prefix and {@code IfExists}
 * @param key as written
 * @param requestValues empty if the request lacks the key
 */
public record ConditionTrace(
        String pointer,
        String operator,
        String key,
        List<PolicyValue> policyValues,
        List<String> requestValues,
        ConditionRule rule) {
    public ConditionTrace {
        policyValues = List.copyOf(policyValues);
        requestValues = List.copyOf(requestValues);
    }

    public boolean holds() {
        return rule.holds();
    }
}
