package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy may name one long value a thousand times: 32 KiB of policy would become megabytes for each statement. */
class LongVariableTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final String LONG = "x".repeat(8_000);
    private static final String MANY = "${kms:EncryptionContext:a}".repeat(1_200);

    @ParameterizedTest
    @ValueSource(strings = {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike", "ArnEquals"})
    void whatIsLongerThanTheValueDoesNotMatch(String operator) {
        assertThat(isAllowed(operator, MANY, LONG)).isFalse();
        assertThat(isAllowed(operator, "arn:aws:kms:*:*:" + MANY, LONG)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotLike"})
    void andItsNegationHolds(String operator) {
        assertThat(isAllowed(operator, MANY, LONG)).isTrue();
        assertThat(isAllowed(operator, MANY + "${aws:username}", LONG)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringEquals", "StringEqualsIgnoreCase", "StringLike"})
    void whatIsAsLongAsTheValueMayMatch(String operator) {
        assertThat(isAllowed(operator, "${kms:EncryptionContext:a}", LONG)).isTrue();
        assertThat(isAllowed(operator, "${kms:EncryptionContext:a}${*}", LONG)).isFalse();
    }

    private static boolean isAllowed(String operator, String wanted, String value) {
        PolicyDocument policy = PolicyParser.compile(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*",
                         "Resource": "*", "Condition": {"%s": {"kms:EncryptionContext:b": "%s"}}}}""".formatted(operator, wanted)), PolicyKind.KEY);
        Context context = Context.builder()
                .put("kms:EncryptionContext:a", LONG)
                .put("kms:EncryptionContext:b", value)
                .build();
        AccessRequest request = AccessRequest.onResource(
                new Principal.Root(ACCOUNT),
                Action.of("kms:Decrypt"),
                new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/k"),
                ACCOUNT,
                context);
        return PolicyEngine.decide(request, PolicySet.EMPTY.withResourcePolicy(policy))
                .isAllowed();
    }
}
