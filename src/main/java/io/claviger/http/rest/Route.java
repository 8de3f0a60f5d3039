package io.claviger.http.rest;

import io.claviger.common.BugException;
import io.claviger.pipeline.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to an operation.
 *
 * @param method as the request has it
 * @param segments of the path; one in braces stands for any text and names the member of the request that it becomes
 * @param query the parameters of the query that become members; others are ignored
 */
record Route(String method, List<String> segments, Invocation.Api api, String operation, List<Parameter> query) {

    Route {
        segments = List.copyOf(segments);
        query = List.copyOf(query);
    }

    /**
     * A parameter of the query.
     *
     * @param member the member of the request that it becomes
     * @param isNumber whether that is a number; one that is none is sent as text, which the codec refuses
     */
    record Parameter(String name, String member, boolean isNumber) {}

    static Route get(String path, String operation, Parameter... query) {
        return new Route("GET", segments(path), Invocation.Api.OWN, operation, List.of(query));
    }

    static Route post(String path, String operation) {
        return new Route("POST", segments(path), Invocation.Api.OWN, operation, List.of());
    }

    static Parameter text(String name, String member) {
        return new Parameter(name, member, false);
    }

    static Parameter number(String name, String member) {
        return new Parameter(name, member, true);
    }

    private static List<String> segments(String path) {
        return PathText.segments(path).orElseThrow(() -> new BugException("not the path of a route: " + path));
    }

    /** The members that stand in the path; empty if the path is another one. */
    Optional<List<Map.Entry<String, String>>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        List<Map.Entry<String, String>> members = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            String wanted = segments.get(i);
            if (wanted.startsWith("{")) {
                members.add(Map.entry(wanted.substring(1, wanted.length() - 1), path.get(i)));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(members);
    }
}
