package io.claviger.policy;

import io.claviger.common.Json;
import io.claviger.policy.Condition.Quantifier;
import io.claviger.policy.ConditionOperator.Family;
import io.claviger.policy.KnownKeys.KnownKey;
import io.claviger.policy.LintWarning.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The warnings about the conditions of one statement. */
final class ConditionLinter {
    static final String VARIABLE_IS_LITERAL =
            "Policy variables need Version 2012-10-17; here `${…}` stands for these very characters.";

    private final PolicyLinter.Scope scope;
    private final boolean isAllow;
    private final Warnings warnings;

    ConditionLinter(PolicyLinter.Scope scope, boolean isAllow, Warnings warnings) {
        this.scope = scope;
        this.isAllow = isAllow;
        this.warnings = warnings;
    }

    interface Warnings {
        void warn(Kind kind, String pointer, String message);
    }

    /** A key under an operator. */
    private record Written(ConditionParser.Head head, String key, String foldedKey, Json values, String pointer) {
        @Nullable
        ConditionOperator operator() {
            return head.operator();
        }

        boolean hasQuantifier(Quantifier quantifier) {
            return head.quantifier() == quantifier;
        }

        /** Whether it is false for a request without the key. */
        boolean needsKey() {
            ConditionOperator operator = operator();
            if (operator == null) {
                return hasQuantifier(Quantifier.NONE)
                        && JsonTexts.scalars(values).orElse(List.of()).equals(List.of("false"));
            }
            return hasQuantifier(Quantifier.FOR_ANY_VALUE)
                    || (hasQuantifier(Quantifier.NONE) && !operator.negates() && !head.ifExists());
        }

        boolean isNegated() {
            ConditionOperator operator = operator();
            return operator != null && operator.negates();
        }
    }

    void lint(@Nullable Json condition, String pointer) {
        List<Written> conditions = conditions(condition, pointer);
        Set<String> required = conditions.stream()
                .filter(Written::needsKey)
                .map(Written::foldedKey)
                .collect(Collectors.toUnmodifiableSet());
        for (Written each : conditions) {
            lintKey(each, required);
            LocatedText.all(each.values(), each.pointer()).forEach(value -> lintValue(each.operator(), value));
        }
    }

    private static List<Written> conditions(@Nullable Json condition, String pointer) {
        List<Written> conditions = new ArrayList<>();
        if (!(condition instanceof Json.Obj operators)) {
            return conditions;
        }
        for (Map.Entry<String, Json> operator : operators.members().entrySet()) {
            ConditionParser.Head head =
                    ConditionParser.Head.parse(operator.getKey()).orElse(null);
            if (head != null && operator.getValue() instanceof Json.Obj keys) {
                keys.members()
                        .forEach((key, values) -> conditions.add(new Written(
                                head,
                                key,
                                CaseFold.fold(key),
                                values,
                                JsonPointers.child(pointer, operator.getKey(), key))));
            }
        }
        return conditions;
    }

    private void lintKey(Written written, Set<String> required) {
        Optional<KnownKey> found = scope.keys().find(written.foldedKey());
        if (found.isEmpty()) {
            warn(
                    Kind.UNKNOWN_CONDITION_KEY,
                    written,
                    "No request to this service has the key `" + written.key() + "`: the condition is always decided"
                            + " by its absence.");
            return;
        }
        KnownKey key = found.get();
        if (scope.kind() == PolicyKind.KEY && key.isForIdentityPoliciesOnly()) {
            warn(
                    Kind.KEY_UNSEEN_BY_KEY_POLICY,
                    written,
                    "Only identity policies see `" + written.key() + "`; for a key policy it is always absent.");
            return;
        }
        lintQuantifier(written, key, required);
        boolean isSatisfiedByAbsence = written.isNegated() && written.hasQuantifier(Quantifier.NONE);
        boolean isRequired = required.contains(written.foldedKey());
        if (isAllow && isSatisfiedByAbsence && !key.isAlwaysPresent() && !isRequired) {
            warn(
                    Kind.NEGATED_OPERATOR_ON_ABSENT_KEY,
                    written,
                    "A request without `" + written.key() + "` satisfies a negated operator and is allowed. Ask for the"
                            + " key as well, with Null and `false`, if that is not meant.");
        }
    }

    private void lintQuantifier(Written written, KnownKey key, Set<String> required) {
        switch (written.head().quantifier()) {
            case NONE -> {
                if (key.isMultivalued() && written.operator() != null) {
                    warn(
                            Kind.MULTIVALUED_KEY_WITHOUT_SET_OPERATOR,
                            written,
                            "`" + written.key() + "` may have several values. Say with ForAnyValue or ForAllValues"
                                    + " whether one or all of them must match.");
                }
            }
            case FOR_ANY_VALUE -> {
                if (!key.isMultivalued()) {
                    warn(
                            Kind.FOR_ANY_VALUE_ON_SINGLE_VALUED_KEY,
                            written,
                            "`" + written.key() + "` has one value at most, so ForAnyValue is not needed. It does no"
                                    + " harm: a request without the key still fails the condition.");
                }
            }
            case FOR_ALL_VALUES -> lintForAllValues(written, key, required);
        }
    }

    private void lintForAllValues(Written written, KnownKey key, Set<String> required) {
        if (!key.isMultivalued()) {
            warn(
                    Kind.FOR_ALL_VALUES_ON_SINGLE_VALUED_KEY,
                    written,
                    "`" + written.key() + "` has one value at most, and ForAllValues holds for every request without"
                            + " the key. Leave ForAllValues out.");
            return;
        }
        boolean isRequired = required.contains(written.foldedKey());
        if (isAllow && !isRequired) {
            warn(
                    Kind.FOR_ALL_VALUES_WITHOUT_NULL_CHECK,
                    written,
                    "ForAllValues holds for a request without `" + written.key() + "`. Ask for the key as well, with"
                            + " Null and `false`, if that is not meant.");
        }
    }

    private void lintValue(@Nullable ConditionOperator operator, LocatedText value) {
        String text = value.text();
        boolean isComparable =
                operator == null ? BoolMatcher.isBool(text) : operator.compile(text, scope.hasVariables()) != null;
        if (!isComparable) {
            warnings.warn(
                    Kind.MALFORMED_VALUE,
                    value.pointer(),
                    "`" + text + "` is no value that the operator can compare. The document is refused; where it is"
                            + " stored already, its Allow grants nothing and its Deny ignores the condition.");
        } else if (operator != null) {
            lintMeaning(operator, value, text);
        }
    }

    private void lintMeaning(ConditionOperator operator, LocatedText value, String text) {
        if (operator.family() == Family.ARN && !ArnMatcher.hasAllParts(template(text))) {
            warnings.warn(
                    Kind.VALUE_NEVER_MATCHES,
                    value.pointer(),
                    "`" + text + "` has fewer than six parts between colons, so that no ARN matches it.");
        }
        boolean isText = operator.family() == Family.STRING && !operator.isPattern();
        if (isText && hasWildcard(template(text))) {
            warnings.warn(
                    Kind.WILDCARD_IS_LITERAL,
                    value.pointer(),
                    "In `" + text + "` stars and question marks stand for themselves; StringLike has wildcards.");
        }
        if (!scope.hasVariables() && operator.family().hasVariables() && text.contains("${")) {
            warnings.warn(Kind.VARIABLE_IS_LITERAL, value.pointer(), VARIABLE_IS_LITERAL);
        }
    }

    private Template template(String text) {
        return Template.parse(text, scope.hasVariables()).orElseThrow();
    }

    private static boolean hasWildcard(Template template) {
        return template.pieces().stream()
                .anyMatch(piece -> piece instanceof Template.Piece.Plain plain
                        && plain.wildcards()
                        && (plain.text().indexOf('*') >= 0 || plain.text().indexOf('?') >= 0));
    }

    private void warn(Kind kind, Written written, String message) {
        warnings.warn(kind, written.pointer(), message);
    }
}
