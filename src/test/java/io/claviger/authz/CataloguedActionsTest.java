package io.claviger.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authz.condition.CataloguedKeys;
import io.claviger.policy.Action;
import io.claviger.policy.LintWarning;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyLinter;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CataloguedActionsTest {
    private final CataloguedActions actions = new CataloguedActions();

    @Test
    void everyOperationHasItsActionAndReEncryptTwo() {
        assertThat(actions.all())
                .filteredOn(action -> action.toString().startsWith("kms:"))
                .hasSize(61)
                .contains(Action.of("kms:Decrypt"), Action.of("kms:ReEncryptFrom"), Action.of("kms:ReEncryptTo"))
                .doesNotContain(Action.of("kms:ReEncrypt"));
    }

    @Test
    void keyPoliciesGrantNoOperationOfTheAccount() {
        assertThat(actions.all().stream().filter(action -> !actions.isOnKey(action)))
                .filteredOn(action -> action.toString().startsWith("kms:"))
                .hasSize(13)
                .contains(Action.of("kms:CreateKey"), Action.of("kms:EvaluatePolicies"), Action.of("kms:ListKeys"))
                .doesNotContain(Action.of("kms:CreateAlias"));
    }

    @Test
    void threeActionsConcernAliases() {
        assertThat(actions.all().stream().filter(actions::isOnAlias))
                .containsExactly(
                        Action.of("kms:CreateAlias"), Action.of("kms:DeleteAlias"), Action.of("kms:UpdateAlias"));
    }

    @Test
    void actionsOfIamAndStsAreKnownAndNeverOnAKey() {
        assertThat(actions.all())
                .contains(
                        Action.of("iam:CreateUser"),
                        Action.of("iam:PassRole"),
                        Action.of("sts:AssumeRole"),
                        Action.of("sts:TagSession"))
                .filteredOn(actions::isOnKey)
                .allMatch(action -> action.toString().startsWith("kms:"));
    }

    @Test
    void aKeyPolicyThatNamesAnActionOfIamIsWarnedAbout() {
        List<LintWarning> warnings =
                PolicyLinter.lint(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"AWS": "arn:aws:iam::111122223333:user/ExampleUser"},
                          "Action": ["iam:CreateUser", "iam:CreateUsr", "s3:GetObject"], "Resource": "*"}]}"""), PolicyKind.KEY, new CataloguedKeys(), actions);

        assertThat(warnings)
                .extracting(LintWarning::kind)
                .containsExactly(LintWarning.Kind.ACTION_NEVER_GRANTED_BY_KEY_POLICY, LintWarning.Kind.UNKNOWN_ACTION);
    }

    @Test
    void theFoundingExampleIsOnlyInformedAbout() {
        List<LintWarning> warnings =
                PolicyLinter.lint(JsonTrees.parse("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"AWS": "arn:aws:iam::111122223333:user/ExampleUser"},
                          "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                            "kms:CreateGrant", "kms:ListGrants", "kms:DescribeKey"],
                          "Resource": "*",
                          "Condition": {"ForAnyValue:StringEquals": {"kms:ViaService": [
                            "ec2.us-west-2.amazonaws.com", "rds.us-west-2.amazonaws.com"]}}}]}"""), PolicyKind.KEY, new CataloguedKeys(), actions);

        assertThat(warnings)
                .extracting(warning -> warning.kind().severity())
                .containsExactly(LintWarning.Severity.INFORMATION);
    }
}
