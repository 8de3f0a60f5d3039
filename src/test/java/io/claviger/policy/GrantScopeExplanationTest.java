package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.GateOutcome.Gate;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retiring a grant, which no policy allows and any can deny. */
class GrantScopeExplanationTest {
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final Arn KEY = new Arn("aws", "kms", "us-west-2", OWNER.value(), "key/k");

    @ParameterizedTest
    @CsvSource({
        "111122223333, Allow, NONE, DENIED, GRANT_OPERATION",
        "111122223333, Allow, IN_PERSON, SKIPPED, GRANT_ALLOWS_INSTEAD",
        "111122223333, Allow, THROUGH_ACCOUNT, DENIED, GRANT_OPERATION",
        "111122223333, Deny, IN_PERSON, DENIED, EXPLICIT_DENY",
        "444455556666, Allow, NONE, DENIED, GRANT_OPERATION",
        "444455556666, Allow, IN_PERSON, SKIPPED, GRANT_ALLOWS_INSTEAD",
        "444455556666, Deny, IN_PERSON, DENIED, EXPLICIT_DENY"
    })
    void onlyTheGrantAllows(
            AccountId account, String effect, String grant, GateOutcome.Verdict verdict, GateRule rule) {
        AccessRequest request = AccessRequest.onGrant(
                new Principal.User(account, Arn.user(account, "/", "Alice"), "AIDA1"),
                Action.of("kms:RetireGrant"),
                KEY,
                OWNER,
                Context.EMPTY);
        PolicyDocument policy = PolicyParser.compile(
                JsonTrees.parse("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect
                        + "\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"),
                PolicyKind.KEY);
        PolicySet policies = PolicySet.EMPTY
                .withResourcePolicy(policy)
                .withGrants(
                        grant.equals("NONE")
                                ? List.of()
                                : List.of(new GrantMatch("g-1", grant.equals("THROUGH_ACCOUNT"))));

        Explanation explanation = ExplanationChecks.agreesWithEngine(request, policies);

        assertThat(explanation.gates())
                .filteredOn(gate -> gate.gate() == Gate.RESOURCE)
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.verdict()).isEqualTo(verdict);
                    assertThat(gate.rule()).isEqualTo(rule);
                });
    }
}
