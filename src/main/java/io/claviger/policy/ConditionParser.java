package io.claviger.policy;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the Condition element. */
final class ConditionParser {
    private static final String ELEMENT = "Condition";
    private static final String ANY = "ForAnyValue:";
    private static final String ALL = "ForAllValues:";
    private static final String IF_EXISTS = "IfExists";
    private static final String NULL = "Null";

    /** Single-valued keys whose absence ForAllValues would take for agreement, with the words for the caller. */
    private static final Map<String, String> OPENED_BY_FOR_ALL_VALUES =
            Map.of("kms:encryptioncontext:", "encryption context", "aws:requesttag/", "tag");

    private final PolicyKind kind;
    private final boolean variables;
    private final Problems problems;

    ConditionParser(PolicyKind kind, boolean variables, Problems problems) {
        this.kind = kind;
        this.variables = variables;
        this.problems = problems;
    }

    /** The conditions that were understood, and whether those are all. */
    record Parsed(List<Condition> conditions, boolean isComplete) {}

    Parsed parse(Json json) {
        List<Condition> conditions = new ArrayList<>();
        boolean isComplete = true;
        if (!(json instanceof Json.Obj operators)) {
            problems.syntax(ELEMENT, "must be an object");
            return new Parsed(List.of(), false);
        }
        for (Map.Entry<String, Json> entry : operators.members().entrySet()) {
            Head head = Head.parse(entry.getKey()).orElse(null);
            if (head == null || !(entry.getValue() instanceof Json.Obj keys)) {
                problems.syntax(ELEMENT, head == null ? "has an unknown operator" : "needs keys under each operator");
                isComplete = false;
                continue;
            }
            for (Map.Entry<String, Json> key : keys.members().entrySet()) {
                Condition condition = condition(head, entry.getKey(), key.getKey(), key.getValue());
                if (condition == null) {
                    problems.syntax(ELEMENT, "has a value that its operator cannot compare");
                    isComplete = false;
                } else {
                    conditions.add(condition);
                }
            }
        }
        return new Parsed(conditions, isComplete);
    }

    private @Nullable Condition condition(Head head, String name, String key, Json json) {
        String foldedKey = CaseFold.fold(key);
        refuseOpening(head, foldedKey);
        List<String> texts = JsonTexts.scalars(json).orElse(null);
        if (texts == null || foldedKey.isEmpty()) {
            return null;
        }
        ConditionOperator operator = head.operator();
        if (operator == null) {
            return presence(head, name, key, texts);
        }
        List<ValueMatcher> wanted = new ArrayList<>();
        List<WrittenText> values = new ArrayList<>();
        for (String text : texts) {
            ValueMatcher matcher = operator.compile(text, variables);
            if (matcher == null) {
                return null;
            }
            wanted.add(matcher);
            values.add(operator.written(text, variables));
        }
        return new Condition.Compare(
                foldedKey,
                operator,
                head.quantifier(),
                head.ifExists(),
                wanted,
                new WrittenCondition(name, key, values));
    }

    private static @Nullable Condition presence(Head head, String name, String key, List<String> texts) {
        boolean whenAbsent = false;
        boolean whenPresent = false;
        for (String text : texts) {
            if (!BoolMatcher.isBool(text)) {
                return null;
            }
            boolean asksForAbsence = text.equalsIgnoreCase("true");
            whenAbsent |= asksForAbsence;
            whenPresent |= !asksForAbsence;
        }
        return new Condition.Presence(
                CaseFold.fold(key),
                head.quantifier(),
                whenAbsent,
                whenPresent,
                new WrittenCondition(
                        name, key, texts.stream().map(WrittenText::literal).toList()));
    }

    /** AWS KMS Developer Guide, conditions-kms: refused in key policies. */
    private void refuseOpening(Head head, String foldedKey) {
        if (kind != PolicyKind.KEY || head.quantifier() != Condition.Quantifier.FOR_ALL_VALUES) {
            return;
        }
        OPENED_BY_FOR_ALL_VALUES.forEach((prefix, words) -> {
            if (foldedKey.startsWith(prefix)) {
                problems.add(
                        PolicyProblem.Kind.OVERLY_PERMISSIVE_CONDITION,
                        ELEMENT,
                        "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition"
                                + " key matches requests without the specified " + words + " or with an unspecified "
                                + words + ". To fix, remove ForAllValues.");
            }
        });
    }

    /** The name of an operator, taken apart; {@code Null} has no row in the table. */
    record Head(Condition.Quantifier quantifier, @Nullable ConditionOperator operator, boolean ifExists) {

        static Optional<Head> parse(String name) {
            Condition.Quantifier quantifier = quantifier(name);
            String rest = switch (quantifier) {
                case NONE -> name;
                case FOR_ANY_VALUE -> name.substring(ANY.length());
                case FOR_ALL_VALUES -> name.substring(ALL.length());
            };
            if (rest.equals(NULL)) {
                return Optional.of(new Head(quantifier, null, false));
            }
            boolean ifExists = rest.endsWith(IF_EXISTS);
            String base = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
            return ConditionOperator.named(base).map(operator -> new Head(quantifier, operator, ifExists));
        }

        private static Condition.Quantifier quantifier(String name) {
            if (name.startsWith(ANY)) {
                return Condition.Quantifier.FOR_ANY_VALUE;
            }
            return name.startsWith(ALL) ? Condition.Quantifier.FOR_ALL_VALUES : Condition.Quantifier.NONE;
        }
    }
}
