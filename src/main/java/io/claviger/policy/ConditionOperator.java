package io.claviger.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition operators of the IAM User Guide (reference_policies_elements_condition_operators), a row each: the
 * name, how one value of the policy is compiled, and whether the operator negates. Names are compared with case.
 */
enum ConditionOperator {
    STRING_EQUALS("StringEquals", false, text(template -> TextMatcher.of(template, false))),
    STRING_NOT_EQUALS("StringNotEquals", true, text(template -> TextMatcher.of(template, false))),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, text(template -> TextMatcher.of(template, true))),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, text(template -> TextMatcher.of(template, true))),
    STRING_LIKE("StringLike", false, text(LikeMatcher::of)),
    STRING_NOT_LIKE("StringNotLike", true, text(LikeMatcher::of)),
    NUMERIC_EQUALS("NumericEquals", false, number(Order.EQUAL)),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true, number(Order.EQUAL)),
    NUMERIC_LESS_THAN("NumericLessThan", false, number(Order.LESS)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, number(Order.LESS_OR_EQUAL)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false, number(Order.GREATER)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, number(Order.GREATER_OR_EQUAL)),
    DATE_EQUALS("DateEquals", false, date(Order.EQUAL)),
    DATE_NOT_EQUALS("DateNotEquals", true, date(Order.EQUAL)),
    DATE_LESS_THAN("DateLessThan", false, date(Order.LESS)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(Order.LESS_OR_EQUAL)),
    DATE_GREATER_THAN("DateGreaterThan", false, date(Order.GREATER)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(Order.GREATER_OR_EQUAL)),
    BOOL("Bool", false, bool()),
    BINARY_EQUALS("BinaryEquals", false, (text, variables) -> BinaryMatcher.of(text)),
    IP_ADDRESS("IpAddress", false, (text, variables) -> IpMatcher.of(text)),
    NOT_IP_ADDRESS("NotIpAddress", true, (text, variables) -> IpMatcher.of(text)),
    ARN_EQUALS("ArnEquals", false, text(ArnMatcher::of)),
    ARN_LIKE("ArnLike", false, text(ArnMatcher::of)),
    ARN_NOT_EQUALS("ArnNotEquals", true, text(ArnMatcher::of)),
    ARN_NOT_LIKE("ArnNotLike", true, text(ArnMatcher::of));

    /** Compiles one value of a policy; null if it is not of the operator's kind. */
    interface ValueCompiler {
        @Nullable
        ValueMatcher compile(String text, boolean variables);
    }

    private static final Map<String, ConditionOperator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.wireName, Function.identity()));

    private final String wireName;
    private final boolean negates;
    private final ValueCompiler compiler;

    ConditionOperator(String wireName, boolean negates, ValueCompiler compiler) {
        this.wireName = wireName;
        this.negates = negates;
        this.compiler = compiler;
    }

    static Optional<ConditionOperator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    boolean negates() {
        return negates;
    }

    @Nullable
    ValueMatcher compile(String text, boolean variables) {
        return compiler.compile(text, variables);
    }

    private static ValueCompiler text(Function<Template, ValueMatcher> matcher) {
        return (text, variables) -> Template.parse(text, variables).map(matcher).orElse(null);
    }

    private static ValueCompiler number(Order order) {
        return (text, variables) -> NumberMatcher.of(text, order);
    }

    private static ValueCompiler date(Order order) {
        return (text, variables) -> DateMatcher.of(text, order);
    }

    private static ValueCompiler bool() {
        return (text, variables) -> Template.parse(text, variables)
                .filter(template -> !template.isConstant() || BoolMatcher.isBool(text))
                .<ValueMatcher>map(template -> new BoolMatcher(TextMatcher.of(template, true)))
                .orElse(null);
    }
}
