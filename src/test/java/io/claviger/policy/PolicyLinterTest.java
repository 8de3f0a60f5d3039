package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import io.claviger.policy.KnownKeys.KnownKey;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents and their warnings, for a service with a few keys and actions. */
class PolicyLinterTest {
    private static final KnownKey SINGLE = new KnownKey(false, false, false);
    private static final KnownKey MULTIVALUED = new KnownKey(true, false, false);
    private static final KnownKey ALWAYS = new KnownKey(false, true, false);
    private static final Map<String, KnownKey> BY_NAME = Map.of(
            "kms:viaservice", SINGLE,
            "kms:encryptioncontext:app", SINGLE,
            "kms:encryptioncontext:user", SINGLE,
            "kms:schedulekeydeletionpendingwindowindays", SINGLE,
            "kms:encryptioncontextkeys", MULTIVALUED,
            "kms:resourcealiases", new KnownKey(true, false, true),
            "aws:requestedregion", ALWAYS,
            "aws:sourceip", ALWAYS,
            "aws:currenttime", ALWAYS,
            "aws:principalarn", ALWAYS);
    static final KnownKeys KEYS = foldedKey -> Optional.ofNullable(BY_NAME.get(foldedKey));
    static final KnownActions ACTIONS = new FewActions();

    @TestFactory
    Stream<DynamicTest> warnsAsTheVectorsSay() {
        return OwnVectors.read("lint.json").stream().map(json -> test(new Fields(json)));
    }

    private static DynamicTest test(Fields vector) {
        return DynamicTest.dynamicTest(vector.text("sentence"), () -> {
            PolicyKind kind = PolicyKind.valueOf(vector.optionalText("kind").orElse("KEY"));
            Json document = vector.required("document");
            List<String> expected = vector.texts("warnings");
            vector.refuseOthers();

            List<LintWarning> warnings = PolicyLinter.lint(document, kind, KEYS, ACTIONS);

            assertThat(warnings)
                    .extracting(warning -> warning.kind() + " " + warning.kind().severity() + " " + warning.pointer())
                    .isEqualTo(expected);
        });
    }

    @Test
    void aWarningNamesItsStatement() {
        Json document = JsonTrees.parse("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"},
                  {"Sid": "open", "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}""");

        List<LintWarning> warnings = PolicyLinter.lint(document, PolicyKind.KEY, KEYS, ACTIONS);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.statement()).isEqualTo(1);
            assertThat(warning.statementId()).contains("open");
            assertThat(warning.message()).startsWith("The statement allows everyone, without a condition");
        });
    }

    @Test
    void whatIsNoDocumentHasNoWarning() {
        assertThat(PolicyLinter.lint(new Json.Null(), PolicyKind.KEY, KEYS, ACTIONS))
                .isEmpty();
    }

    private static final class FewActions implements KnownActions {
        @Override
        public List<Action> all() {
            return Stream.of(
                            "Decrypt",
                            "Encrypt",
                            "ReEncryptFrom",
                            "ReEncryptTo",
                            "GenerateDataKey",
                            "CreateGrant",
                            "ListGrants",
                            "DescribeKey",
                            "TagResource",
                            "CreateAlias",
                            "DeleteAlias",
                            "CreateKey",
                            "ListKeys",
                            "ListKeyPolicies")
                    .map(name -> Action.of("kms:" + name))
                    .toList();
        }

        @Override
        public boolean isOnKey(Action action) {
            return !action.equals(Action.of("kms:CreateKey")) && !action.equals(Action.of("kms:ListKeys"));
        }

        @Override
        public boolean isOnAlias(Action action) {
            return action.folded().endsWith("alias");
        }
    }
}
