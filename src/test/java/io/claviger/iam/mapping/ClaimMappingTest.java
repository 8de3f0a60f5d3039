package io.claviger.iam.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimMappingTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final String USER = "arn:aws:iam::111122223333:user/${claim:preferred_username}";
    private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/Deployer/${claim:sub}";

    @Test
    void aClaimBecomesAUser() {
        MappingOutcome outcome = map(rule("principal", USER), "{'preferred_username':'alice'}");

        MappedPrincipal alice = new MappedPrincipal.User(ACCOUNT, "/", "alice");
        assertThat(outcome).isEqualTo(new MappingOutcome.Mapped(alice, new LinkedHashMap<>(), 1));
        assertThat(alice.arn()).hasToString("arn:aws:iam::111122223333:user/alice");
    }

    @Test
    void aClaimBecomesASessionOfARole() {
        MappingOutcome outcome = map(rule("principal", SESSION), "{'sub':'system-7@ci'}");

        MappedPrincipal session = new MappedPrincipal.RoleSession(ACCOUNT, "Deployer", "system-7@ci");
        assertThat(outcome).isEqualTo(new MappingOutcome.Mapped(session, new LinkedHashMap<>(), 1));
        assertThat(session.arn()).hasToString("arn:aws:sts::111122223333:assumed-role/Deployer/system-7@ci");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:user/alice",
                "arn:aws:iam::111122223333:user/division/team/alice",
                "arn:aws:sts::111122223333:assumed-role/Deployer/alice"
            })
    void aClaimMayHoldTheWholeArn(String arn) {
        MappingOutcome outcome =
                map(rule("principal", "${claim:aws_principal_arn}"), "{'aws_principal_arn':'" + arn + "'}");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MappingOutcome.Mapped.class,
                        mapped -> assertThat(mapped.principal().arn()).hasToString(arn));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "arn:aws:iam::111122223333:root",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user/a b",
                "arn:aws:iam::111122223333:user/*",
                "arn:aws:iam::111122223333:user//alice",
                "arn:aws:iam::111122223333:user/team*/alice",
                "arn:aws:iam::111122223333:user/alice/",
                "arn:aws:iam::111122223333:user/alice\\n",
                "arn:aws:iam::111122223333:role/Deployer",
                "arn:aws:iam::111122223333:group/Admins",
                "arn:aws:iam::11112222333:user/alice",
                "arn:aws:iam:us-east-1:111122223333:user/alice",
                "arn:aws-cn:iam::111122223333:user/alice",
                "arn:aws:sts::111122223333:user/alice",
                "arn:aws:iam::111122223333:assumed-role/Deployer/alice",
                "arn:aws:sts::111122223333:assumed-role/Deployer",
                "arn:aws:sts::111122223333:assumed-role/Deployer/a",
                "arn:aws:sts::111122223333:assumed-role/path/Deployer/alice",
                "arn:aws:sts::111122223333:federated-user/alice",
                "arn:aws:iam::111122223333:user/\u0430lice"
            })
    void aWholeArnOfAnythingElseIsRefused(String arn) {
        MappingOutcome outcome = map(rule("principal", "${claim:arn}"), "{'arn':'" + arn + "'}");

        assertThat(outcome).isEqualTo(refused("rule 1: the result is not the ARN of a user or of a role session"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "admin/alice",
                "/alice",
                "a/../b",
                "a:b",
                "alice*",
                "a?",
                "a b",
                "alice\\n",
                "auth0|7",
                "\u00e9",
                "\u0430lice",
                "${claim:sub}",
                "a\\u0000"
            })
    void aPartOfANameMayNotChangeThePath(String name) {
        MappingOutcome outcome = map(rule("principal", USER), "{'preferred_username':'" + name + "'}");

        assertThat(outcome)
                .isEqualTo(refused(
                        "rule 1: the claim preferred_username has characters that may not stand there," + " or none"));
    }

    @Test
    void aNameMayNotBeTooLong() {
        String longest = "a".repeat(64);

        assertThat(map(rule("principal", USER), "{'preferred_username':'" + longest + "'}"))
                .isInstanceOf(MappingOutcome.Mapped.class);
        assertThat(map(rule("principal", USER), "{'preferred_username':'" + longest + "a'}"))
                .isEqualTo(refused("rule 1: the result is not the ARN of a user or of a role session"));
    }

    @Test
    void severalClaimsMayMakeOneName() {
        String template = "arn:aws:iam::${claim:account}:user/${claim:realm.team}/${claim:\"https://x.example/n}\"}-x";

        MappingOutcome outcome = map(
                rule("principal", template),
                "{'account':'111122223333','realm':{'team':'red'},'https://x.example/n}':'alice'}");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MappingOutcome.Mapped.class,
                        mapped -> assertThat(mapped.principal().arn())
                                .hasToString("arn:aws:iam::111122223333:user/red/alice-x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | is absent",
                "{'preferred_username':null}         | is absent",
                "{'preferred_username':[]}           | is absent",
                "{'preferred_username':7}            | is not a string",
                "{'preferred_username':true}         | is not a string",
                "{'preferred_username':{'a':'b'}}    | is not a string",
                "{'preferred_username':[['alice']]}  | is not a string",
                "{'preferred_username':['a','b']}    | has more than one value"
            })
    void aClaimThatIsNotOneStringIsRefused(String claims, String why) {
        MappingOutcome outcome = map(rule("principal", USER), claims);

        assertThat(outcome).isEqualTo(refused("rule 1: the claim preferred_username " + why));
    }

    @Test
    void aListOfOneIsOneValue() {
        MappingOutcome outcome = map(rule("principal", USER), "{'preferred_username':['alice']}");

        assertThat(outcome).isInstanceOf(MappingOutcome.Mapped.class);
    }

    @Test
    void theFirstRuleThatIsForTheClaimsDecides() {
        String rules = "[{'when':[{'claim':'groups','anyOf':['admin']}],'principal':'" + SESSION + "'},"
                + "{'when':[{'claim':'groups','anyOf':['staff','kms-*']}],'principal':'" + USER + "'},"
                + "{'principal':'arn:aws:iam::111122223333:user/guest'}]";

        assertThat(decidedBy(rules, "{'groups':['staff','admin'],'sub':'abc'}")).isEqualTo(1);
        assertThat(decidedBy(rules, "{'groups':['kms-users'],'preferred_username':'a'}"))
                .isEqualTo(2);
        assertThat(decidedBy(rules, "{'groups':['Admin','xkms-']}")).isEqualTo(3);
    }

    @Test
    void whatTheFirstRuleRefusesNoLaterOneAllows() {
        String rules = "[{'when':[{'claim':'groups','anyOf':['*']}],'principal':'" + SESSION + "'},"
                + "{'principal':'arn:aws:iam::111122223333:user/guest'}]";

        MappingOutcome outcome = map(rules, "{'groups':'x'}");

        assertThat(outcome).isEqualTo(refused("rule 1: the claim sub is absent"));
    }

    @Test
    void claimsThatNoRuleIsForAreRefused() {
        String rules = "[{'when':[{'claim':'groups','anyOf':['admin']}],'principal':'" + USER + "'}]";

        MappingOutcome outcome = map(rules, "{'preferred_username':'alice'}");

        assertThat(outcome).isEqualTo(refused("no rule is for these claims"));
    }

    @Test
    void everyConditionMustHold() {
        String rules = "[{'when':[{'claim':'realm_access.roles','anyOf':['a']},{'claim':'email_verified',"
                + "'anyOf':['true']},{'claim':'level','anyOf':['2']}],'principal':'" + USER + "'}]";
        String name = "'preferred_username':'alice'";

        assertThat(map(rules, "{'realm_access':{'roles':['a']},'email_verified':true,'level':2," + name + "}"))
                .isInstanceOf(MappingOutcome.Mapped.class);
        assertThat(map(rules, "{'realm_access':{'roles':['a']},'email_verified':false,'level':2," + name + "}"))
                .isInstanceOf(MappingOutcome.Refused.class);
        assertThat(map(rules, "{'realm_access':['a'],'email_verified':true,'level':2," + name + "}"))
                .isInstanceOf(MappingOutcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'g':null}", "{'g':[]}", "{'g':[null]}", "{'g':{}}", "{'g':[[]]}", "{'g':[['x']]}"})
    void aConditionOnNothingNeverHolds(String claims) {
        String rules = "[{'when':[{'claim':'g','anyOf':['*']}],'principal':'${claim:arn}'}]";

        assertThat(map(rules, claims)).isEqualTo(refused("no rule is for these claims"));
    }

    @Test
    void claimsBecomeTagsOfTheSession() {
        String rules = "[{'principal':'" + USER + "','tags':{'department':'${claim:org.department}',"
                + "'where':'${claim:site} / ${claim:floor}','source':'oidc'}}]";

        MappingOutcome outcome = map(
                rules,
                "{'preferred_username':'alice','org':{'department':'R + D @ 7'},'site':'Z\u00fcrich','floor':''}");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MappingOutcome.Mapped.class,
                        mapped -> assertThat(mapped.tags())
                                .containsExactly(
                                        Map.entry("department", "R + D @ 7"),
                                        Map.entry("where", "Z\u00fcrich / "),
                                        Map.entry("source", "oidc")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'site':'x', | the claim department is absent",
                "'department':7, | the claim department is not a string",
                "'department':['a','b'], | the claim department has more than one value",
                "'department':'a*b', | the value of the tag department is not one of a tag",
                "'department':'a\\nb', | the value of the tag department is not one of a tag"
            })
    void aTagThatIsNotOneStringIsRefused(String claim, String why) {
        String rules = "[{'principal':'" + USER + "','tags':{'department':'${claim:department}'}}]";

        MappingOutcome outcome = map(rules, "{" + claim + "'preferred_username':'alice'}");

        assertThat(outcome).isEqualTo(refused("rule 1: " + why));
    }

    @Test
    void anAccountBeyondTheIssuersIsRefused() {
        String rules = rule("principal", "${claim:arn}");
        String claims = "{'arn':'arn:aws:iam::999999999999:user/alice'}";

        assertThat(mapping(rules, "'*'").map(claims(claims))).isInstanceOf(MappingOutcome.Mapped.class);
        assertThat(map(rules, claims)).isEqualTo(refused("rule 1: the issuer may not name principals of that account"));
    }

    @Test
    void aRefusalRepeatsNoValue() {
        MappingOutcome outcome = map(rule("principal", USER), "{'preferred_username':'some secret'}");

        assertThat(outcome.toString()).doesNotContain("some secret");
    }

    @Test
    void aRuleMadeByHandMustNameAPrincipalToo() {
        ClaimTemplate template = ClaimTemplate.parse("arn:aws:iam::111122223333:role/${claim:sub}");

        assertThatThrownBy(() -> new MappingRule(List.of(), template, new LinkedHashMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"a", "a.b", "a-b:c.d_e", "'\"https://x.example/a.b\".c'", "'\"a b\"'"})
    void aPathIsWrittenAsItWasRead(String text) {
        assertThat(ClaimPath.parse(text))
                .hasValueSatisfying(path -> assertThat(path).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "\"a", "\"\"", "a\"b\"", "\"a\"b", "https://x"})
    void aPathThatNamesNoClaimIsNone(String text) {
        assertThat(ClaimPath.parse(text)).isEmpty();
    }

    @Test
    void accountsAreAllOrSome() {
        assertThat(new MappableAccounts.All().contains(ACCOUNT)).isTrue();
        assertThat(new MappableAccounts.Only(Set.of(ACCOUNT)).contains(ACCOUNT)).isTrue();
        assertThat(new MappableAccounts.Only(Set.of()).contains(ACCOUNT)).isFalse();
    }

    private static String rule(String name, String value) {
        return "[{'" + name + "':'" + value.replace("\"", "\\'") + "'}]";
    }

    private static int decidedBy(String rules, String claims) {
        return ((MappingOutcome.Mapped) map(rules, claims)).rule();
    }

    private static MappingOutcome map(String rules, String claims) {
        return mapping(rules, "['111122223333']").map(claims(claims));
    }

    private static ClaimMapping mapping(String rules, String accounts) {
        MappingReading reading = ClaimMappingJson.read(json("{'accounts':" + accounts + ",'rules':" + rules + "}"));
        if (reading instanceof MappingReading.Accepted accepted) {
            return accepted.mapping();
        }
        throw new AssertionError(reading);
    }

    private static Json.Obj claims(String text) {
        return (Json.Obj) json(text);
    }

    /** With single quotes for double ones. */
    private static Json json(String text) {
        return JsonTrees.parse(text.replace('\'', '"'));
    }

    private static MappingOutcome refused(String reason) {
        return new MappingOutcome.Refused(reason);
    }
}
