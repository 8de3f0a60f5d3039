package io.claviger.policy;

import java.util.List;

/**
 * A condition as the policy writes it, kept for explanations; no decision reads it.
 *
 * @param operator with its prefix and {@code IfExists}
 */
record WrittenCondition(String operator, String key, List<WrittenText> values) {
    WrittenCondition {
        values = List.copyOf(values);
    }

    String pointerIn(String statementPointer) {
        return JsonPointers.child(statementPointer, "Condition", operator, key);
    }
}
