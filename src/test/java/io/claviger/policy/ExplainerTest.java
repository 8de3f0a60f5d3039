package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.SingleChange.AddAllow;
import io.claviger.policy.SingleChange.SetConditionKey;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the vectors of explanations cannot say. */
class ExplainerTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");

    @Test
    void aPolicyOfVeryManyValuesIsNotTriedToTheEnd() {
        String values = IntStream.range(0, 2 * ChangeSearch.MOST_TRIES)
                .mapToObj(i -> "\"svc" + i + "\"")
                .collect(Collectors.joining(","));
        String statement = "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:*\", \"Resource\": \"*\","
                + " \"Condition\": {\"StringEquals\": {\"kms:ViaService\": [" + values + "], \"a:b\": \"c\"}}}";

        ChangeSearch.Found found = explain(Context.EMPTY, statement).changes();

        assertThat(found.changes()).isEmpty();
        assertThat(found.isComplete()).isFalse();
    }

    @Test
    void aKeyThatKeyPoliciesDoNotSeeIsNotProposedForOne() {
        String statement = """
                {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
                 "Condition": {"StringEquals": {"kms:ResourceAliases": "alias/a"}}}""";
        Context unseen = new Context() {
            @Override
            public List<String> values(String foldedKey) {
                return List.of();
            }

            @Override
            public boolean isForResourcePolicy(String foldedKey) {
                return !foldedKey.equals("kms:resourcealiases");
            }
        };

        assertThat(explain(Context.EMPTY, statement).changes().smallest())
                .contains(new SetConditionKey("kms:ResourceAliases", List.of("alias/a"), null));
        assertThat(explain(unseen, statement).changes().smallest())
                .contains(new AddAllow(Layer.RESOURCE, 0, "arn:aws:iam::111122223333:user/A"));
    }

    @Test
    void aPolicyMentionsTheKeysOfConditionsAndOfVariables() {
        PolicyDocument document = PolicyParser.compile(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": [
                          {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:kms:*:*:key/${aws:PrincipalTag/Key}",
                           "Condition": {"StringEquals": {"kms:EncryptionContext:User": "${aws:username, 'none'}"},
                             "NumericLessThan": {"a:Days": "7"}, "Null": {"a:Gone": "true"}}},
                          {"Effect": "Deny", "Action": "*", "Resource": "${*}",
                           "Condition": {"Bool": {"aws:SecureTransport": "${a:Flag}"}}}]}"""), PolicyKind.IDENTITY);

        assertThat(document.mentionedKeys())
                .containsExactlyInAnyOrder(
                        "aws:principaltag/key",
                        "kms:encryptioncontext:user",
                        "aws:username",
                        "a:days",
                        "a:gone",
                        "aws:securetransport",
                        "a:flag");
    }

    private static Explanation explain(Context context, String statement) {
        AccessRequest request = AccessRequest.onResource(
                new Principal.User(ACCOUNT, Arn.user(ACCOUNT, "/", "A"), "AIDAEXAMPLEEXAMPLE01"),
                Action.of("kms:Decrypt"),
                new Arn("aws", "kms", "us-west-2", ACCOUNT.value(), "key/abc"),
                ACCOUNT,
                context);
        String document = "{\"Version\": \"2012-10-17\", \"Statement\": [" + statement + "]}";
        return ExplanationChecks.agreesWithEngine(
                request,
                PolicySet.EMPTY.withResourcePolicy(PolicyParser.compile(JsonTrees.parse(document), PolicyKind.KEY)));
    }
}
