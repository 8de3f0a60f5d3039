package io.claviger.policy.reference;

import io.claviger.common.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One operator with one key of a Condition element, decided straight from the IAM User Guide ("Condition operators",
 * "Conditions with multiple context keys or values").
 */
record ReferenceCondition(
        SetOperator setOperator,
        String family,
        String comparison,
        boolean isNegated,
        boolean ifExists,
        boolean hasVariables,
        String key,
        List<String> values) {
    enum SetOperator {
        NONE,
        FOR_ANY_VALUE,
        FOR_ALL_VALUES
    }

    private static final List<String> FAMILIES = List.of("String", "Numeric", "Date", "Arn", "Binary", "Bool", "Null");

    static ReferenceCondition read(String operator, String key, Json value, boolean hasVariables) {
        SetOperator set = SetOperator.NONE;
        String name = operator;
        if (name.startsWith("ForAnyValue:")) {
            set = SetOperator.FOR_ANY_VALUE;
            name = name.substring("ForAnyValue:".length());
        } else if (name.startsWith("ForAllValues:")) {
            set = SetOperator.FOR_ALL_VALUES;
            name = name.substring("ForAllValues:".length());
        }
        boolean ifExists = name.endsWith("IfExists");
        if (ifExists) {
            name = name.substring(0, name.length() - "IfExists".length());
        }
        List<String> values =
                Trees.items(value).stream().map(ReferenceCondition::asText).toList();
        if (name.equals("IpAddress") || name.equals("NotIpAddress")) {
            return new ReferenceCondition(
                    set, "Ip", "Equals", name.startsWith("Not"), ifExists, hasVariables, key, values);
        }
        for (String family : FAMILIES) {
            if (name.startsWith(family)) {
                String rest = name.substring(family.length());
                boolean isNegated = rest.startsWith("Not");
                String comparison = isNegated ? rest.substring(3) : rest;
                return new ReferenceCondition(set, family, comparison, isNegated, ifExists, hasVariables, key, values);
            }
        }
        throw new IllegalArgumentException("unknown operator " + operator);
    }

    private static String asText(Json json) {
        return switch (json) {
            case Json.Str text -> text.value();
            case Json.Num number -> number.text();
            case Json.Bool bool -> String.valueOf(bool.value());
            case Json.Obj object -> throw new IllegalArgumentException("not a value: " + object);
            case Json.Arr array -> throw new IllegalArgumentException("not a value: " + array);
            case Json.Null none -> throw new IllegalArgumentException("not a value: " + none);
        };
    }

    /** Whether every value can be what the operator compares. */
    boolean isReadable() {
        return values.stream().allMatch(this::isReadable);
    }

    private boolean isReadable(String value) {
        return switch (family) {
            case "String", "Arn" -> !hasVariables || ReferencePattern.isReadable(value);
            case "Bool" ->
                isBoolean(value)
                        || (hasVariables && ReferencePattern.isReadable(value) && ReferencePattern.namesKeys(value));
            case "Null" -> isBoolean(value);
            case "Numeric" -> ReferenceValues.number(value).isPresent();
            case "Date" -> ReferenceValues.seconds(value).isPresent();
            case "Binary" -> ReferenceValues.bytes(value).isPresent();
            case "Ip" -> ReferenceValues.isRange(value);
            default -> throw new IllegalArgumentException(family);
        };
    }

    private static boolean isBoolean(String value) {
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }

    boolean holds(Map<String, List<String>> context) {
        List<String> request = context.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
        if (family.equals("Null")) {
            boolean isAsked =
                    values.stream().anyMatch(wanted -> wanted.equalsIgnoreCase(request.isEmpty() ? "true" : "false"));
            return switch (setOperator) {
                case NONE -> isAsked;
                case FOR_ANY_VALUE -> isAsked && !request.isEmpty();
                case FOR_ALL_VALUES -> isAsked || request.isEmpty();
            };
        }
        if (request.isEmpty()) {
            return switch (setOperator) {
                case NONE -> ifExists || isNegated;
                case FOR_ANY_VALUE -> false;
                case FOR_ALL_VALUES -> true;
            };
        }
        return switch (setOperator) {
            case FOR_ANY_VALUE -> request.stream().anyMatch(value -> isMet(value, context));
            case FOR_ALL_VALUES -> request.stream().allMatch(value -> isMet(value, context));
            case NONE ->
                isNegated
                        ? request.stream().allMatch(value -> isMet(value, context))
                        : request.stream().anyMatch(value -> isMet(value, context));
        };
    }

    /** Whether one value of the request is as it should be: like one of the policy's, or like none if negated. */
    private boolean isMet(String requested, Map<String, List<String>> context) {
        boolean isLikeOne = values.stream().anyMatch(wanted -> isLike(requested, wanted, context));
        return isNegated ? !isLikeOne && values.stream().allMatch(wanted -> isResolvable(wanted, context)) : isLikeOne;
    }

    /** The operator without its negation, on one value of the request and one of the policy. */
    private boolean isLike(String requested, String wanted, Map<String, List<String>> context) {
        return switch (family) {
            case "String" ->
                resolved(wanted, context)
                        .filter(pattern -> isLikeText(requested, pattern))
                        .isPresent();
            case "Arn" ->
                resolved(wanted, context)
                        .filter(pattern -> isLikeArn(requested, pattern))
                        .isPresent();
            case "Bool" ->
                resolved(wanted, context)
                        .filter(pattern -> isBoolean(requested) && requested.equalsIgnoreCase(pattern.literal()))
                        .isPresent();
            case "Numeric" -> compared(ReferenceValues.number(requested), ReferenceValues.number(wanted));
            case "Date" -> compared(ReferenceValues.seconds(requested), ReferenceValues.seconds(wanted));
            case "Binary" ->
                ReferenceValues.bytes(requested).isPresent()
                        && ReferenceValues.bytes(requested).equals(ReferenceValues.bytes(wanted));
            case "Ip" -> ReferenceValues.isInRange(requested, wanted);
            default -> throw new IllegalArgumentException(family);
        };
    }

    private boolean isResolvable(String wanted, Map<String, List<String>> context) {
        boolean mayHaveVariables = family.equals("String") || family.equals("Arn") || family.equals("Bool");
        return !mayHaveVariables || resolved(wanted, context).isPresent();
    }

    private Optional<ReferencePattern> resolved(String text, Map<String, List<String>> context) {
        return hasVariables ? ReferencePattern.resolve(text, context) : Optional.of(ReferencePattern.of(text));
    }

    private boolean isLikeText(String requested, ReferencePattern pattern) {
        return switch (comparison) {
            case "Equals" -> requested.equals(pattern.literal());
            case "EqualsIgnoreCase" -> requested.equalsIgnoreCase(pattern.literal());
            case "Like" -> pattern.matches(requested);
            default -> throw new IllegalArgumentException(comparison);
        };
    }

    /** ArnEquals and ArnLike are the same: each of the six parts for itself. */
    private static boolean isLikeArn(String requested, ReferencePattern pattern) {
        List<String> values = List.of(requested.split(":", 6));
        List<ReferencePattern> patterns = pattern.arnParts();
        if (values.size() != 6 || patterns.size() != 6) {
            return false;
        }
        for (int part = 0; part < 6; part++) {
            if (!patterns.get(part).matches(values.get(part))) {
                return false;
            }
        }
        return true;
    }

    private boolean compared(Optional<java.math.BigDecimal> requested, Optional<java.math.BigDecimal> wanted) {
        if (requested.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        int order = requested.get().compareTo(wanted.get());
        return switch (comparison) {
            case "Equals" -> order == 0;
            case "LessThan" -> order < 0;
            case "LessThanEquals" -> order <= 0;
            case "GreaterThan" -> order > 0;
            case "GreaterThanEquals" -> order >= 0;
            default -> throw new IllegalArgumentException(comparison);
        };
    }
}
