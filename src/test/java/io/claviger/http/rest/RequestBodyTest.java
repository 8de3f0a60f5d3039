package io.claviger.http.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final Route ROUTE = Route.own(
            "PUT",
            "/v1/things/{ThingId}",
            "PutThing",
            Route.number("limit"),
            Route.text("marker"),
            Route.flag("dryRun"),
            Route.list("tagKeys"));

    private static String body(Map<String, List<String>> query, String sent) {
        Routes.Match.Found found = new Routes.Match.Found(ROUTE, List.of(Map.entry("ThingId", "a\"b")));
        return new String(RequestBody.of(found, query, sent.getBytes(UTF_8)), UTF_8);
    }

    private static void assertRefused(Map<String, List<String>> query, String sent, String message) {
        assertThatThrownBy(() -> body(query, sent))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION))
                .hasMessageContaining(message);
    }

    @Test
    void pathAndQueryBecomeMembers() {
        Map<String, List<String>> query = Map.of(
                "limit", List.of("5"),
                "marker", List.of("7"),
                "dryRun", List.of("true"),
                "tagKeys", List.of("b", "a"));

        assertThat(body(query, ""))
                .isEqualTo("{\"ThingId\":\"a\\\"b\",\"Limit\":5,\"Marker\":\"7\",\"DryRun\":true,"
                        + "\"TagKeys\":[\"b\",\"a\"]}");
    }

    @ParameterizedTest
    @CsvSource({"x", "''", "05", "1.5", "1e3", "99999999999999999999"})
    void whatIsNoNumberIsSentAsText(String limit) {
        assertThat(body(Map.of("limit", List.of(limit)), ""))
                .isEqualTo("{\"ThingId\":\"a\\\"b\",\"Limit\":\"" + limit + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "TRUE", "yes"})
    void whatIsNoFlagIsSentAsText(String flag) {
        assertThat(body(Map.of("dryRun", List.of(flag)), ""))
                .isEqualTo("{\"ThingId\":\"a\\\"b\",\"DryRun\":\"" + flag + "\"}");
    }

    @Test
    void unknownParametersAreRefused() {
        assertRefused(
                Map.of("limit", List.of("5"), "Marker", List.of("x")),
                "",
                "The query has a parameter that PUT /v1/things/{ThingId} does not take. It takes limit, marker, dryRun,"
                        + " tagKeys.");
    }

    @Test
    void parametersOfASignatureAreNotTheRoutes() {
        assertThat(body(Map.of("X-Amz-Signature", List.of("0"), "X-Amz-Date", List.of("1")), ""))
                .isEqualTo("{\"ThingId\":\"a\\\"b\"}");
    }

    @Test
    void repeatedParametersAreRefused() {
        assertRefused(Map.of("limit", List.of("5", "5")), "", "The query has the parameter limit more than once.");
    }

    @Test
    void theMembersOfABodyFollow() {
        assertThat(body(Map.of(), " {} ")).isEqualTo("{\"ThingId\":\"a\\\"b\"} ");
        assertThat(body(Map.of(), "{ \"x\":1}")).isEqualTo("{\"ThingId\":\"a\\\"b\",\"x\":1}");
    }

    @Test
    void aMemberMayStandInTheBodyTooWithTheSameValue() {
        assertThat(body(Map.of("limit", List.of("5")), "{\"x\":1,\"Thing\\u0049d\":\"a\\\"b\"}"))
                .isEqualTo("{\"Limit\":5,\"x\":1,\"Thing\\u0049d\":\"a\\\"b\"}");
        assertThat(body(Map.of("tagKeys", List.of("a")), "{\"ThingId\":\"a\\\"b\", \"TagKeys\":[ \"a\" ]}"))
                .isEqualTo("{\"ThingId\":\"a\\\"b\", \"TagKeys\":[ \"a\" ]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ThingId\":\"b\"}",
                "{\"ThingId\":null}",
                "{\"ThingId\":[\"a\\\"b\"]}",
                "{\"x\":{\"ThingId\":\"a\"},\"Thing\\u0049d\":\"b\"}",
                "{\"ThingId\":\"b\" nonsense"
            })
    void aMemberWithAnotherValueInTheBodyIsRefused(String sent) {
        assertRefused(Map.of(), sent, "ThingId has another value in the body than in the path or the query.");
    }

    @Test
    void aParameterWithAnotherValueInTheBodyIsRefused() {
        assertRefused(
                Map.of("limit", List.of("5")),
                "{\"Limit\":6}",
                "Limit has another value in the body than in the path or the query.");
    }

    @Test
    void aBodyThatIsNoObjectStays() {
        assertThat(body(Map.of(), "[1]")).isEqualTo("[1]");
        assertThat(body(Map.of(), "{")).isEqualTo("{\"ThingId\":\"a\\\"b\"");
    }

    @Test
    void aRouteWithoutMembersTakesTheBodyAsItIs() {
        Routes.Match.Found found = new Routes.Match.Found(Route.own("POST", "/v1/x", "X"), List.of());

        assertThat(RequestBody.of(found, Map.of(), "[1]".getBytes(UTF_8))).isEqualTo("[1]".getBytes(UTF_8));
    }
}
