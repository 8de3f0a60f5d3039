package io.claviger.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicySet;
import io.claviger.policy.Principal;
import io.claviger.testkit.JsonTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RecordedDecisionTest {
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final AccountId PARTNER = new AccountId("444455556666");
    private static final Arn KEY = Arn.parse(
                    "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
            .orElseThrow();

    @Test
    void everyKindOfDecisionIsReadAsItWasWritten() {
        PolicyDocument allow = document(PolicyKind.KEY, "Allow", "\"Principal\": \"*\",");
        PolicyDocument deny = document(PolicyKind.KEY, "Deny", "\"Principal\": \"*\",");
        PolicyDocument identity = document(PolicyKind.IDENTITY, "Allow", "");
        PolicySet limits = PolicySet.EMPTY
                .withIdentityPolicies(List.of(identity))
                .withBoundary(document(PolicyKind.BOUNDARY, "Allow", ""))
                .withSessionPolicies(List.of(document(PolicyKind.SESSION, "Allow", "")))
                .withControlLevels(List.of(List.of(document(PolicyKind.SCP, "Allow", ""))));
        List<PolicySet> sets = List.of(
                PolicySet.EMPTY.withResourcePolicy(allow),
                limits.withResourcePolicy(allow),
                limits.withResourcePolicy(deny),
                PolicySet.EMPTY,
                PolicySet.EMPTY.withGrants(List.of(new GrantMatch("a".repeat(64), false))));

        assertThat(sets).allSatisfy(policies -> {
            AccessRequest request = request(
                    OWNER, Context.builder().put("kms:ViaService", "ec2").build());
            Decision decision = PolicyEngine.decide(request, policies);
            RecordedDecision written = RecordedDecision.of(request, policies, decision, OWNER);

            assertThat(RecordedDecision.read(json(written.toMap()), OWNER)).contains(written);
        });
    }

    @Test
    void onlyTheKeysThatPoliciesMentionAreKept() {
        PolicyDocument policy = document(
                PolicyKind.KEY,
                "Allow",
                "\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"kms:ViaService\": \"${aws:username}\"}},");
        Context context = Context.builder()
                .put("kms:viaservice", "ec2")
                .put("aws:username", "alice")
                .put("aws:SourceIp", "192.0.2.1")
                .build();
        PolicySet policies = PolicySet.EMPTY.withResourcePolicy(policy);
        AccessRequest request = request(OWNER, context);

        RecordedDecision written =
                RecordedDecision.of(request, policies, PolicyEngine.decide(request, policies), OWNER);

        assertThat(written.contextOrEmpty())
                .isEqualTo(Map.of("kms:viaservice", List.of("ec2"), "aws:username", List.of("alice")));
    }

    @Test
    void aLongContextIsLeftOut() {
        PolicyDocument policy = document(
                PolicyKind.KEY,
                "Allow",
                "\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"kms:EncryptionContext:a\": \"b\"}},");
        Context context = Context.builder()
                .put("kms:EncryptionContext:a", "x".repeat(9_000))
                .build();
        PolicySet policies = PolicySet.EMPTY.withResourcePolicy(policy);
        AccessRequest request = request(OWNER, context);

        RecordedDecision written =
                RecordedDecision.of(request, policies, PolicyEngine.decide(request, policies), OWNER);

        assertThat(written.context()).isNull();
        assertThat(written.toMap()).containsEntry("contextOmitted", true);
        assertThat(RecordedDecision.read(json(written.toMap()), OWNER)).contains(written);
    }

    @Test
    void aForeignerLearnsNothingOfTheKeysPolicy() {
        PolicyDocument policy = document(
                PolicyKind.KEY,
                "Allow",
                "\"Sid\": \"secret-sid\", \"Principal\": \"*\", \"Condition\": {\"Null\": {\"aws:SourceIp\":"
                        + " \"false\"}},");
        Context context = Context.builder().put("aws:SourceIp", "192.0.2.1").build();
        PolicySet policies = PolicySet.EMPTY
                .withResourcePolicy(policy)
                .withForeignersCounting(true)
                .withIdentityPolicies(List.of(document(PolicyKind.IDENTITY, "Allow", "")));
        AccessRequest request = request(PARTNER, context);
        Decision decision = PolicyEngine.decide(request, policies);

        RecordedDecision written = RecordedDecision.of(request, policies, decision, PARTNER);

        assertThat(decision.isAllowed()).isTrue();
        assertThat(written.toMap().toString())
                .doesNotContain("secret-sid")
                .doesNotContain(policy.id())
                .doesNotContain("sourceip")
                .contains("identity");
    }

    @Test
    void otherJsonIsNoRecord() {
        for (String text : List.of("{}", "[]", "null", "{\"action\": \"kms:Decrypt\"}", "{\"result\": \"Allowed\"}")) {
            assertThat(RecordedDecision.read(JsonTrees.parse(text), OWNER)).isEmpty();
        }
    }

    private static PolicyDocument document(PolicyKind kind, String effect, String rest) {
        String text = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"" + effect + "\", " + rest
                + " \"Action\": \"kms:*\", \"Resource\": \"*\"}]}";
        return PolicyParser.compile(JsonTrees.parse(text), kind).withId("id-of-" + kind + "-" + effect);
    }

    private static AccessRequest request(AccountId account, Context context) {
        Arn user = Arn.user(account, "/", "alice");
        return AccessRequest.onResource(
                new Principal.User(account, user, "AIDAALICE"), Action.of("kms:Decrypt"), KEY, OWNER, context);
    }

    private static Json json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                SequencedMap<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put((String) name, json(member)));
                yield new Json.Obj(members);
            }
            case List<?> list ->
                new Json.Arr(list.stream().map(RecordedDecisionTest::json).toList());
            case Boolean flag -> new Json.Bool(flag);
            case Number number -> new Json.Num(number.toString());
            default -> new Json.Str(value.toString());
        };
    }
}
