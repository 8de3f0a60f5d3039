package io.claviger.http.rest;

import java.util.List;
import java.util.Map;

/** The table of routes. */
final class Routes {
    static final List<Route> ALL = List.of(
            Route.post("/v1/policies/evaluate", "EvaluatePolicies"),
            Route.post("/v1/decisions/{RequestId}/explain", "ExplainDecision"),
            Route.get(
                    "/v1/keys/{KeyId}/access",
                    "GetKeyAccess",
                    Route.number("limit", "Limit"),
                    Route.text("marker", "Marker")));

    private Routes() {}

    /** What the table says of a request. */
    sealed interface Match {
        /** A route, and the members that stand in the path, in its order. */
        record Found(Route route, List<Map.Entry<String, String>> members) implements Match {
            public Found {
                members = List.copyOf(members);
            }
        }

        /** The path is there, for other methods. */
        record WrongMethod(List<String> allowed) implements Match {
            public WrongMethod {
                allowed = List.copyOf(allowed);
            }
        }

        record Nothing() implements Match {}
    }

    static Match find(String method, List<String> path) {
        List<Route> here =
                ALL.stream().filter(route -> route.match(path).isPresent()).toList();
        return here.stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .<Match>map(route -> new Match.Found(route, route.match(path).orElseThrow()))
                .orElseGet(() -> here.isEmpty()
                        ? new Match.Nothing()
                        : new Match.WrongMethod(here.stream().map(Route::method).toList()));
    }
}
