package io.claviger.http.rest;

import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.pipeline.Invocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A way to an operation. Members of the request that stand neither in the path nor in the query stand in the body.
 *
 * @param method as the request has it
 * @param segments of the path; one in braces stands for any text but none, and names the member that it becomes
 * @param query the parameters of the query that become members; others are refused
 */
record Route(String method, List<String> segments, Invocation.Api api, String operation, List<Parameter> query) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

    Route {
        segments = List.copyOf(segments);
        query = List.copyOf(query);
        Set<String> members = new HashSet<>();
        if (!METHODS.contains(method)
                || !segments.stream().filter(Route::isMember).map(Route::member).allMatch(members::add)
                || !query.stream().map(Parameter::member).allMatch(members::add)) {
            throw new BugException("not a route: " + method + " " + segments);
        }
    }

    /** What a parameter of the query holds. */
    enum Kind {
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** Texts: the one kind of parameter that may come more than once. */
        LIST
    }

    /**
     * A parameter of the query.
     *
     * @param name the member's, with a small first letter
     */
    record Parameter(String name, Kind kind) {

        /** The name of the member of the request that it becomes. */
        String member() {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        /** The member's value. Text that is not of the kind stays text, which the codec refuses. */
        Json value(List<String> texts) {
            String text = texts.getFirst();
            return switch (kind) {
                case LIST ->
                    new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
                case NUMBER -> NUMBER.matcher(text).matches() ? new Json.Num(text) : new Json.Str(text);
                case FLAG ->
                    text.equals("true") || text.equals("false")
                            ? new Json.Bool(text.equals("true"))
                            : new Json.Str(text);
                case TEXT -> new Json.Str(text);
            };
        }
    }

    /** A route to an operation of AWS. */
    static Route aws(String method, String path, String operation, Parameter... query) {
        return new Route(method, segments(path), Invocation.Api.AWS, operation, List.of(query));
    }

    /** A route to an operation of our own. */
    static Route own(String method, String path, String operation, Parameter... query) {
        return new Route(method, segments(path), Invocation.Api.OWN, operation, List.of(query));
    }

    static Parameter text(String name) {
        return new Parameter(name, Kind.TEXT);
    }

    static Parameter number(String name) {
        return new Parameter(name, Kind.NUMBER);
    }

    static Parameter flag(String name) {
        return new Parameter(name, Kind.FLAG);
    }

    static Parameter list(String name) {
        return new Parameter(name, Kind.LIST);
    }

    /** The path as it stands in the table. */
    String path() {
        return "/" + String.join("/", segments);
    }

    /** The names of the members that stand in the path, in its order. */
    List<String> pathMembers() {
        return segments.stream().filter(Route::isMember).map(Route::member).toList();
    }

    /** The members that stand in the path; empty if the path is another one. */
    Optional<List<Map.Entry<String, String>>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        List<Map.Entry<String, String>> members = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            String wanted = segments.get(i);
            if (!isMember(wanted)) {
                if (!wanted.equals(path.get(i))) {
                    return Optional.empty();
                }
            } else if (path.get(i).isEmpty()) {
                return Optional.empty();
            } else {
                members.add(Map.entry(member(wanted), path.get(i)));
            }
        }
        return Optional.of(members);
    }

    private static boolean isMember(String segment) {
        return segment.startsWith("{");
    }

    private static String member(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    private static List<String> segments(String path) {
        return PathText.segments(path).orElseThrow(() -> new BugException("not the path of a route: " + path));
    }
}
