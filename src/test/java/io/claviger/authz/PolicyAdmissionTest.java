package io.claviger.authz;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Caller;
import io.claviger.common.KmsException;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.claviger.operation.Empty;
import io.claviger.operation.Quotas;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.policy.LintWarning;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.Calls;
import io.claviger.testkit.FakeStorage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyAdmissionTest {
    private static final User ALICE = user("Alice");
    private static final String INVALID_PRINCIPALS = "Policy contains a statement with one or more invalid principals.";
    private static final String LOCKOUT =
            "The new key policy will not allow you to update the key policy in the future.";
    private static final String DELEGATION = allow("{\"AWS\":\"111122223333\"}", "kms:*");

    private final FakeStorage storage = new FakeStorage()
            .with(
                    new Change.AccountCreated(account(ACCOUNT)),
                    new Change.AccountCreated(account(OTHER_ACCOUNT)),
                    new Change.EntityCreated(ALICE));
    private final List<LintWarning> warnings = new ArrayList<>();
    private final PolicyAdmission admission = new PolicyAdmission(
            new JsonTreeReader(),
            new PrincipalDirectory(storage),
            new Quotas(10, 10, 10, 600, 10),
            (key, found) -> warnings.addAll(found));

    @Test
    void textIsKeptByteForByte() {
        String text = "\n {\t\"Version\" : \"2012-10-17\",\r\n\"Statement\":" + DELEGATION + " }  ";

        PolicyText accepted = accept(text, Calls.root(), false);

        assertThat(accepted).isEqualTo(PolicyText.of(text));
        assertThat(accepted.text()).isEqualTo(text);
    }

    @Test
    void aPolicyThatProbablyMeansSomethingElseIsAcceptedWithAWarning() {
        String open = allow("\"*\"", "kms:*");

        accept(policy(open), Calls.root(), false);

        assertThat(warnings).extracting(LintWarning::kind).containsExactly(LintWarning.Kind.EVERYONE_WITHOUT_CONDITION);
    }

    @Test
    void aPolicyWithoutFaultsGivesNoWarning() {
        accept(policy(DELEGATION), Calls.root(), false);

        assertThat(warnings).isEmpty();
    }

    @Test
    void defaultPolicyIsThatOfTheConsole() {
        assertThat(admission.defaultPolicy(ACCOUNT).text()).isEqualTo(DefaultKeyPolicy.text(ACCOUNT));
    }

    @Test
    void lengthIsCountedInBytes() {
        String policy = policy(DELEGATION);
        String fits = policy + " ".repeat(600 - policy.length());
        String umlauts = policy("%s,\"Id\":\"%s\"".formatted(DELEGATION, "ü".repeat(300)));

        assertThat(accept(fits, Calls.root(), false).text().getBytes(StandardCharsets.UTF_8))
                .hasSize(600);
        assertRefused(fits + " ", "LimitExceededException", "The key policy is longer than 600 bytes.");
        assertThat(umlauts.length()).isLessThan(600);
        assertRefused(umlauts, "LimitExceededException", "The key policy is longer than 600 bytes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "null",
                "[]",
                "{}",
                "{\"Version\":\"2012-10-17\"}",
                "{\"Version\":\"2013-10-17\",\"Statement\":[]}",
                "{\"Statement\":{},\"Statement\":{}}"
            })
    void textThatIsNoPolicyIsMalformed(String text) {
        assertThatThrownBy(() -> accept(text, Calls.root(), true))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        refused -> assertThat(refused.code().wireName()).isEqualTo("MalformedPolicyDocumentException"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"*\"",
                "{\"AWS\":\"*\"}",
                "{\"AWS\":\"111122223333\"}",
                "{\"AWS\":\"arn:aws:iam::444455556666:root\"}",
                "{\"AWS\":\"arn:aws:iam::111122223333:user/team/Alice\"}",
                "{\"Service\":\"ec2.amazonaws.com\"}"
            })
    void principalsThatExistAreAccepted(String principal) {
        String text = policy(DELEGATION + "," + allow(principal, "kms:Encrypt"));

        assertThat(accept(text, Calls.root(), false).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AWS\":\"999999999999\"}",
                "{\"AWS\":\"arn:aws:iam::999999999999:root\"}",
                "{\"AWS\":\"arn:aws:iam::111122223333:user/team/bob\"}",
                "{\"AWS\":\"arn:aws:iam::111122223333:user/Alice\"}",
                "{\"AWS\":\"arn:aws:iam::111122223333:user/team/alice\"}",
                "{\"AWS\":\"arn:aws:iam::444455556666:user/team/Alice\"}",
                "{\"AWS\":\"arn:aws:iam::111122223333:role/any\"}",
                "{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/any/session\"}",
                "{\"AWS\":\"AIDAALICEALICEALICE42\"}",
                "{\"AWS\":\"nobody\"}",
                "{\"AWS\":[\"111122223333\",\"999999999999\"]}"
            })
    void principalsThatDoNotExistAreRefused(String principal) {
        assertRefused(
                policy(DELEGATION + "," + allow(principal, "kms:Encrypt")),
                "MalformedPolicyDocumentException",
                INVALID_PRINCIPALS);
    }

    @Test
    void principalsAreCheckedWhenTheLockoutCheckIsBypassed() {
        assertRefusedFor(Calls.root(), true, policy(allow("{\"AWS\":\"999999999999\"}", "kms:*")), INVALID_PRINCIPALS);
    }

    @Test
    void principalsOfDenyStatementsMustExistToo() {
        String deny = allow("{\"AWS\":\"999999999999\"}", "kms:*").replace("Allow", "Deny");

        assertRefused(policy(DELEGATION + "," + deny), "MalformedPolicyDocumentException", INVALID_PRINCIPALS);
    }

    // lockout

    @Test
    void policyThatShutsTheCallerOutIsRefused() {
        String forAlice = policy(allow("{\"AWS\":\"" + ALICE.arn() + "\"}", "kms:*"));

        assertRefusedFor(Calls.root(), false, forAlice, LOCKOUT);
        assertThat(accept(forAlice, Calls.user(ALICE), false).text()).isEqualTo(forAlice);
        assertThat(accept(forAlice, Calls.root(), true).text()).isEqualTo(forAlice);
    }

    @Test
    void policyThatLeavesOutPutKeyPolicyIsRefused() {
        assertRefusedFor(Calls.root(), false, policy(allow("{\"AWS\":\"111122223333\"}", "kms:Encrypt")), LOCKOUT);
    }

    @Test
    void policyThatDeniesTheCallerIsRefused() {
        String deny =
                allow("{\"AWS\":\"" + ALICE.arn() + "\"}", "kms:PutKeyPolicy").replace("Allow", "Deny");

        assertRefusedFor(Calls.user(ALICE), false, policy(DELEGATION + "," + deny), LOCKOUT);
        assertThat(accept(policy(DELEGATION + "," + deny), Calls.root(), false)).isNotNull();
    }

    @Test
    void directoryThatCannotBeReadFailsTheCall() {
        storage.setUnavailable(true);

        assertThatThrownBy(() -> accept(policy(DELEGATION), Calls.root(), false))
                .isInstanceOf(StorageUnavailableException.class);
    }

    private void assertRefused(String text, String error, String message) {
        assertThatThrownBy(() -> accept(text, Calls.root(), false))
                .isInstanceOfSatisfying(KmsException.class, refused -> {
                    assertThat(refused.code().wireName()).isEqualTo(error);
                    assertThat(refused.text()).contains(message);
                });
    }

    private void assertRefusedFor(Caller caller, boolean bypass, String text, String message) {
        assertThatThrownBy(() -> accept(text, caller, bypass)).hasMessage(message);
    }

    private PolicyText accept(String text, Caller caller, boolean bypass) {
        return admission
                .accept(text, Calls.of(Empty.INSTANCE, caller), key(1).arn(), bypass)
                .await()
                .indefinitely();
    }

    private static String allow(String principal, String action) {
        return "{\"Effect\":\"Allow\",\"Principal\":" + principal + ",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}";
    }

    private static String policy(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }
}
