package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authz.ControlPolicies;
import io.claviger.common.AccountId;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlPolicyFileTest {
    private static final String ALLOW = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private static final String DENY = """
            {"Version":"2012-10-17","Statement":{"Sid":"Stay","Effect":"Deny","NotAction":"kms:*","Resource":"*"}}""";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void begin() {
        file = directory.resolve("scp.json");
    }

    @Test
    void levelsComeInTheOrderOfTheFile() throws IOException {
        ControlPolicies loaded = load("""
                {"111122223333": [[%s], [%s, %s]], "444455556666": [[%s]]}""".formatted(ALLOW, ALLOW, DENY, DENY));

        List<List<PolicyDocument>> levels = loaded.levels(new AccountId("111122223333"));
        assertThat(levels).extracting(List::size).containsExactly(1, 2);
        assertThat(levels.getFirst().getFirst().kind()).isEqualTo(PolicyKind.SCP);
        assertThat(loaded.levels(new AccountId("444455556666"))).hasSize(1);
        assertThat(loaded.levels(new AccountId("777788889999"))).isEmpty();
    }

    @Test
    void fileWithoutAccountsIsAccepted() throws IOException {
        assertThat(load("{}").levels(new AccountId("111122223333"))).isEmpty();
    }

    @Test
    void fileThatIsMissingOrNoTextIsRefused() throws IOException {
        assertThatThrownBy(() -> new ControlPolicyFile(file, new JsonTreeReader()).load())
                .isInstanceOf(StartupException.class)
                .hasMessage("The file " + file + " (claviger.service-control-policies) cannot be read as UTF-8 text.");

        Files.write(file, "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new ControlPolicyFile(file, new JsonTreeReader()).load())
                .isInstanceOf(StartupException.class)
                .hasMessageEndingWith("cannot be read as UTF-8 text.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []                                      | it is no JSON object
            {"111122223333":[                       | not JSON at line 1, column 18
            {"11112222333":[[ALLOW]]}               | account 11112222333: an account id has twelve digits
            {"111122223333":{}}                     | account 111122223333: must be a list of levels, at least one
            {"111122223333":[]}                     | account 111122223333: must be a list of levels, at least one
            {"111122223333":[[ALLOW],[]]}           | account 111122223333, level 2: must be a list of policies, at least one
            {"111122223333":[ALLOW]}                | account 111122223333, level 1: must be a list of policies, at least one
            {"111122223333":[[ALLOW],[ALLOW,null]]} | account 111122223333, level 2, policy 2: Statement is required
            {"111122223333":[[{"Id":"x","Statement":[]}]]} | account 111122223333, level 1, policy 1: Id must be a string, in a policy of a resource
            {"111122223333":[[{"Name":"x"}]]}       | account 111122223333, level 1, policy 1: Document has an unknown element
            {"111122223333":[[{"Statement":[DENIAL,{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}]]} | account 111122223333, level 1, policy 1, statement 2: Principal
            {"111122223333":[[{"Statement":{"Effect":"Allow","Action":"*"}}]]} | account 111122223333, level 1, policy 1, statement 1: Resource
            {"111122223333":[[{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}]]} | account 111122223333, level 1, policy 1, statement 1: Effect
            {"111122223333":[[{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Like":{"a:b":"c"}}}}]]} | account 111122223333, level 1, policy 1, statement 1: Condition
            """)
    void faultIsToldWithItsPlace(String text, String fault) {
        String written = text.replace("ALLOW", ALLOW)
                .replace("DENIAL", "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}");

        assertThatThrownBy(() -> load(written))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith(
                        "The file " + file + " (claviger.service-control-policies) is refused: " + fault)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("\n");
    }

    private ControlPolicies load(String text) throws IOException {
        Files.writeString(file, text);
        return new ControlPolicyFile(file, new JsonTreeReader()).load();
    }
}
