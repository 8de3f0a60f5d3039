package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import org.junit.jupiter.api.Test;

class DefaultKeyPolicyTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");

    @Test
    void holdsWhatTheRealOneHolds() {
        assertThat(JsonTrees.parse(DefaultKeyPolicy.text(ACCOUNT))).isEqualTo(JsonTrees.parse("""
                                {"Version":"2012-10-17","Id":"key-default-1","Statement":[{
                                "Sid":"Enable IAM User Permissions","Effect":"Allow",
                                "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}
                                """));
    }

    @Test
    void isPrintedWithSpacedColons() {
        assertThat(DefaultKeyPolicy.text(ACCOUNT))
                .startsWith("{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n")
                .contains("\"AWS\" : \"arn:aws:iam::111122223333:root\"")
                .endsWith("  } ]\n}");
    }

    @Test
    void passesItsOwnChecks() {
        ParseResult result = PolicyParser.parse(JsonTrees.parse(DefaultKeyPolicy.text(ACCOUNT)), PolicyKind.KEY);

        assertThat(result).isInstanceOfSatisfying(ParseResult.Accepted.class, accepted -> {
            AccessRequest request = AccessRequest.onResource(
                    new Principal.Root(ACCOUNT),
                    Action.of("kms:CreateKey"),
                    new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/x"),
                    ACCOUNT,
                    Context.EMPTY);
            assertThat(LockoutCheck.passes(accepted.document(), request, false)).isTrue();
        });
    }
}
