package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockoutCheckTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final Arn KEY =
            new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/1234abcd-12ab-34cd-56ef-1234567890ab");
    private static final AccessRequest REQUEST = AccessRequest.onResource(
            new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/", "Admin"), "AIDAEXAMPLEEXAMPLE01"),
            Action.of("kms:CreateKey"),
            KEY,
            ACCOUNT,
            Context.builder().put("aws:SecureTransport", "true").build());

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "allows the caller            | true  | 'Allow' | 'arn:aws:iam::111122223333:user/Admin' | 'kms:*'",
                "allows the caller's account  | true  | 'Allow' | 'arn:aws:iam::111122223333:root'       | 'kms:Put*'",
                "allows everybody             | true  | 'Allow' | '*'                                    | 'kms:PutKeyPolicy'",
                "allows somebody else         | false | 'Allow' | 'arn:aws:iam::111122223333:user/Other' | 'kms:*'",
                "allows other actions         | false | 'Allow' | 'arn:aws:iam::111122223333:user/Admin' | 'kms:Decrypt'",
                "denies the caller            | false | 'Deny'  | 'arn:aws:iam::111122223333:user/Admin' | 'kms:*'",
            })
    void asksTheNewPolicyAlone(String sentence, boolean expected, String effect, String principal, String action) {
        PolicyDocument policy = policy("""
                {"Effect": %s, "Principal": {"AWS": %s}, "Action": %s, "Resource": "*"}
                """.formatted(quoted(effect), quoted(principal), quoted(action)));

        assertThat(LockoutCheck.passes(policy, REQUEST, false)).as(sentence).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void evaluatesConditionsInTheContextOfTheCaller(String secureTransport, boolean expected) {
        PolicyDocument policy = policy("""
                {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
                 "Condition": {"Bool": {"aws:SecureTransport": "%s"}}}
                """.formatted(secureTransport));

        assertThat(LockoutCheck.passes(policy, REQUEST, false)).isEqualTo(expected);
    }

    private static PolicyDocument policy(String statement) {
        return PolicyParser.compile(
                JsonTrees.parse("{\"Version\": \"2012-10-17\", \"Statement\": " + statement + "}"), PolicyKind.KEY);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
