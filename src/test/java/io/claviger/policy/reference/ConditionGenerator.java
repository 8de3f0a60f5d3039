package io.claviger.policy.reference;

import io.claviger.common.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Makes Condition elements that nearly fit a context. */
final class ConditionGenerator {
    private static final List<String> STRING_OPERATORS = List.of(
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike");
    private static final List<String> ORDERS =
            List.of("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals");
    private static final List<String> ARN_OPERATORS = List.of("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike");

    private final Dice dice;
    private final Map<String, List<String>> context;

    ConditionGenerator(Dice dice, Map<String, List<String>> context) {
        this.dice = dice;
        this.context = context;
    }

    Json make() {
        SequencedMap<String, Json> operators = new LinkedHashMap<>();
        for (int i = dice.count(3); i > 0; i--) {
            SequencedMap<String, Json> keys = new LinkedHashMap<>();
            ContextGenerator.Key first = key();
            String operator = operator(first);
            keys.put(dice.recased(first.name()), values(operator, first));
            while (dice.percent(15)) {
                ContextGenerator.Key other = key();
                keys.put(dice.recased(other.name()), values(operator, other));
            }
            operators.put(operator, new Json.Obj(keys));
        }
        return new Json.Obj(operators);
    }

    private ContextGenerator.Key key() {
        if (dice.percent(12)) {
            return dice.oneOf(
                    new ContextGenerator.Key("aws:username", ContextGenerator.Kind.TEXT, List.of("Bob", "Alice")),
                    new ContextGenerator.Key(
                            "aws:PrincipalAccount", ContextGenerator.Kind.TEXT, List.of("111122223333", "*")),
                    new ContextGenerator.Key("aws:Nowhere", ContextGenerator.Kind.TEXT, List.of("x", "*")),
                    new ContextGenerator.Key(
                            "aws:PrincipalArn",
                            ContextGenerator.Kind.ARN,
                            List.of("arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:role/*")));
        }
        return dice.oneOf(ContextGenerator.KEYS);
    }

    private String operator(ContextGenerator.Key key) {
        if (dice.percent(8)) {
            return dice.oneOf("Null", "Null", "Null", "ForAnyValue:Null", "ForAllValues:Null");
        }
        ContextGenerator.Kind kind = dice.percent(8) ? dice.oneOf(ContextGenerator.Kind.values()) : key.kind();
        String base = switch (kind) {
            case TEXT, MULTIVALUED -> dice.oneOf(STRING_OPERATORS);
            case NUMBER -> "Numeric" + dice.oneOf(ORDERS);
            case DATE -> "Date" + dice.oneOf(ORDERS);
            case BOOL -> "Bool";
            case ARN -> dice.percent(80) ? dice.oneOf(ARN_OPERATORS) : dice.oneOf(STRING_OPERATORS);
            case ADDRESS -> dice.oneOf("IpAddress", "NotIpAddress");
            case BYTES -> "BinaryEquals";
        };
        int setChance = kind == ContextGenerator.Kind.MULTIVALUED ? 80 : 15;
        String prefix = dice.percent(setChance) ? dice.oneOf("ForAnyValue:", "ForAllValues:") : "";
        return prefix + base + (dice.percent(20) ? "IfExists" : "");
    }

    private Json values(String operator, ContextGenerator.Key key) {
        if (operator.endsWith("Null")) {
            return dice.oneOf(
                    Trees.texts(List.of("true", "False")),
                    Trees.text("true"),
                    Trees.text("false"),
                    new Json.Bool(true),
                    new Json.Bool(false),
                    Trees.text("TRUE"));
        }
        List<Json> all = dice.listOf(dice.count(3), () -> typed(value(operator, key)));
        return all.size() == 1 && dice.percent(60) ? all.getFirst() : new Json.Arr(all);
    }

    /** Some values as JSON booleans and numbers instead of text. */
    private Json typed(String value) {
        if ((value.equals("true") || value.equals("false")) && dice.percent(50)) {
            return new Json.Bool(value.equals("true"));
        }
        if (value.matches("-?(0|[1-9]\\d*)(\\.\\d+)?") && dice.percent(30)) {
            return new Json.Num(value);
        }
        return Trees.text(value);
    }

    private String value(String operator, ContextGenerator.Key key) {
        List<String> present = context.getOrDefault(key.name().toLowerCase(java.util.Locale.ROOT), List.of());
        String target = present.isEmpty() || dice.percent(35) ? dice.oneOf(key.values()) : dice.oneOf(present);
        if (operator.contains("IpAddress")) {
            return range(target);
        }
        boolean isText = operator.contains("String") || operator.contains("Arn") || operator.contains("Bool");
        if (isText && dice.percent(18)) {
            return variable(target);
        }
        if (operator.contains("Arn")) {
            return arn(target);
        }
        return operator.contains("Like") || (operator.contains("String") && dice.percent(10))
                ? dice.near(target)
                : target;
    }

    private String variable(String target) {
        String name = dice.oneOf(
                "aws:username",
                "aws:PrincipalTag/team",
                "AWS:principaltag/TEAM",
                "aws:ResourceTag/team",
                "aws:nope",
                "kms:ViaService");
        return switch (dice.below(9)) {
            case 6 -> "arn:aws:sns:*:${" + name + "}:*";
            case 0 -> "${" + name + ", '" + target.replaceAll("[${}']", "") + "'}";
            case 1 -> dice.near(target).replace("*", "${*}").replace("?", "${?}");
            case 2 -> "${" + name + "}*";
            case 3 -> "x${$}{" + name + "}";
            case 4 -> "${aws:PrincipalArn}";
            case 5 -> "arn:aws:iam::${aws:PrincipalAccount}:*/${aws:username}";
            default -> "${" + name + "}";
        };
    }

    private String arn(String target) {
        if (dice.percent(60)) {
            String[] parts = target.split(":", 6);
            parts[dice.below(parts.length)] = dice.oneOf("*", "?*", "", "SNS", "1111*", "log-group:*");
            return String.join(":", parts);
        }
        return dice.near(target);
    }

    private String range(String target) {
        return switch (dice.below(6)) {
            case 0, 1 -> target;
            case 2 -> dice.oneOf("0.0.0.0/0", "::/0", "10.0.0.0/8", "203.0.113.0/24", "2001:db8::/32", "128.0.0.0/1");
            default -> target + "/" + dice.oneOf("0", "1", "8", "24", "25", "31", "32", "64", "127", "128");
        };
    }
}
