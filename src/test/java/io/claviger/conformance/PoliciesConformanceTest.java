package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;

@QuarkusTest
@TestProfile(ServiceProfile.class)
class PoliciesConformanceTest extends ServiceTest {
    private static final List<String> ALL = List.of("kms:*");

    private String key;

    @BeforeEach
    void setUpKey() {
        key = newKey();
    }

    @Test
    void aKeyWithoutAPolicyHasTheDefaultOne() {
        GetKeyPolicyResponse answer = kms.getKeyPolicy(in -> in.keyId(key));

        assertThat(answer.policyName()).isEqualTo("default");
        assertThat(answer.policy()).isEqualTo("""
                        {
                          "Version" : "2012-10-17",
                          "Id" : "key-default-1",
                          "Statement" : [ {
                            "Sid" : "Enable IAM User Permissions",
                            "Effect" : "Allow",
                            "Principal" : {
                              "AWS" : "arn:aws:iam::%s:root"
                            },
                            "Action" : "kms:*",
                            "Resource" : "*"
                          } ]
                        }""".formatted(admin.accountId()));
    }

    /** Key administrators, key users and grants, as the console writes them. */
    private String consolePolicy(Identity user) {
        return """
                {
                    "Id": "key-consolepolicy-3",
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "Enable IAM User Permissions",
                            "Effect": "Allow",
                            "Principal": {"AWS": "%1$s"},
                            "Action": "kms:*",
                            "Resource": "*"
                        },
                        {
                            "Sid": "Allow use of the key",
                            "Effect": "Allow",
                            "Principal": {"AWS": ["%2$s"]},
                            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                                       "kms:DescribeKey"],
                            "Resource": "*"
                        },
                        {
                            "Sid": "Allow attachment of persistent resources",
                            "Effect": "Allow",
                            "Principal": {"AWS": "%2$s"},
                            "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
                            "Resource": "*",
                            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}
                        }
                    ]
                }\t
                """.formatted(root(admin), user.arn());
    }

    @Test
    void aPolicyComesBackExactlyAsItWasPut() {
        Identity user = identities.user(admin.account(), "keyUser");
        String policy = consolePolicy(user);

        kms.putKeyPolicy(in -> in.keyId(key).policy(policy).policyName("default"));

        assertThat(kms.getKeyPolicy(in -> in.keyId(key).policyName("default")).policy())
                .isEqualTo(policy);
        assertThat(clients.as(user)
                        .encrypt(in -> in.keyId(key).plaintext(bytes("x")))
                        .keyId())
                .isEqualTo(key);
    }

    @Test
    void putKeyPolicyReplacesTheWholePolicy() {
        Identity user = identities.user(admin.account(), "keyUser");
        kms.putKeyPolicy(in -> in.keyId(key).policy(consolePolicy(user)));
        String next = Policies.document(Policies.allow(root(admin), ALL));

        kms.putKeyPolicy(in -> in.keyId(key).policy(next));

        assertThat(kms.getKeyPolicy(in -> in.keyId(key)).policy()).isEqualTo(next);
        assertThat(refusal(() -> clients.as(user).describeKey(in -> in.keyId(key)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void thereIsNoOtherPolicyName() {
        String policy = Policies.document(Policies.allow(root(admin), ALL));

        assertRefused(
                () -> kms.getKeyPolicy(in -> in.keyId(key).policyName("other")),
                "NotFoundException",
                "No such policy exists");
        assertThat(refusal(() -> kms.putKeyPolicy(
                                in -> in.keyId(key).policyName("other").policy(policy)))
                        .awsErrorDetails()
                        .errorCode())
                .isIn("NotFoundException", "ValidationException");
        assertUnchanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"Version\":\"2012-10-17\",\"Statement\":[",
                "[]",
                "{}",
                "{\"Version\":\"2012-10-17\"}",
                "{\"Version\":\"2099-01-01\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}",
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"*\",\"Condition\":{\"StringFrobnicates\":{\"kms:CallerAccount\":\"1\"}}}}",
            })
    void whatIsNoPolicyIsMalformed(String policy) {
        assertMalformed(policy);
    }

    @Test
    void principalsMustExist() {
        Identity stranger = identities.administrator();
        String delegation = Policies.allow(root(admin), ALL);
        String text = "Policy contains a statement with one or more invalid principals.";

        for (String principal : List.of(
                "arn:aws:iam::" + admin.accountId() + ":user/nobody",
                "arn:aws:iam::" + admin.accountId() + ":role/nobody",
                "arn:aws:iam::999999999999:root",
                "999999999999",
                "arn:aws:iam::12:root")) {
            assertMalformed(Policies.document(delegation, Policies.allow(principal, ALL)), text);
        }
        kms.putKeyPolicy(in -> in.keyId(key)
                .policy(Policies.document(
                        delegation,
                        Policies.allow(stranger.arn(), ALL),
                        Policies.allow(stranger.accountId(), ALL),
                        Policies.allow("*", List.of("kms:DescribeKey")))));
    }

    @Test
    void aPolicyMustNotLockTheCallerOut() {
        Identity other = identities.user(admin.account(), "other");
        String text = "The new key policy will not allow you to update the key policy in the future.";

        for (String policy : List.of(
                Policies.document(Policies.allow(other.arn(), ALL)),
                Policies.document(Policies.allow(root(admin), List.of("kms:Get*"))),
                Policies.document(
                        Policies.allow(root(admin), ALL), Policies.deny(admin.arn(), List.of("kms:PutKeyPolicy"))))) {
            assertMalformed(policy, text);
        }
        kms.putKeyPolicy(in -> in.keyId(key)
                .policy(Policies.document(Policies.allow(other.arn(), ALL)))
                .bypassPolicyLockoutSafetyCheck(true));
        assertThat(refusal(() -> kms.getKeyPolicy(in -> in.keyId(key)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void theOldPolicyDecidesWhoMayPutTheNewOne() {
        Identity other = identities.user(admin.account(), "other");
        String own = Policies.document(Policies.allow(other.arn(), ALL));

        assertThat(refusal(() -> clients.as(other)
                                .putKeyPolicy(in -> in.keyId(key).policy(own)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
        assertUnchanged();
    }

    @Test
    void aPolicyOverTheServiceLimitIsRefused() {
        String policy = padded(32_769);

        assertThat(refusal(() -> kms.putKeyPolicy(in -> in.keyId(key).policy(policy)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("LimitExceededException");
        assertUnchanged();
        kms.putKeyPolicy(in -> in.keyId(key).policy(padded(32_768)));
        assertThat(kms.getKeyPolicy(in -> in.keyId(key)).policy()).hasSize(32_768);
    }

    private String padded(int length) {
        String policy = Policies.document(Policies.allow(root(admin), ALL));
        return policy + " ".repeat(length - policy.length());
    }

    @Test
    void statementsWithoutActionOrResourceAreAcceptedAndDoNothing() {
        Identity user = identities.user(admin.account(), "keyUser");
        String principal = "\"Principal\":{\"AWS\":\"" + user.arn() + "\"}";

        kms.putKeyPolicy(in -> in.keyId(key)
                .policy(Policies.document(
                        Policies.allow(root(admin), ALL),
                        "{\"Effect\":\"Allow\"," + principal + ",\"Resource\":\"*\"}",
                        "{\"Effect\":\"Allow\"," + principal + ",\"Action\":\"kms:*\"}")));

        assertThat(refusal(() -> clients.as(user).describeKey(in -> in.keyId(key)))
                        .awsErrorDetails()
                        .errorMessage())
                .endsWith("because no identity-based policy allows the kms:DescribeKey action");
    }

    @Test
    void onlyThisKeyIsMeantByItsResource() {
        Identity user = identities.user(admin.account(), "keyUser");
        String other = newKey();
        String start = "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + user.arn()
                + "\"},\"Action\":\"kms:DescribeKey\",\"Resource\":\"";

        kms.putKeyPolicy(in ->
                in.keyId(key).policy(Policies.document(Policies.allow(root(admin), ALL), start + key + "\"}")));
        kms.putKeyPolicy(in ->
                in.keyId(other).policy(Policies.document(Policies.allow(root(admin), ALL), start + key + "\"}")));

        assertThat(clients.as(user)
                        .describeKey(in -> in.keyId(key))
                        .keyMetadata()
                        .arn())
                .isEqualTo(key);
        assertThat(refusal(() -> clients.as(user).describeKey(in -> in.keyId(other)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void putKeyPolicyRequiresAPolicy() {
        assertRefused(
                () -> kms.putKeyPolicy(in -> in.keyId(key)),
                "ValidationException",
                "1 validation error detected: Value null at 'policy' failed to satisfy constraint: Member must not be"
                        + " null");
    }

    // ListKeyPolicies

    @Test
    void listKeyPoliciesAlwaysAnswersOneName() {
        ListKeyPoliciesResponse answer = kms.listKeyPolicies(in -> in.keyId(key).limit(1));

        assertThat(answer.policyNames()).containsExactly("default");
        assertThat(answer.truncated()).isFalse();
        assertThat(answer.nextMarker()).isNull();
    }

    @Test
    void listKeyPoliciesRefusesForeignMarkersAndLimitsOutOfRange() {
        assertThat(refusal(() -> kms.listKeyPolicies(in -> in.keyId(key).marker("garbage")))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("InvalidMarkerException");
        assertRefused(
                () -> kms.listKeyPolicies(in -> in.keyId(key).limit(1001)),
                "ValidationException",
                "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have"
                        + " value less than or equal to 1000");
    }

    private KmsException assertMalformed(String policy) {
        KmsException refused =
                refusal(() -> kms.putKeyPolicy(in -> in.keyId(key).policy(policy)));
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("MalformedPolicyDocumentException");
        assertUnchanged();
        return refused;
    }

    private void assertMalformed(String policy, String text) {
        assertThat(assertMalformed(policy).awsErrorDetails().errorMessage()).isEqualTo(text);
    }

    private void assertUnchanged() {
        assertThat(kms.getKeyPolicy(in -> in.keyId(key)).policy()).contains("\"key-default-1\"");
    }
}
