package io.claviger.http.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static Routes.Match find(String method, String path) {
        return Routes.find(method, PathText.segments(path).orElseThrow());
    }

    private static void assertFound(
            String method, String path, String operation, List<Map.Entry<String, String>> members) {
        assertThat(find(method, path)).isInstanceOfSatisfying(Routes.Match.Found.class, found -> {
            assertThat(found.route().operation()).isEqualTo(operation);
            assertThat(found.members()).isEqualTo(members);
        });
    }

    @Test
    void routesAreFoundByPathAndMethod() {
        assertFound("POST", "/v1/policies/evaluate", "EvaluatePolicies", List.of());
        assertFound("POST", "/v1/keys", "CreateKey", List.of());
        assertFound("GET", "/v1/keys", "ListKeys", List.of());
    }

    @Test
    void theMembersOfThePathAreFoundInItsOrder() {
        assertFound("GET", "/v1/keys/alias%2Fa/access", "GetKeyAccess", List.of(Map.entry("KeyId", "alias/a")));
        assertFound(
                "DELETE",
                "/v1/keys/arn:aws:kms:r:1:key%2Fk/grants/g",
                "RevokeGrant",
                List.of(Map.entry("KeyId", "arn:aws:kms:r:1:key/k"), Map.entry("GrantId", "g")));
    }

    @Test
    void otherMethodsAreNamed() {
        assertThat(find("GET", "/v1/policies/evaluate")).isEqualTo(new Routes.Match.WrongMethod(List.of("POST")));
        assertThat(find("PATCH", "/v1/keys/k/tags"))
                .isEqualTo(new Routes.Match.WrongMethod(List.of("GET", "POST", "DELETE")));
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/keys/a/access/", "GET, /v1/keys/", "GET, /v1/keys//access", "GET, /V1/keys", "GET, /v1"})
    void otherPathsAreNone(String method, String path) {
        assertThat(find(method, path)).isEqualTo(new Routes.Match.Nothing());
    }

    @Test
    void aMemberHasOnePlace() {
        assertThatThrownBy(() -> Route.own("GET", "/v1/{A}/{A}", "X")).isInstanceOf(BugException.class);
        assertThatThrownBy(() -> Route.own("GET", "/v1/{A}", "X", Route.text("a")))
                .isInstanceOf(BugException.class);
    }

    @Test
    void onlyKnownMethodsMakeARoute() {
        assertThatThrownBy(() -> Route.own("get", "/v1/x", "X")).isInstanceOf(BugException.class);
    }
}
