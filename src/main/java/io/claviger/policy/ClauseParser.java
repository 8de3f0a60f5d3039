package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.policy.Statement.ActionClause;
import io.claviger.policy.Statement.ResourceClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements that come in pairs: Principal, Action and Resource, each with its Not. Null stands for a pair that
 * is missing or not understood.
 */
final class ClauseParser {
    private final PolicyKind kind;
    private final boolean variables;
    private final Problems problems;
    private final PrincipalParser principalParser;
    private final List<PrincipalPattern> named = new ArrayList<>();

    ClauseParser(PolicyKind kind, boolean variables, Problems problems) {
        this.kind = kind;
        this.variables = variables;
        this.problems = problems;
        this.principalParser = new PrincipalParser(kind, problems);
    }

    /** All principals read so far. */
    List<PrincipalPattern> named() {
        return named;
    }

    static boolean isMissing(Map<String, Json> members, String element) {
        return !members.containsKey(element) && !members.containsKey("Not" + element);
    }

    @Nullable
    PrincipalClause principals(Map<String, Json> members, @Nullable Effect effect) {
        boolean isGiven = !isMissing(members, "Principal");
        if (!kind.hasPrincipals()) {
            if (isGiven) {
                problems.syntax("Principal", "cannot stand in a policy of this kind");
            }
            return isGiven ? null : PrincipalClause.EVERYONE;
        }
        Json json = exactlyOne(members, "Principal");
        if (json == null) {
            return null;
        }
        boolean isNegated = members.containsKey("NotPrincipal");
        List<PrincipalPattern> patterns = principalParser.parse(isNegated ? "NotPrincipal" : "Principal", json);
        if (patterns == null) {
            return null;
        }
        named.addAll(patterns);
        if (!isNegated) {
            return new PrincipalClause.Listed(patterns);
        }
        if (effect == Effect.ALLOW && patterns.stream().anyMatch(PrincipalPattern.Unknown.class::isInstance)) {
            // an exception that cannot be read must not open the rest
            return null;
        }
        return effect == Effect.ALLOW
                ? new PrincipalClause.AllowUnlisted(patterns)
                : new PrincipalClause.DenyUnlisted(patterns);
    }

    @Nullable
    ActionClause actions(Map<String, Json> members) {
        List<String> texts = texts(members, "Action");
        if (texts == null) {
            return null;
        }
        for (String text : texts) {
            if (!isAction(text)) {
                problems.syntax("Action", "must be written as service:action");
            }
        }
        List<Glob> patterns =
                texts.stream().map(text -> Glob.of(CaseFold.fold(text))).toList();
        return new ActionClause(members.containsKey("NotAction"), patterns, texts);
    }

    private static boolean isAction(String text) {
        int colon = text.indexOf(':');
        boolean isEverything = !text.isEmpty() && text.chars().allMatch(c -> c == '*');
        return isEverything || (colon > 0 && colon < text.length() - 1);
    }

    @Nullable
    ResourceClause resources(Map<String, Json> members) {
        if (kind.resources() == PolicyKind.Resources.FORBIDDEN) {
            boolean isGiven = !isMissing(members, "Resource");
            if (isGiven) {
                problems.syntax("Resource", "cannot stand in a policy of this kind");
            }
            return isGiven ? null : ResourceClause.ALL;
        }
        List<String> texts = texts(members, "Resource");
        if (texts == null) {
            return null;
        }
        List<ValueMatcher> patterns = new ArrayList<>();
        List<WrittenText> written = new ArrayList<>();
        for (String text : texts) {
            Template template = Template.parse(text, variables).orElse(null);
            if (template == null) {
                problems.syntax("Resource", "has a variable that is not well formed");
                return null;
            }
            if (kind != PolicyKind.KEY && !text.startsWith("*") && !text.startsWith("arn:")) {
                problems.syntax("Resource", "must be `*` or an ARN");
            }
            patterns.add(LikeMatcher.of(template));
            written.add(new WrittenText(text, template));
        }
        return new ResourceClause(members.containsKey("NotResource"), patterns, written);
    }

    private @Nullable List<String> texts(Map<String, Json> members, String element) {
        if (isMissing(members, element) && kind.resources() == PolicyKind.Resources.MAY_BE_MISSING) {
            return null;
        }
        Json json = exactlyOne(members, element);
        List<String> texts = json == null ? null : JsonTexts.strings(json).orElse(List.of());
        if (texts != null && texts.isEmpty()) {
            problems.syntax(element, "must be a string or a list of strings");
            return null;
        }
        return texts;
    }

    private @Nullable Json exactlyOne(Map<String, Json> members, String element) {
        Json plain = members.get(element);
        Json negated = members.get("Not" + element);
        if ((plain == null) == (negated == null)) {
            problems.syntax(element, "or Not" + element + " is required, and not both");
            return null;
        }
        return plain == null ? negated : plain;
    }
}
