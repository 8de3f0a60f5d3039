package io.claviger.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition operators of the IAM User Guide (reference_policies_elements_condition_operators), a row each: the
 * name, the family, whether the operator negates, and how one value of the policy is compiled. Names are compared with
 * case.
 */
enum ConditionOperator {
    STRING_EQUALS("StringEquals", Family.STRING, false, text(template -> TextMatcher.of(template, false))),
    STRING_NOT_EQUALS("StringNotEquals", Family.STRING, true, text(template -> TextMatcher.of(template, false))),
    STRING_EQUALS_IGNORE_CASE(
            "StringEqualsIgnoreCase", Family.STRING, false, text(template -> TextMatcher.of(template, true))),
    STRING_NOT_EQUALS_IGNORE_CASE(
            "StringNotEqualsIgnoreCase", Family.STRING, true, text(template -> TextMatcher.of(template, true))),
    STRING_LIKE("StringLike", Family.STRING, false, text(LikeMatcher::of)),
    STRING_NOT_LIKE("StringNotLike", Family.STRING, true, text(LikeMatcher::of)),
    NUMERIC_EQUALS("NumericEquals", Family.NUMERIC, false, number(Order.EQUAL)),
    NUMERIC_NOT_EQUALS("NumericNotEquals", Family.NUMERIC, true, number(Order.EQUAL)),
    NUMERIC_LESS_THAN("NumericLessThan", Family.NUMERIC, false, number(Order.LESS)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Family.NUMERIC, false, number(Order.LESS_OR_EQUAL)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", Family.NUMERIC, false, number(Order.GREATER)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Family.NUMERIC, false, number(Order.GREATER_OR_EQUAL)),
    DATE_EQUALS("DateEquals", Family.DATE, false, date(Order.EQUAL)),
    DATE_NOT_EQUALS("DateNotEquals", Family.DATE, true, date(Order.EQUAL)),
    DATE_LESS_THAN("DateLessThan", Family.DATE, false, date(Order.LESS)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", Family.DATE, false, date(Order.LESS_OR_EQUAL)),
    DATE_GREATER_THAN("DateGreaterThan", Family.DATE, false, date(Order.GREATER)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Family.DATE, false, date(Order.GREATER_OR_EQUAL)),
    BOOL("Bool", Family.BOOL, false, bool()),
    BINARY_EQUALS("BinaryEquals", Family.BINARY, false, (text, variables) -> BinaryMatcher.of(text)),
    IP_ADDRESS("IpAddress", Family.IP_ADDRESS, false, (text, variables) -> IpMatcher.of(text)),
    NOT_IP_ADDRESS("NotIpAddress", Family.IP_ADDRESS, true, (text, variables) -> IpMatcher.of(text)),
    ARN_EQUALS("ArnEquals", Family.ARN, false, text(ArnMatcher::of)),
    ARN_LIKE("ArnLike", Family.ARN, false, text(ArnMatcher::of)),
    ARN_NOT_EQUALS("ArnNotEquals", Family.ARN, true, text(ArnMatcher::of)),
    ARN_NOT_LIKE("ArnNotLike", Family.ARN, true, text(ArnMatcher::of));

    /** Operators that compare the same kind of value. */
    enum Family {
        STRING(true),
        NUMERIC(false),
        DATE(false),
        BOOL(true),
        BINARY(false),
        IP_ADDRESS(false),
        ARN(true);

        private final boolean variables;

        Family(boolean variables) {
            this.variables = variables;
        }

        /** Whether policy variables work in its values. */
        boolean hasVariables() {
            return variables;
        }
    }

    /** Compiles one value of a policy; null if it is not of the operator's kind. */
    interface ValueCompiler {
        @Nullable
        ValueMatcher compile(String text, boolean variables);
    }

    private static final Map<String, ConditionOperator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.wireName, Function.identity()));

    private final String wireName;
    private final Family family;
    private final boolean negates;
    private final ValueCompiler compiler;

    ConditionOperator(String wireName, Family family, boolean negates, ValueCompiler compiler) {
        this.wireName = wireName;
        this.family = family;
        this.negates = negates;
        this.compiler = compiler;
    }

    static Optional<ConditionOperator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    Family family() {
        return family;
    }

    /** Whether stars and question marks of the policy's value are wild. */
    boolean isPattern() {
        return family == Family.ARN || this == STRING_LIKE || this == STRING_NOT_LIKE;
    }

    boolean negates() {
        return negates;
    }

    @Nullable
    ValueMatcher compile(String text, boolean variables) {
        return compiler.compile(text, variables);
    }

    /** One value as it is written; with its variables, where they work. */
    WrittenText written(String text, boolean variables) {
        return new WrittenText(
                text,
                variables && family.hasVariables() ? Template.parse(text, true).orElse(null) : null);
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
