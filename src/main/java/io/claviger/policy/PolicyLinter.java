package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what a policy document says and probably does not mean. Total, and silent about what the {@link PolicyParser}
 * refuses, save for values that their operator cannot compare. A document without warnings may still be wrong.
 */
public final class PolicyLinter {
    private PolicyLinter() {}

    /** The warnings in the order of the document's statements. */
    public static List<LintWarning> lint(Json document, PolicyKind kind, KnownKeys keys, KnownActions actions) {
        if (!(document instanceof Json.Obj object)) {
            return List.of();
        }
        Map<String, Json> members = object.members();
        boolean hasVariables = members.get("Version") instanceof Json.Str version
                && version.value().equals(PolicyParser.CURRENT_VERSION);
        Scope scope = new Scope(kind, hasVariables, keys, actions);
        Json statement = members.get("Statement");
        List<Json> statements = statement instanceof Json.Arr array
                ? array.items()
                : statement == null ? List.of() : List.of(statement);
        List<LintWarning> warnings = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i) instanceof Json.Obj each) {
                String pointer = JsonPointers.statement(i, statement instanceof Json.Arr);
                warnings.addAll(new StatementLinter(scope, i, pointer, each.members()).lint());
            }
        }
        return List.copyOf(warnings);
    }

    /** What holds for the whole document. */
    record Scope(PolicyKind kind, boolean hasVariables, KnownKeys keys, KnownActions actions) {}
}
