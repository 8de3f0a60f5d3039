package io.claviger.policy;

import java.util.List;

/**
 * What a request must still meet for a statement to apply, as the policy writes it.
 *
 * @param pointer the condition in its document, as a JSON pointer; or {@code Resource} or {@code NotResource} with a
 *     variable in it
 * @param operator with its prefix and {@code IfExists}; empty for a resource
 * @param key the condition key; empty for a resource
 */
public record OpenCondition(String pointer, String operator, String key, List<String> values) {
    public OpenCondition {
        values = List.copyOf(values);
    }
}
