package io.claviger.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodyTest {
    private static final Route ROUTE = Route.get(
            "/v1/things/{ThingId}", "GetThing", Route.number("limit", "Limit"), Route.text("marker", "Marker"));

    private static String body(Map<String, String> query, String sent) {
        Routes.Match.Found found = new Routes.Match.Found(ROUTE, List.of(Map.entry("ThingId", "a\"b")));
        return new String(RequestBody.of(found, query, sent.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void pathAndQueryBecomeMembers() {
        assertThat(body(Map.of("limit", "5", "marker", "7", "other", "x"), ""))
                .isEqualTo("{\"ThingId\":\"a\\\"b\",\"Limit\":5,\"Marker\":\"7\"}");
    }

    @ParameterizedTest
    @CsvSource({"x", "''", "05", "1.5", "1e3", "99999999999999999999"})
    void whatIsNoNumberIsSentAsText(String limit) {
        assertThat(body(Map.of("limit", limit), "")).isEqualTo("{\"ThingId\":\"a\\\"b\",\"Limit\":\"" + limit + "\"}");
    }

    @Test
    void theMembersOfABodyFollow() {
        assertThat(body(Map.of(), " {} ")).isEqualTo("{\"ThingId\":\"a\\\"b\"} ");
        assertThat(body(Map.of(), "{ \"x\":1}")).isEqualTo("{\"ThingId\":\"a\\\"b\",\"x\":1}");
    }

    @Test
    void aBodyThatIsNoObjectStays() {
        assertThat(body(Map.of(), "[1]")).isEqualTo("[1]");
        assertThat(body(Map.of(), "{")).isEqualTo("{\"ThingId\":\"a\\\"b\"");
    }

    @Test
    void aRouteWithoutMembersTakesTheBodyAsItIs() {
        Routes.Match.Found found = new Routes.Match.Found(Route.post("/v1/x", "X"), List.of());

        assertThat(RequestBody.of(found, Map.of("limit", "5"), "[1]".getBytes(UTF_8)))
                .isEqualTo("[1]".getBytes(UTF_8));
    }

    @Test
    void routesAreFoundByPathAndMethod() {
        assertThat(Routes.find("POST", List.of("v1", "policies", "evaluate")))
                .isInstanceOfSatisfying(
                        Routes.Match.Found.class,
                        found -> assertThat(found.route().operation()).isEqualTo("EvaluatePolicies"));
        assertThat(Routes.find("GET", List.of("v1", "keys", "alias/a", "access")))
                .isInstanceOfSatisfying(
                        Routes.Match.Found.class,
                        found -> assertThat(found.members()).containsExactly(Map.entry("KeyId", "alias/a")));
        assertThat(Routes.find("GET", List.of("v1", "policies", "evaluate")))
                .isEqualTo(new Routes.Match.WrongMethod(List.of("POST")));
        assertThat(Routes.find("GET", List.of("v1", "keys", "a", "access", ""))).isEqualTo(new Routes.Match.Nothing());
    }
}
