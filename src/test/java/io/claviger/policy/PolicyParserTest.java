package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyParserTest {

    @TestFactory
    Stream<DynamicTest> acceptsAndRefusesAsTheVectorsSay() {
        return OwnVectors.read("documents.json").stream().map(json -> test(new Fields(json)));
    }

    private static DynamicTest test(Fields vector) {
        return DynamicTest.dynamicTest(vector.text("sentence"), () -> {
            PolicyKind kind = PolicyKind.valueOf(vector.text("kind"));
            Json document = vector.required("document");
            List<String> expected = vector.texts("problems");
            vector.refuseOthers();

            ParseResult result = PolicyParser.parse(document, kind);

            assertThat(describe(result)).isEqualTo(expected);
        });
    }

    private static List<String> describe(ParseResult result) {
        return switch (result) {
            case ParseResult.Accepted accepted -> List.of();
            case ParseResult.Refused refused ->
                refused.problems().stream()
                        .map(problem -> problem.kind() + " " + problem.statement() + " " + problem.element())
                        .toList();
        };
    }

    @Test
    void saysWhichStatementAndElementIsWrong() {
        PolicyProblem problem = onlyProblem("""
                {"Statement": [
                  {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"},
                  {"Effect": "Permit", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}
                """);

        assertThat(problem.message()).isEqualTo("Policy statement 2: Effect must be `Allow` or `Deny`");
        assertThat(problem.errorCode()).isEqualTo(ErrorCode.MALFORMED_POLICY_DOCUMENT);
    }

    @Test
    void speaksAwsWordsAboutPrincipals() {
        PolicyProblem problem = onlyProblem("""
                {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/*"},
                  "Action": "kms:*", "Resource": "*"}}
                """);

        assertThat(problem.message()).isEqualTo("Policy contains a statement with one or more invalid principals.");
        assertThat(problem.errorCode()).isEqualTo(ErrorCode.MALFORMED_POLICY_DOCUMENT);
    }

    @Test
    void answersGroupsWithInvalidArn() {
        PolicyProblem problem = onlyProblem("""
                {"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:group/Admins"},
                  "Action": "kms:*", "Resource": "*"}}
                """);

        assertThat(problem.errorCode()).isEqualTo(ErrorCode.INVALID_ARN);
    }

    @Test
    void speaksAwsWordsAboutForAllValues() {
        PolicyProblem problem = onlyProblem("""
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*",
                  "Condition": {"ForAllValues:StringEquals": {"kms:EncryptionContext:AppName": "A"}}}}
                """);

        assertThat(problem.message())
                .isEqualTo("OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued"
                        + " condition key matches requests without the specified encryption context or with an"
                        + " unspecified encryption context. To fix, remove ForAllValues.");
    }

    private static PolicyProblem onlyProblem(String text) {
        ParseResult result = PolicyParser.parse(JsonTrees.parse(text), PolicyKind.KEY);
        assertThat(result).isInstanceOf(ParseResult.Refused.class);
        List<PolicyProblem> problems = ((ParseResult.Refused) result).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    @Test
    void namesEveryPrincipalOnce() {
        PolicyDocument document = PolicyParser.compile(JsonTrees.parse("""
                        {"Statement": [
                          {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {
                            "AWS": ["arn:aws:iam::111122223333:root", "111122223333", "arn:aws:iam::111122223333:user/A"],
                            "Service": "ec2.amazonaws.com"}},
                          {"Effect": "Deny", "Action": "kms:*", "Resource": "*", "NotPrincipal": {
                            "AWS": ["arn:aws:iam::111122223333:user/A", "arn:aws:iam::111122223333:role/p/R"]}}]}
                        """), PolicyKind.KEY);

        AccountId account = new AccountId("111122223333");
        assertThat(document.principals())
                .containsExactly(
                        new PrincipalPattern.Account(account),
                        new PrincipalPattern.User(Arn.user(account, "/", "A")),
                        new PrincipalPattern.Service("ec2.amazonaws.com"),
                        new PrincipalPattern.Role(new Arn("aws", "iam", "", "111122223333", "role/p/R")));
    }
}
