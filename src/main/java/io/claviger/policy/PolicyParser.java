package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles policy documents (IAM User Guide, reference_policies_grammar). The JSON reader before it refuses duplicate
 * members; sizes and characters of the text are its caller's affair too.
 */
public final class PolicyParser {
    private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
    static final String CURRENT_VERSION = "2012-10-17";
    private static final String OLD_VERSION = "2008-10-17";

    private final PolicyKind kind;
    private final Problems problems = new Problems();

    private PolicyParser(PolicyKind kind) {
        this.kind = kind;
    }

    /** Strict, for a document that somebody wants to store: anything that is not understood refuses it. */
    public static ParseResult parse(Json json, PolicyKind kind) {
        PolicyParser parser = new PolicyParser(kind);
        PolicyDocument document = parser.document(json);
        List<PolicyProblem> problems = parser.problems.all();
        return problems.isEmpty() ? new ParseResult.Accepted(document) : new ParseResult.Refused(problems);
    }

    /**
     * Total, for a document that is stored: it always compiles. An Allow that is not understood grants nothing, a Deny
     * that is not understood denies everything that it might concern.
     */
    public static PolicyDocument compile(Json json, PolicyKind kind) {
        return new PolicyParser(kind).document(json);
    }

    private PolicyDocument document(Json json) {
        if (!(json instanceof Json.Obj object)) {
            problems.syntax("Statement", "is required");
            return unreadable();
        }
        Map<String, Json> members = object.members();
        boolean isUnderstood = true;
        if (!ELEMENTS.containsAll(members.keySet())) {
            problems.syntax("Document", "has an unknown element");
            isUnderstood = false;
        }
        String version = version(members.get("Version"));
        isUnderstood &= version != null;
        checkId(members.get("Id"));
        List<Json> items = statements(members.get("Statement"));
        if (items == null) {
            return unreadable();
        }
        StatementParser parser = new StatementParser(kind, !OLD_VERSION.equals(version), problems);
        boolean isList = members.get("Statement") instanceof Json.Arr;
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Statement statement = parser.parse(i, JsonPointers.statement(i, isList), items.get(i));
            if (statement != null && (isUnderstood || statement.effect() == Effect.DENY)) {
                statements.add(statement);
            }
        }
        return new PolicyDocument(kind, statements, parser.named());
    }

    private PolicyDocument unreadable() {
        return new PolicyDocument(kind, List.of(StatementParser.everythingDenied(0, "")), List.of());
    }

    /** One of the two versions; null for any other value. */
    private @Nullable String version(@Nullable Json json) {
        if (json == null) {
            return OLD_VERSION;
        }
        String text = json instanceof Json.Str string ? string.value() : "";
        if (text.equals(CURRENT_VERSION) || text.equals(OLD_VERSION)) {
            return text;
        }
        problems.syntax("Version", "must be `2012-10-17` or `2008-10-17`");
        return null;
    }

    private void checkId(@Nullable Json json) {
        if (json != null && (!kind.hasPrincipals() || !(json instanceof Json.Str))) {
            problems.syntax("Id", "must be a string, in a policy of a resource");
        }
    }

    private @Nullable List<Json> statements(@Nullable Json json) {
        List<Json> items = json instanceof Json.Arr array ? array.items() : json == null ? List.of() : List.of(json);
        if (items.isEmpty()) {
            problems.syntax("Statement", "is required");
            return null;
        }
        return items;
    }
}
