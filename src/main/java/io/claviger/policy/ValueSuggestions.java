package io.claviger.policy;

import io.claviger.policy.SingleChange.SetConditionKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Values that a request could have for a condition to come out the other way: those that the policy names, or next to. */
final class ValueSuggestions {
    private static final List<String> BOOLS = List.of("true", "false");
    private static final String ANYTHING = "*";
    private static final String EXAMPLE = "x";

    private ValueSuggestions() {}

    static Stream<SetConditionKey> of(Condition condition, Context context) {
        String key = condition.written().key();
        return switch (condition) {
            case Condition.Presence presence -> Stream.of(new SetConditionKey(key, List.of(EXAMPLE), ANYTHING));
            case Condition.Compare compare -> of(key, compare, context);
        };
    }

    private static Stream<SetConditionKey> of(String key, Condition.Compare compare, Context context) {
        ConditionOperator.Family family = compare.operator().family();
        if (family == ConditionOperator.Family.BOOL) {
            return BOOLS.stream().map(value -> named(key, value));
        }
        return compare.written().values().stream()
                .map(value -> value.filled(context))
                .filter(value -> value != null)
                .flatMap(value -> switch (family) {
                    case STRING -> compare.operator().isPattern() ? pattern(key, value) : Stream.of(named(key, value));
                    case ARN -> pattern(key, value);
                    case NUMERIC -> around(value).map(each -> named(key, each));
                    case DATE -> aroundDate(value).map(each -> named(key, each));
                    case IP_ADDRESS -> Stream.of(address(key, value));
                    case BINARY, BOOL -> Stream.of(named(key, value));
                });
    }

    private static SetConditionKey named(String key, String value) {
        return new SetConditionKey(key, List.of(value), null);
    }

    private static Stream<SetConditionKey> pattern(String key, String pattern) {
        boolean isWild = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
        return Stream.of(isWild ? example(key, pattern) : named(key, pattern));
    }

    private static SetConditionKey example(String key, String pattern) {
        String value = pattern.replace("*", EXAMPLE).replace("?", EXAMPLE);
        return new SetConditionKey(key, List.of(value), pattern);
    }

    private static Stream<String> around(String text) {
        BigDecimal number = NumberMatcher.parse(text);
        return number == null
                ? Stream.of()
                : Stream.of(text, plain(number.subtract(BigDecimal.ONE)), plain(number.add(BigDecimal.ONE)));
    }

    private static String plain(BigDecimal number) {
        return number.toString();
    }

    private static Stream<String> aroundDate(String text) {
        Instant instant = DateMatcher.parse(text);
        return instant == null
                ? Stream.of()
                : Stream.of(
                        text,
                        instant.minusSeconds(1).toString(),
                        instant.plusSeconds(1).toString());
    }

    /** The first address of a range. */
    private static SetConditionKey address(String key, String range) {
        int slash = range.indexOf('/');
        String pattern = slash < 0 ? null : range;
        return new SetConditionKey(key, List.of(slash < 0 ? range : range.substring(0, slash)), pattern);
    }
}
