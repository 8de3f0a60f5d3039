package io.claviger.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as the policy writes it, kept for explanations; no decision reads it.
 *
 * @param template the text with its variables; null where variables are not known, so that the text stands for itself
 */
record WrittenText(String text, @Nullable Template template) {

    /** A value without variables: whatever it holds stands for itself. */
    static WrittenText literal(String text) {
        return new WrittenText(text, null);
    }

    /** With its variables filled in; null if one stays unresolved. */
    @Nullable
    String filled(Context context) {
        return template == null ? text : template.text(context);
    }

    /** The folded keys of its variables. */
    List<String> variables() {
        return template == null ? List.of() : template.variables();
    }
}
