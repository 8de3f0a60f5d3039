package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.AuditLog;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** What a grant lets its grantee do (grants.md, sections 3 to 6); AuthorizationMatrixTest has every operation. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class GrantUseConformanceTest extends ServiceTest {
    private static final List<String> ANYTHING = List.of("*");
    private static final SdkBytes PLAINTEXT = KmsCall.Scene.PLAINTEXT;
    private static final String VOLUME = "arn:aws:ec2:us-east-1:111122223333:volume/vol-1";

    @Inject
    AuditLog log;

    private Identity user;
    private KmsClient userKms;
    private String key;

    @BeforeEach
    void setUpKey() {
        user = identities.user(admin.account(), "grantee");
        userKms = clients.as(user);
        // no delegation to the account: identity policies count for nothing here
        key = keyFor(Policies.allow(admin.arn(), List.of("kms:*")));
    }

    // whose grant it is

    @Test
    void aGrantToAnAccountIsForThoseOfItWhomTheirPoliciesAllow() {
        grant(root(admin), in -> in.operations(GrantOperation.ENCRYPT));

        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
        identities.putPolicy(user, Policies.document(Policies.allow(List.of("kms:Encrypt"), List.of(key))));
        assertAllowed(() -> encrypt(user, Map.of()));
        assertAllowed(() -> encrypt(identities.root(admin.account()), Map.of()));
    }

    @Test
    void aGrantToAForeignAccountIsForThoseOfItWhomTheirPoliciesAllow() {
        Identity foreigner = identities.user(identities.account(), "partner");
        grant(root(foreigner), in -> in.operations(GrantOperation.ENCRYPT));

        assertThat(errorOf(() -> encrypt(foreigner, Map.of()))).isEqualTo("AccessDeniedException");
        identities.putPolicy(foreigner, Policies.document(Policies.allow(List.of("kms:Encrypt"), List.of(key))));
        assertAllowed(() -> encrypt(foreigner, Map.of()));
        assertAllowed(() -> encrypt(identities.root(foreigner.account()), Map.of()));
        assertThat(errorOf(() -> encrypt(user, Map.of()))).isEqualTo("AccessDeniedException");
    }

    @Test
    void aBoundaryLimitsWhatAnAccountPassesOn() {
        grant(root(admin), in -> in.operations(GrantOperation.ENCRYPT));
        identities.putPolicy(user, TestIdentities.ALLOW_ALL);
        assertAllowed(() -> encrypt(user, Map.of()));

        identities.putBoundary(user, Policies.document(Policies.allow(List.of("kms:Decrypt"), ANYTHING)));

        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
    }

    @Test
    void aGrantIsForOneKeyAndTheOperationsThatItNames() {
        String otherKey = keyFor(Policies.allow(admin.arn(), List.of("kms:*")));
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT));

        assertAllowed(() -> encrypt(user, Map.of()));
        assertThat(errorOf(() -> userKms.encrypt(in -> in.keyId(otherKey).plaintext(PLAINTEXT))))
                .isEqualTo("AccessDeniedException");
        assertDenied(user, () -> userKms.describeKey(in -> in.keyId(key)), "kms:DescribeKey");
        assertDenied(
                user, () -> userKms.generateDataKey(in -> in.keyId(key).keySpec("AES_256")), "kms:GenerateDataKey");
    }

    @Test
    void aGrantToAServiceIsForNobodyHere() {
        kms.createGrant(in -> in.keyId(key)
                .granteeServicePrincipal("ec2.amazonaws.com")
                .retiringPrincipal(user.arn())
                .constraints(limits -> limits.sourceArn(VOLUME))
                .operations(GrantOperation.ENCRYPT));

        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
    }

    @Test
    void theFirstGrantThatAllowsIsEnough() {
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT).constraints(equal(Map.of("a", "1"))));
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT).constraints(equal(Map.of("a", "2"))));

        assertAllowed(() -> encrypt(user, Map.of("a", "1")));
        assertAllowed(() -> encrypt(user, Map.of("a", "2")));
        assertDenied(user, () -> encrypt(user, Map.of("a", "3")), "kms:Encrypt");
    }

    /** However many match: a record of all would grow with them. */
    @Test
    void oneGrantIsRecordedAsTheGround() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(grant(
                            user.arn(),
                            in -> in.operations(GrantOperation.ENCRYPT).constraints(subset(Map.of("Dept", "IT"))))
                    .grantId());
        }

        EncryptResponse response = encrypt(user, Map.of("Dept", "IT"));

        var record = log.of(response.responseMetadata().requestId()).getFirst();
        var grants = record.at("/additionalEventData/authorization/0/grants");
        assertThat(grants).hasSize(1);
        assertThat(ids).contains(grants.at("/0/grantId").asText());
    }

    @Test
    void theStateOfTheKeyCountsForGrantsToo() {
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT));
        kms.disableKey(in -> in.keyId(key));

        assertRefused(() -> encrypt(user, Map.of()), "DisabledException", key + " is disabled.");
    }

    // constraints

    @Test
    void equalsNeedsExactlyTheContext() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT).constraints(equal(Map.of("Dept", "IT", "Env", "x"))));

        assertAllowed(() -> encrypt(user, Map.of("Env", "x", "Dept", "IT")));
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "IT")), "kms:Encrypt");
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "IT", "Env", "x", "c", "d")), "kms:Encrypt");
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "IT", "Env", "y")), "kms:Encrypt");
        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
    }

    @Test
    void subsetNeedsThesePairs() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT).constraints(subset(Map.of("Dept", "IT", "Env", "x"))));

        assertAllowed(() -> encrypt(user, Map.of("Dept", "IT", "Env", "x")));
        assertAllowed(() -> encrypt(user, Map.of("a", "b", "Dept", "IT", "Env", "x")));
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "IT")), "kms:Encrypt");
        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
    }

    @Test
    void bothConstraintsMustHold() {
        GrantConstraints both = GrantConstraints.builder()
                .encryptionContextEquals(Map.of("a", "1", "b", "2"))
                .encryptionContextSubset(Map.of("b", "2"))
                .build();
        GrantConstraints never =
                both.toBuilder().encryptionContextSubset(Map.of("c", "3")).build();
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT).constraints(both));
        grant(user.arn(), in -> in.operations(GrantOperation.GENERATE_DATA_KEY).constraints(never));

        assertAllowed(() -> encrypt(user, Map.of("a", "1", "b", "2")));
        assertDenied(user, () -> encrypt(user, Map.of("b", "2")), "kms:Encrypt");
        for (Map<String, String> context :
                List.of(Map.of("a", "1", "b", "2"), Map.of("c", "3"), Map.of("a", "1", "b", "2", "c", "3"))) {
            assertDenied(
                    user,
                    () -> userKms.generateDataKey(
                            in -> in.keyId(key).keySpec("AES_256").encryptionContext(context)),
                    "kms:GenerateDataKey");
        }
    }

    /** The model's word for it, against the guide's (grants.md, section 3). */
    @Test
    void namesOfPairsAreComparedWithoutCaseAndValuesWithIt() {
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT).constraints(equal(Map.of("Dept", "IT"))));
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.GENERATE_DATA_KEY).constraints(subset(Map.of("DEPT", "IT"))));

        assertAllowed(() -> encrypt(user, Map.of("dept", "IT")));
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "it")), "kms:Encrypt");
        assertAllowed(() -> userKms.generateDataKey(
                in -> in.keyId(key).keySpec("AES_256").encryptionContext(Map.of("dePt", "IT"))));
    }

    @Test
    void anEmptyEqualsMeansNoContext() {
        grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT).constraints(equal(Map.of())));

        assertAllowed(() -> encrypt(user, Map.of()));
        assertDenied(user, () -> encrypt(user, Map.of("a", "b")), "kms:Encrypt");
    }

    /** As the AWS provider of Terraform sends it. */
    @Test
    void anEmptyMapBesideTheOtherKindIsNoConstraint() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT)
                        .constraints(limits -> limits.encryptionContextEquals(Map.of())
                                .encryptionContextSubset(Map.of("Dept", "IT"))));
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT)
                        .constraints(limits -> limits.encryptionContextEquals(Map.of("Dept", "HR"))
                                .encryptionContextSubset(Map.of())));

        assertAllowed(() -> encrypt(user, Map.of("Dept", "IT", "Env", "x")));
        assertAllowed(() -> encrypt(user, Map.of("Dept", "HR")));
        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
        assertDenied(user, () -> encrypt(user, Map.of("Dept", "HR", "Env", "x")), "kms:Encrypt");
        assertThat(kms.listGrants(in -> in.keyId(key)).grants().stream().map(GrantListEntry::constraints))
                .containsExactlyInAnyOrder(subset(Map.of("Dept", "IT")), equal(Map.of("Dept", "HR")));
    }

    @Test
    void reEncryptHasOneContextForEachSide() {
        String otherKey = keyFor(Policies.allow(admin.arn(), List.of("kms:*")));
        SdkBytes ciphertext = kms.encrypt(
                        in -> in.keyId(key).plaintext(PLAINTEXT).encryptionContext(Map.of("side", "source")))
                .ciphertextBlob();
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.RE_ENCRYPT_FROM).constraints(equal(Map.of("side", "source"))));
        grant(
                user.arn(),
                in -> in.keyId(otherKey)
                        .operations(GrantOperation.RE_ENCRYPT_TO)
                        .constraints(equal(Map.of("side", "destination"))));

        assertAllowed(() -> reEncrypt(ciphertext, otherKey, Map.of("side", "source"), Map.of("side", "destination")));
        assertDenied(
                user,
                () -> reEncrypt(ciphertext, otherKey, Map.of("side", "destination"), Map.of("side", "destination")),
                "kms:ReEncryptFrom");
        assertRefused(
                () -> reEncrypt(ciphertext, otherKey, Map.of("side", "source"), Map.of("side", "source")),
                "AccessDeniedException",
                denial(user, "kms:ReEncryptTo", otherKey));
        assertRefused(
                () -> reEncrypt(ciphertext, key, Map.of("side", "source"), Map.of("side", "destination")),
                "AccessDeniedException",
                denial(user, "kms:ReEncryptTo", key));
    }

    private ReEncryptResponse reEncrypt(
            SdkBytes ciphertext, String destination, Map<String, String> from, Map<String, String> to) {
        return userKms.reEncrypt(in -> in.ciphertextBlob(ciphertext)
                .destinationKeyId(destination)
                .sourceEncryptionContext(from)
                .destinationEncryptionContext(to));
    }

    @Test
    void theContextDoesNotConcernDescribeKey() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT, GrantOperation.DESCRIBE_KEY)
                        .constraints(equal(Map.of("a", "b"))));

        assertAllowed(() -> userKms.describeKey(in -> in.keyId(key)));
        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
    }

    @Test
    void aSourceThatNoRequestHasKeepsTheGrantFromCounting() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.ENCRYPT, GrantOperation.DESCRIBE_KEY)
                        .constraints(limits -> limits.sourceArn(VOLUME)));

        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
        assertDenied(user, () -> userKms.describeKey(in -> in.keyId(key)), "kms:DescribeKey");
    }

    // grants by means of a grant

    @Test
    void whoMayOnlyByAGrantGrantsNoMoreThanThat() {
        Identity other = identities.user(identities.account(), "other");
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT, GrantOperation.DECRYPT));

        assertAllowed(() -> pass(in -> in.granteePrincipal(other.arn()).operations(GrantOperation.ENCRYPT)));
        assertAllowed(() -> encrypt(other, Map.of()));
        assertAllowed(() ->
                pass(in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT, GrantOperation.DECRYPT)));
        for (GrantOperation wider :
                List.of(GrantOperation.RETIRE_GRANT, GrantOperation.DESCRIBE_KEY, GrantOperation.GENERATE_DATA_KEY)) {
            assertDenied(user, () -> pass(in -> in.operations(GrantOperation.ENCRYPT, wider)), "kms:CreateGrant");
        }
    }

    @Test
    void twoGrantsTogetherAreNoWiderParent() {
        grant(user.arn(), in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT));
        grant(user.arn(), in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.DECRYPT));

        assertAllowed(() -> pass(in -> in.operations(GrantOperation.ENCRYPT)));
        assertAllowed(() -> pass(in -> in.operations(GrantOperation.DECRYPT)));
        assertDenied(
                user,
                () -> pass(in -> in.operations(GrantOperation.ENCRYPT, GrantOperation.DECRYPT)),
                "kms:CreateGrant");
    }

    @Test
    void theConstraintsOfAParentHoldForItsChildren() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT)
                        .constraints(subset(Map.of("Dept", "IT"))));

        for (GrantConstraints strict : List.of(
                subset(Map.of("Dept", "IT")),
                subset(Map.of("dept", "IT", "Env", "x")),
                equal(Map.of("Dept", "IT")),
                equal(Map.of("Dept", "IT", "Env", "x")))) {
            assertAllowed(() -> pass(in -> in.constraints(strict)));
        }
        for (GrantConstraints wider : List.of(
                GrantConstraints.builder().build(),
                subset(Map.of()),
                equal(Map.of()),
                subset(Map.of("Dept", "HR")),
                subset(Map.of("Dept", "it")),
                subset(Map.of("Env", "x")),
                equal(Map.of("Env", "x")))) {
            assertDenied(user, () -> pass(in -> in.constraints(wider)), "kms:CreateGrant");
        }
        assertDenied(user, () -> pass(in -> {}), "kms:CreateGrant");
    }

    @Test
    void equalsStaysEquals() {
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT)
                        .constraints(equal(Map.of("Dept", "IT"))));

        assertAllowed(() -> pass(in -> in.constraints(equal(Map.of("Dept", "IT")))));
        for (GrantConstraints wider : List.of(
                subset(Map.of("Dept", "IT")),
                subset(Map.of("Dept", "IT", "Env", "x")),
                equal(Map.of("Dept", "IT", "Env", "x")))) {
            assertDenied(user, () -> pass(in -> in.constraints(wider)), "kms:CreateGrant");
        }
    }

    @Test
    void aChainNarrowsWithEveryLink() {
        Identity second = identities.user(admin.account(), "second");
        Identity third = identities.user(admin.account(), "third");
        grant(
                user.arn(),
                in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT, GrantOperation.DECRYPT));
        pass(in -> in.granteePrincipal(second.arn()).operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT));
        Consumer<CreateGrantRequest.Builder> toThird = in -> in.keyId(key).granteePrincipal(third.arn());
        KmsClient secondKms = clients.as(second);

        assertDenied(
                second,
                () -> secondKms.createGrant(in -> toThird.accept(in.operations(GrantOperation.DECRYPT))),
                "kms:CreateGrant");
        secondKms.createGrant(in -> toThird.accept(in.operations(GrantOperation.ENCRYPT)));
        assertAllowed(() -> encrypt(third, Map.of()));
        assertDenied(
                third,
                () -> clients.as(third)
                        .createGrant(
                                in -> in.keyId(key).granteePrincipal(user.arn()).operations(GrantOperation.ENCRYPT)),
                "kms:CreateGrant");
    }

    @Test
    void whomAPolicyAllowsGrantsWhatItDoesNotHave() {
        key = keyFor(
                Policies.allow(admin.arn(), List.of("kms:*")), Policies.allow(user.arn(), List.of("kms:CreateGrant")));
        grant(user.arn(), in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.DESCRIBE_KEY));

        assertAllowed(() -> pass(in -> in.operations(GrantOperation.ENCRYPT)));

        assertAllowed(() -> encrypt(user, Map.of()));
    }

    // tokens

    @Test
    void aTokenIsTakenAndNotNeeded() {
        String token =
                grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT)).grantToken();

        assertAllowed(() -> encryptWith(user, token));
        assertAllowed(() -> encrypt(user, Map.of()));
        assertAllowed(() -> encryptWith(admin, token));
    }

    @Test
    void aTokenGivesNothingToAnybodyElse() {
        Identity thief = identities.user(admin.account(), "thief");
        String token =
                grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT)).grantToken();

        assertDenied(thief, () -> encryptWith(thief, token), "kms:Encrypt");
        assertDenied(user, () -> userKms.describeKey(in -> in.keyId(key).grantTokens(token)), "kms:DescribeKey");
    }

    @Test
    void whatIsNoTokenIsRefusedEvenOfThoseWhoNeedNone() {
        String token =
                grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT)).grantToken();

        for (String bad :
                List.of("x", token + "x", token.substring(4), "AAAA", token.replace('A', 'B') + "====", "é")) {
            for (Identity caller : List.of(user, admin)) {
                assertRefused(
                        () -> encryptWith(caller, bad), "InvalidGrantTokenException", "The grant token is invalid.");
            }
        }
    }

    @Test
    void aTokenOfAnotherKeyIsIgnored() {
        String otherKey = newKey();
        String foreignToken = kms.createGrant(
                        in -> in.keyId(otherKey).granteePrincipal(user.arn()).operations(GrantOperation.ENCRYPT))
                .grantToken();
        String ownToken = grant(user.arn(), in -> in.operations(GrantOperation.DESCRIBE_KEY))
                .grantToken();

        assertDenied(user, () -> encryptWith(user, foreignToken), "kms:Encrypt");
        assertAllowed(() -> userKms.describeKey(in -> in.keyId(key).grantTokens(foreignToken, ownToken)));
        assertAllowed(() -> encryptWith(admin, foreignToken));
    }

    @Test
    void aTokenOfARetiredGrantIsOneNoMore() {
        CreateGrantResponse made = grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT));
        kms.retireGrant(in -> in.keyId(key).grantId(made.grantId()));

        assertRefused(
                () -> encryptWith(user, made.grantToken()),
                "InvalidGrantTokenException",
                "The grant token is invalid.");
        assertDenied(user, () -> encrypt(user, Map.of()), "kms:Encrypt");
        assertAllowed(() -> encryptWith(admin, made.grantToken()));
    }

    @Test
    void foreignersAreNotToldWhetherAGrantIsGone() {
        Identity foreigner = identities.user(identities.account(), "partner");
        CreateGrantResponse made = grant(foreigner.arn(), in -> in.operations(GrantOperation.ENCRYPT));
        String useless =
                grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT)).grantToken();
        kms.revokeGrant(in -> in.keyId(key).grantId(made.grantId()));

        List<String> messages = new ArrayList<>();
        for (String token : List.of(made.grantToken(), useless)) {
            messages.add(refusal(() -> encryptWith(foreigner, token))
                    .awsErrorDetails()
                    .errorMessage());
        }

        assertThat(messages.getFirst()).startsWith("User: ").isEqualTo(messages.getLast());
    }

    @Test
    void allTokensOfAGrantMeanTheSame() {
        Consumer<CreateGrantRequest.Builder> named =
                in -> in.name("n").operations(GrantOperation.ENCRYPT).retiringPrincipal(user.arn());
        String first = grant(user.arn(), named).grantToken();
        String second = grant(user.arn(), named).grantToken();
        assertThat(second).isNotEqualTo(first);

        assertAllowed(() -> encryptWith(user, first));
        assertAllowed(() -> encryptWith(user, second));
        userKms.retireGrant(in -> in.grantToken(first));

        assertThat(errorOf(() -> encryptWith(user, second))).isEqualTo("InvalidGrantTokenException");
    }

    @Test
    void tenTokensAreTheMost() {
        String token =
                grant(user.arn(), in -> in.operations(GrantOperation.ENCRYPT)).grantToken();
        List<String> ten = Collections.nCopies(10, token);

        assertAllowed(
                () -> userKms.encrypt(in -> in.keyId(key).plaintext(PLAINTEXT).grantTokens(ten)));
        assertThat(refusal(() -> userKms.encrypt(
                                in -> in.keyId(key).plaintext(PLAINTEXT).grantTokens(Collections.nCopies(11, token))))
                        .awsErrorDetails()
                        .errorMessage())
                .endsWith("at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to"
                        + " 10");
    }

    @Test
    void createGrantTakesTokensToo() {
        String token = grant(user.arn(), in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.ENCRYPT))
                .grantToken();

        assertAllowed(() -> pass(in -> in.grantTokens(token)));
        assertRefused(
                () -> pass(in -> in.grantTokens("x")), "InvalidGrantTokenException", "The grant token is invalid.");
    }

    // helpers

    private String keyFor(String... statements) {
        return kms.createKey(in -> in.policy(Policies.document(statements)).bypassPolicyLockoutSafetyCheck(true))
                .keyMetadata()
                .arn();
    }

    private CreateGrantResponse grant(String grantee, Consumer<CreateGrantRequest.Builder> rest) {
        return kms.createGrant(in -> rest.accept(in.keyId(key).granteePrincipal(grantee)));
    }

    /** A grant that the user makes, of Encrypt to itself if nothing else is said. */
    private CreateGrantResponse pass(Consumer<CreateGrantRequest.Builder> rest) {
        return userKms.createGrant(
                in -> rest.accept(in.keyId(key).granteePrincipal(user.arn()).operations(GrantOperation.ENCRYPT)));
    }

    private EncryptResponse encrypt(Identity caller, Map<String, String> context) {
        return clients.as(caller)
                .encrypt(in -> in.keyId(key).plaintext(PLAINTEXT).encryptionContext(context));
    }

    private EncryptResponse encryptWith(Identity caller, String token) {
        return clients.as(caller)
                .encrypt(in -> in.keyId(key).plaintext(PLAINTEXT).grantTokens(token));
    }

    private static GrantConstraints equal(Map<String, String> pairs) {
        return GrantConstraints.builder().encryptionContextEquals(pairs).build();
    }

    private static GrantConstraints subset(Map<String, String> pairs) {
        return GrantConstraints.builder().encryptionContextSubset(pairs).build();
    }

    private static void assertAllowed(Invocation call) {
        assertThat(call.call().sdkHttpResponse().statusCode()).isEqualTo(200);
    }

    private void assertDenied(Identity caller, Invocation call, String action) {
        assertRefused(call, "AccessDeniedException", denial(caller, action, key));
    }

    private static String denial(Identity caller, String action, String on) {
        return "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: " + on
                + " because no resource-based policy allows the " + action + " action";
    }

    private static String errorOf(Invocation call) {
        return refusal(call).awsErrorDetails().errorCode();
    }
}
