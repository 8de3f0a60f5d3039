package io.claviger.policy.reference;

import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Spoils a stored document: what comes out is not well-formed any more. */
final class Damage {
    private static final List<Json> NONSENSE = List.of(
            new Json.Null(),
            new Json.Num("7"),
            new Json.Bool(true),
            JsonTrees.parse("{}"),
            JsonTrees.parse("[]"),
            JsonTrees.parse("[[\"*\"]]"),
            JsonTrees.parse("[null]"),
            JsonTrees.parse("{\"*\": \"*\"}"));

    private final Dice dice;

    private Damage(Dice dice) {
        this.dice = dice;
    }

    static Json damaged(Json document, Dice dice) {
        Damage damage = new Damage(dice);
        List<Json> statements = Trees.statements(document);
        int at = dice.below(statements.size());
        return Trees.withStatements(document, Trees.replaced(statements, at, damage::statement));
    }

    private Json statement(Json statement) {
        List<String> elements = List.copyOf(((Json.Obj) statement).members().keySet());
        List<String> speaking =
                elements.stream().filter(element -> !element.equals("Sid")).toList();
        String element = dice.oneOf(speaking);
        Json value = ((Json.Obj) statement).members().get(element);
        return switch (dice.below(7)) {
            case 0 -> dice.oneOf(Trees.text("Allow"), new Json.Null(), new Json.Num("1"), JsonTrees.parse("[]"));
            case 1 -> Trees.with(statement, "Conditions", JsonTrees.parse("{}"));
            case 2 ->
                renamed(statement, element, dice.oneOf(element.toLowerCase(java.util.Locale.ROOT), element + "s"));
            case 3 -> Trees.with(statement, element, nonsense(element));
            case 4 -> Trees.with(statement, opposite(element), value);
            case 5 -> Trees.with(statement, "Effect", Trees.text(dice.oneOf("allow", "DENY", "", "Allow ")));
            default -> Trees.with(statement, element, inside(value, true));
        };
    }

    private Json nonsense(String element) {
        Json chosen = dice.oneOf(NONSENSE);
        // an empty Condition is a good one, and always holds
        return element.equals("Condition") && chosen.equals(JsonTrees.parse("{}")) ? new Json.Null() : chosen;
    }

    /** A second answer to one question. */
    private static String opposite(String element) {
        return switch (element) {
            case "Action" -> "NotAction";
            case "NotAction" -> "Action";
            case "Resource" -> "NotResource";
            case "NotResource" -> "Resource";
            case "Principal" -> "NotPrincipal";
            case "NotPrincipal" -> "Principal";
            default -> "Not" + element;
        };
    }

    /** Spoils something within the value of an element. The keys of conditions are free, other names are not. */
    private Json inside(Json value, boolean hasFixedNames) {
        if (value instanceof Json.Obj object && !object.members().isEmpty()) {
            String name = dice.oneOf(List.copyOf(object.members().keySet()));
            return hasFixedNames && dice.percent(25)
                    ? renamed(value, name, dice.oneOf("x" + name, name.toUpperCase(java.util.Locale.ROOT) + "X", ""))
                    : Trees.with(value, name, inside(object.members().get(name), false));
        }
        if (value instanceof Json.Arr array && !array.items().isEmpty()) {
            return new Json.Arr(
                    Trees.replaced(array.items(), dice.below(array.items().size()), item -> inside(item, false)));
        }
        return dice.oneOf(
                new Json.Null(), JsonTrees.parse("{}"), JsonTrees.parse("[[]]"), JsonTrees.parse("{\"a\": 1}"));
    }

    private static Json renamed(Json object, String from, String to) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : ((Json.Obj) object).members().entrySet()) {
            members.put(member.getKey().equals(from) ? to : member.getKey(), member.getValue());
        }
        return new Json.Obj(members);
    }
}
