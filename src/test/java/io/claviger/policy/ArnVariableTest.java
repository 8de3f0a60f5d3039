package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables in the values of ARN operators: for a part, and for the whole. */
class ArnVariableTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final Context CONTEXT = Context.builder()
            .put("aws:SourceArn", "arn:aws:sns:us-west-2:111122223333:topic")
            .put("aws:PrincipalTag/whole", "arn:aws:sns:us-west-2:111122223333:topic")
            .put("aws:PrincipalTag/stars", "arn:aws:sns:*:*:topic")
            .put("aws:PrincipalTag/tail", "us-west-2:111122223333:topic")
            .put("aws:PrincipalTag/two", "sns:us-west-2")
            .put("aws:PrincipalTag/text", "topic")
            .put("aws:PrincipalTag/account", "111122223333")
            .build();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "ArnEquals, ${aws:PrincipalTag/whole}, true",
                "ArnNotEquals, ${aws:PrincipalTag/whole}, false",
                "ArnLike, *${aws:PrincipalTag/tail}, false",
                "ArnLike, ${aws:PrincipalTag/whole}*, true",
                "ArnLike, ${*}${aws:PrincipalTag/whole}, false",
                // colons of a variable count only where the author wrote none
                "ArnLike, arn:aws:sns:${aws:PrincipalTag/tail}, false",
                "ArnNotLike, arn:aws:sns:${aws:PrincipalTag/tail}, true",
                // what a variable brings in has no wildcards
                "ArnLike, ${aws:PrincipalTag/stars}, false",
                "ArnNotLike, ${aws:PrincipalTag/stars}, true",
                // no ARN, and no value
                "ArnEquals, ${aws:PrincipalTag/text}, false",
                "ArnNotEquals, ${aws:PrincipalTag/text}, true",
                "ArnEquals, ${aws:PrincipalTag/none}, false",
                "ArnNotEquals, ${aws:PrincipalTag/none}, false",
                "ArnNotEquals, arn:aws:${aws:PrincipalTag/none}, false",
                // a pattern of six parts stays one, whatever the variable brings
                "ArnLike, arn:aws:sns:*:${aws:PrincipalTag/account}:topic, true",
                "ArnLike, arn:aws:sns:${aws:PrincipalTag/tail}:*:*, false",
                "ArnLike, arn:aws:${aws:PrincipalTag/two}:*:*:*, false",
                "ArnLike, arn:aws:${aws:PrincipalTag/two}*:*:*:*, false",
            })
    void comparesWithTheValueOfTheVariable(String operator, String pattern, boolean holds) {
        PolicyDocument policy =
                PolicyParser.compile(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                         "Condition": {"%s": {"aws:SourceArn": "%s"}}}}
                        """.formatted(operator, pattern)), PolicyKind.IDENTITY);
        Principal user = new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/", "Bob"), "AIDABOB");

        Decision decision = PolicyEngine.decide(
                AccessRequest.onAccount(user, Action.of("kms:ListKeys"), "*", ACCOUNT, CONTEXT),
                PolicySet.EMPTY.withIdentityPolicies(List.of(policy)));

        assertThat(decision.isAllowed()).isEqualTo(holds);
    }
}
