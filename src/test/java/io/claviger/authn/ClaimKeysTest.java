package io.claviger.authn;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClaimKeysTest {
    @Test
    void claimsGoByTheUrlWithoutItsScheme() {
        assertThat(claims("{\"sub\":\"s\",\"level\":3,\"vip\":true,\"amr\":[\"otp\",\"pwd\"]}"))
                .isEqualTo(Map.of(
                        "login.example.com/realms/main:sub", List.of("s"),
                        "login.example.com/realms/main:level", List.of("3"),
                        "login.example.com/realms/main:vip", List.of("true"),
                        "login.example.com/realms/main:amr", List.of("otp", "pwd")));
    }

    @Test
    void theAudienceIsWhomTheTokenWasIssuedTo() {
        assertThat(claims("{\"aud\":[\"account\",\"kms\"],\"azp\":\"app\"}"))
                .containsEntry("login.example.com/realms/main:aud", List.of("app"))
                .containsEntry("login.example.com/realms/main:oaud", List.of("account", "kms"));
        assertThat(claims("{\"aud\":\"kms\"}")).containsEntry("login.example.com/realms/main:aud", List.of("kms"));
    }

    @Test
    void whatNoConditionCanCompareIsLeftOut() {
        assertThat(claims("{\"a\":{\"b\":\"c\"},\"n\":null,\"long\":\"" + "x".repeat(513) + "\",\"deep\":[[\"a\"]]}"))
                .isEmpty();
    }

    @Test
    void claimsAreNotShown() {
        assertThat(identity("{\"email\":\"alice@example.com\"}").toString()).doesNotContain("alice");
    }

    private static Map<String, List<String>> claims(String json) {
        return identity(json).federation().claims();
    }

    private static Caller.WebIdentity identity(String json) {
        return new Caller.WebIdentity(
                new AccountId("111122223333"),
                "arn:aws:iam::111122223333:oidc-provider/login.example.com/realms/main",
                "https://login.example.com/realms/main",
                "s",
                (Json.Obj) JsonTrees.parse(json));
    }
}
