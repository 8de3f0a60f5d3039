package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.policy.Statement.ActionClause;
import io.claviger.policy.Statement.ResourceClause;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one statement after another. Every part that is not understood becomes a problem; what was understood is
 * compiled so that a Deny concerns everything that its readable parts do not rule out, and an Allow concerns nothing.
 */
final class StatementParser {
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private final PolicyKind kind;
    private final Problems problems;
    private final ConditionParser conditionParser;
    private final ClauseParser clauseParser;
    private final Set<String> sids = new HashSet<>();

    StatementParser(PolicyKind kind, boolean variables, Problems problems) {
        this.kind = kind;
        this.problems = problems;
        this.conditionParser = new ConditionParser(kind, variables, problems);
        this.clauseParser = new ClauseParser(kind, variables, problems);
    }

    /** All principals that the statements so far name. */
    List<PrincipalPattern> named() {
        return clauseParser.named();
    }

    /** The compiled statement; null if it has no effect. */
    @Nullable
    Statement parse(int index, String pointer, Json json) {
        problems.enter(index);
        if (!(json instanceof Json.Obj object)) {
            problems.syntax("Statement", "must be an object");
            return everythingDenied(index, pointer);
        }
        Map<String, Json> members = object.members();
        boolean isKnown = members.keySet().stream().allMatch(ELEMENTS::contains);
        if (!isKnown) {
            problems.syntax("Statement", "has an unknown element");
        }
        String sid = sid(members.get("Sid"));
        Effect effect = effect(members.get("Effect"));
        PrincipalClause principals = clauseParser.principals(members, effect);
        ActionClause actions = clauseParser.actions(members);
        ResourceClause resources = clauseParser.resources(members);
        ConditionParser.Parsed conditions = members.containsKey("Condition")
                ? conditionParser.parse(members.get("Condition"))
                : new ConditionParser.Parsed(List.of(), true);
        if (isKnown && isWithoutEffect(members)) {
            return null;
        }
        boolean isUnderstood = isKnown
                && effect != null
                && principals != null
                && actions != null
                && resources != null
                && conditions.isComplete();
        if (effect == Effect.ALLOW && !isUnderstood) {
            return null;
        }
        return new Statement(
                index,
                pointer,
                sid,
                effect == null ? Effect.DENY : effect,
                principals == null ? PrincipalClause.EVERYONE : principals,
                actions == null ? ActionClause.ALL : actions,
                resources == null ? ResourceClause.ALL : resources,
                conditions.conditions());
    }

    /** What stands for a part of a document that cannot be read at all. */
    static Statement everythingDenied(int index, String pointer) {
        return new Statement(
                index,
                pointer,
                null,
                Effect.DENY,
                PrincipalClause.EVERYONE,
                ActionClause.ALL,
                ResourceClause.ALL,
                List.of());
    }

    private boolean isWithoutEffect(Map<String, Json> members) {
        boolean lacksPart = ClauseParser.isMissing(members, "Action") || ClauseParser.isMissing(members, "Resource");
        return kind.resources() == PolicyKind.Resources.MAY_BE_MISSING && lacksPart;
    }

    private @Nullable String sid(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        if (!(json instanceof Json.Str string)) {
            problems.syntax("Sid", "must be a string");
            return null;
        }
        boolean isFree = kind.hasFreeSids();
        if (!isFree && !string.value().chars().allMatch(StatementParser::isAlphanumeric)) {
            problems.syntax("Sid", "may hold letters and digits only");
        }
        if (!sids.add(string.value()) && !isFree) {
            problems.syntax("Sid", "must be unique within the document");
        }
        return string.value();
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private @Nullable Effect effect(@Nullable Json json) {
        String text = json instanceof Json.Str string ? string.value() : "";
        if (text.equals("Allow")) {
            return Effect.ALLOW;
        }
        if (text.equals("Deny")) {
            return Effect.DENY;
        }
        problems.syntax("Effect", "must be `Allow` or `Deny`");
        return null;
    }
}
