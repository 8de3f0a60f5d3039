package io.claviger.policy.reference;

import io.claviger.common.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes, changes and prints JSON trees. */
final class Trees {
    private Trees() {}

    static Json text(String value) {
        return new Json.Str(value);
    }

    static Json texts(List<String> values) {
        return new Json.Arr(values.stream().map(Trees::text).toList());
    }

    static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** A list as it is; anything else as the list of it. */
    static List<Json> items(Json json) {
        return json instanceof Json.Arr array ? array.items() : List.of(json);
    }

    static List<Json> statements(Json document) {
        return document instanceof Json.Obj object && object.members().containsKey("Statement")
                ? items(object.members().get("Statement"))
                : List.of();
    }

    static Json withStatements(Json document, List<Json> statements) {
        return with(document, "Statement", new Json.Arr(statements));
    }

    static Json with(Json object, String name, Json value) {
        SequencedMap<String, Json> members = new LinkedHashMap<>(((Json.Obj) object).members());
        members.put(name, value);
        return new Json.Obj(members);
    }

    static Json without(Json object, String name) {
        SequencedMap<String, Json> members = new LinkedHashMap<>(((Json.Obj) object).members());
        members.remove(name);
        return new Json.Obj(members);
    }

    static <T> List<T> replaced(List<T> list, int index, UnaryOperator<T> change) {
        List<T> all = new java.util.ArrayList<>(list);
        all.set(index, change.apply(all.get(index)));
        return all;
    }

    static <T> List<T> without(List<T> list, int index) {
        List<T> all = new java.util.ArrayList<>(list);
        all.remove(index);
        return all;
    }

    static String print(Json json) {
        return switch (json) {
            case Json.Obj object ->
                object.members().entrySet().stream()
                        .map(Trees::printMember)
                        .collect(Collectors.joining(", ", "{", "}"));
            case Json.Arr array -> array.items().stream().map(Trees::print).collect(Collectors.joining(", ", "[", "]"));
            case Json.Str string -> quoted(string.value());
            case Json.Num number -> number.text();
            case Json.Bool bool -> String.valueOf(bool.value());
            case Json.Null() -> "null";
        };
    }

    private static String printMember(Map.Entry<String, Json> member) {
        return quoted(member.getKey()) + ": " + print(member.getValue());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
