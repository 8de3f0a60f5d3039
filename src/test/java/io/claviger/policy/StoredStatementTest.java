package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of a stored key policy without action or resource: without effect, unless something else is meant. */
class StoredStatementTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"action\": \"kms:Sign\", \"Resource\": \"*\"",
                "\"Action\": \"kms:Encrypt\", \"Resources\": \"*\""
            })
    void denyWithAMisspeltElementDeniesAllThatItMightMean(String elements) {
        Decision decision = decide(elements);

        assertThat(decision).isInstanceOf(Decision.ExplicitlyDenied.class);
    }

    @Test
    void misspeltResourceLeavesTheActionReadable() {
        Decision decision = decide("\"Action\": \"kms:Sign\", \"Resources\": \"*\"");

        assertThat(decision.isAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Action\": \"kms:Encrypt\"", "\"Resource\": \"*\"", "\"Sid\": \"none\""})
    void denyWithoutActionOrResourceHasNoEffect(String elements) {
        Decision decision = decide(elements);

        assertThat(decision.isAllowed()).isTrue();
    }

    /** The answer to kms:Encrypt where one statement allows everything and the other denies. */
    private static Decision decide(String elements) {
        PolicyDocument policy = PolicyParser.compile(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": [
                          {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
                          {"Effect": "Deny", "Principal": "*", %s}]}
                        """.formatted(elements)), PolicyKind.KEY);
        Arn key = new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/1");
        return PolicyEngine.decide(
                AccessRequest.onResource(
                        new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/", "Bob"), "AIDABOB"),
                        Action.of("kms:Encrypt"),
                        key,
                        ACCOUNT,
                        Context.EMPTY),
                new PolicySet(policy, List.of(), null, List.of(), List.of(), List.of(), true));
    }
}
