package io.claviger.authz;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.iam.User;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.operation.Empty;
import io.claviger.operation.Permission;
import io.claviger.operation.Target;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.Calls;
import io.claviger.testkit.FakeStorage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of wire-protocol.md, section 4. */
final class AuthorizerTest {
    private static final User ALICE = user("alice");
    private static final Caller CALLER = Calls.user(ALICE);
    private static final String WHO = "User: arn:aws:iam::111122223333:user/team/alice is not authorized to perform: ";
    private static final String HIDDEN =
            " because the resource does not exist in this Region, no resource-based policies"
                    + " allow access, or a resource-based policy explicitly denies access";
    private static final String ALLOW_ALL = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    private static final KmsKey DELEGATING = key(1).governedBy(PolicyText.of(DefaultKeyPolicy.text(ACCOUNT)));

    private final FakeStorage storage =
            new FakeStorage().with(new Change.AccountCreated(account(ACCOUNT)), new Change.EntityCreated(ALICE));
    private Authorizer authorizer = authorizer(ControlPolicies.NONE);

    private Authorizer authorizer(ControlPolicies controls) {
        return new Authorizer(
                storage,
                new CompiledPolicies(new JsonTreeReader(), 100),
                controls,
                io.claviger.testkit.StorageSamples.ACCOUNT);
    }

    @Test
    void keyPolicyThatNamesTheCallerIsEnough() {
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"));

        assertAllowed(CALLER, "kms:Encrypt", key);
    }

    @Test
    void delegationNeedsAnIdentityPolicy() {
        assertDenied(
                "kms:Encrypt",
                DELEGATING,
                WHO + "kms:Encrypt on resource: " + DELEGATING.arn()
                        + " because no identity-based policy allows the kms:Encrypt action",
                "no statement of an identity-based policy allows it");

        grant("kms:Encrypt", "*");

        assertAllowed(CALLER, "kms:Encrypt", DELEGATING);
    }

    @Test
    void rootNeedsNoIdentityPolicy() {
        assertAllowed(Calls.root(), "kms:Encrypt", DELEGATING);
    }

    @Test
    void keyPolicyThatNeitherAllowsNorDelegatesDeniesEvenTheRoot() {
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:Decrypt"));
        grant("kms:*", "*");

        assertDenied(
                "kms:Encrypt",
                key,
                WHO + "kms:Encrypt on resource: " + key.arn()
                        + " because no resource-based policy allows the kms:Encrypt action",
                "no statement of a resource-based policy allows it");
        assertThat(denial(Calls.root(), "kms:Encrypt", new Target.Key(key, null))
                        .text())
                .contains("User: arn:aws:iam::111122223333:root is not authorized to perform: kms:Encrypt on resource: "
                        + key.arn() + " because no resource-based policy allows the kms:Encrypt action");
    }

    @Test
    void explicitDenyOfTheKeyPolicyWins() {
        KmsKey key = governed(
                statement("Allow", ALICE.arn().toString(), "kms:*")
                        + ",{\"Sid\":\"Never\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}");

        assertDenied(
                "kms:Encrypt",
                key,
                WHO + "kms:Encrypt on resource: " + key.arn() + " with an explicit deny in a resource-based policy",
                "explicit deny by statement 1 (Sid Never) of resource-based policy 0");
    }

    @Test
    void explicitDenyOfAnIdentityPolicyWins() {
        PolicyText denying = PolicyText.of(policy("{\"Effect\":\"Deny\",\"Action\":\"kms:*\",\"Resource\":\"*\"}"));
        storage.permit(ALICE, own -> own.withInline("never", denying));
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:*"));

        assertDenied(
                "kms:Encrypt",
                key,
                WHO + "kms:Encrypt on resource: " + key.arn() + " with an explicit deny in an identity-based policy",
                "explicit deny by statement 0 of identity-based policy 0");
    }

    @Test
    void identityPolicyCountsForTheKeysThatItNames() {
        grant("kms:Encrypt", key(2).arn().toString());

        assertThat(denial(CALLER, "kms:Encrypt", new Target.Key(DELEGATING, null))
                        .text())
                .hasValueSatisfying(text -> assertThat(text).contains("no identity-based policy"));
        assertAllowed(CALLER, "kms:Encrypt", key(2).governedBy(DELEGATING.policy()));
    }

    // the permissions boundary

    @Test
    void boundaryDeniesWhatEverythingElseAllows() {
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"));
        bound(ALLOW_ALL, "{\"Effect\":\"Deny\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}");

        assertDenied(
                "kms:Encrypt",
                key,
                WHO + "kms:Encrypt on resource: " + key.arn() + " with an explicit deny in a permissions boundary",
                "explicit deny by statement 1 of permissions boundary 0");
    }

    @Test
    void boundaryThatIsSilentLimitsIdentityPolicies() {
        grant("kms:*", "*");
        bound("{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}");

        assertAllowed(CALLER, "kms:Decrypt", DELEGATING);
        assertDenied(
                "kms:Encrypt",
                DELEGATING,
                WHO + "kms:Encrypt on resource: " + DELEGATING.arn()
                        + " because no permissions boundary allows the kms:Encrypt action",
                "no statement of a permissions boundary allows it");
        assertThat(denial(CALLER, "kms:CreateKey", new Target.Account()).text())
                .contains(WHO + "kms:CreateKey on resource: * because no permissions boundary allows the kms:CreateKey"
                        + " action");
    }

    @Test
    void boundaryThatIsSilentDoesNotLimitAKeyPolicyThatNamesTheUser() {
        bound("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}");

        assertAllowed(
                CALLER, "kms:Encrypt", governed(statement("Allow", ALICE.arn().toString(), "kms:Encrypt")));
    }

    @Test
    void boundaryLimitsForeignersWhomTheKeyPolicyNames() {
        KmsKey key = key(OTHER_ACCOUNT, 3)
                .governedBy(PolicyText.of(policy(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"))));
        grant("kms:*", "*");
        bound("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}");

        assertHidden("kms:Encrypt", key);
    }

    @Test
    void boundaryAllowsNothingByItself() {
        bound(ALLOW_ALL);

        assertDenied(
                "kms:Encrypt",
                DELEGATING,
                WHO + "kms:Encrypt on resource: " + DELEGATING.arn()
                        + " because no identity-based policy allows the kms:Encrypt action",
                "no statement of an identity-based policy allows it");
    }

    @Test
    void boundaryThatIsUnreadableDenies() {
        grant("kms:*", "*");
        storage.limit(ALICE, PolicyText.of("{\"Version\":"));

        assertThat(denial(CALLER, "kms:Encrypt", new Target.Key(DELEGATING, null))
                        .text())
                .hasValueSatisfying(text -> assertThat(text).endsWith("explicit deny in a permissions boundary"));
    }

    // service control policies

    @Test
    void controlPolicyDeniesWhatEverythingElseAllows() {
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"));
        authorizer = controlled(
                ACCOUNT,
                List.of(
                        List.of(scp(ALLOW_ALL)),
                        List.of(
                                scp(ALLOW_ALL),
                                scp(
                                        "{\"Sid\":\"NoUse\",\"Effect\":\"Deny\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}"))));

        assertDenied(
                "kms:Encrypt",
                key,
                WHO + "kms:Encrypt on resource: " + key.arn() + " with an explicit deny in a service control policy",
                "explicit deny by statement 0 (Sid NoUse) of service control policy 2");
        assertThat(denial(Calls.root(), "kms:Encrypt", new Target.Key(DELEGATING, null))
                        .text())
                .hasValueSatisfying(text -> assertThat(text).endsWith("explicit deny in a service control policy"));
    }

    @Test
    void everyLevelOfControlPoliciesMustAllow() {
        authorizer = controlled(
                ACCOUNT,
                List.of(
                        List.of(scp(ALLOW_ALL)),
                        List.of(
                                scp("{\"Effect\":\"Allow\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}"),
                                scp("{\"Effect\":\"Allow\",\"Action\":\"kms:ListKeys\",\"Resource\":\"*\"}"))));
        KmsKey key = governed(statement("Allow", ALICE.arn().toString(), "kms:*"));
        grant("kms:*", "*");

        assertAllowed(CALLER, "kms:Encrypt", key);
        assertDenied(
                "kms:Decrypt",
                key,
                WHO + "kms:Decrypt on resource: " + key.arn()
                        + " because no service control policy allows the kms:Decrypt action",
                "no statement of a service control policy allows it");
        assertThatNoException()
                .isThrownBy(() -> authorize(CALLER, new Permission("kms:ListKeys", new Target.Account())));
        assertThat(denial(CALLER, "kms:CreateKey", new Target.Account()).text())
                .contains(WHO + "kms:CreateKey on resource: * because no service control policy allows the"
                        + " kms:CreateKey action");
        assertThat(denial(Calls.root(), "kms:CreateKey", new Target.Account()).text())
                .hasValueSatisfying(
                        text -> assertThat(text).endsWith("no service control policy allows the kms:CreateKey action"));
    }

    @Test
    void controlPoliciesAreThoseOfTheCallersAccount() {
        KmsKey foreign = key(OTHER_ACCOUNT, 3)
                .governedBy(PolicyText.of(policy(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"))));
        grant("kms:*", "*");
        PolicyDocument nothing = scp("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}");

        authorizer = controlled(OTHER_ACCOUNT, List.of(List.of(nothing)));
        assertAllowed(CALLER, "kms:Encrypt", foreign);

        authorizer = controlled(ACCOUNT, List.of(List.of(nothing)));
        assertHidden("kms:Encrypt", foreign);
    }

    // other accounts

    @Test
    void foreignKeyNeedsItsPolicyAndAnIdentityPolicy() {
        KmsKey key = key(OTHER_ACCOUNT, 3)
                .governedBy(PolicyText.of(policy(statement("Allow", ALICE.arn().toString(), "kms:Encrypt"))));

        assertHidden("kms:Encrypt", key);

        grant("kms:Encrypt", "*");

        assertAllowed(CALLER, "kms:Encrypt", key);
    }

    @Test
    void foreignKeyThatDoesNotAllowLooksLikeOneThatDoesNotExist() {
        KmsKey silent = key(OTHER_ACCOUNT, 3).governedBy(PolicyText.of(DefaultKeyPolicy.text(OTHER_ACCOUNT)));
        KmsKey denying = key(OTHER_ACCOUNT, 4).governedBy(PolicyText.of(policy(statement("Deny", "*", "kms:*"))));
        grant("kms:*", "*");

        assertHidden("kms:Encrypt", silent);
        assertHidden("kms:Encrypt", denying);
        assertThat(denial(CALLER, "kms:Encrypt", new Target.UnavailableKey(true))
                        .text())
                .isEqualTo(denial(CALLER, "kms:Encrypt", new Target.Key(silent, null))
                        .text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kms:PutKeyPolicy",
                "kms:DisableKey",
                "kms:ScheduleKeyDeletion",
                "kms:CreateAlias",
                "kms:TagResource"
            })
    void actionThatDoesNotCrossAccountsIsDeniedWhateverThePoliciesSay(String action) {
        KmsKey key = key(OTHER_ACCOUNT, 3)
                .governedBy(PolicyText.of(policy(statement("Allow", ALICE.arn().toString(), "kms:*"))));
        grant("kms:*", "*");

        assertHidden(action, key);
        assertAllowed(CALLER, "kms:DescribeKey", key);
    }

    @Test
    void hiddenKeyIsDeniedToEverybody() {
        assertThat(denial(Calls.root(), "kms:Decrypt", new Target.UnavailableKey(true))
                        .text())
                .contains(
                        "User: arn:aws:iam::111122223333:root is not authorized to perform: kms:Decrypt on this resource"
                                + HIDDEN);
        assertThat(denial(Calls.root(), "kms:Decrypt", new Target.UnavailableKey(false))
                        .text())
                .contains(
                        "User: arn:aws:iam::111122223333:root is not authorized to perform: kms:Decrypt on the resource"
                                + " associated with this ciphertext" + HIDDEN);
    }

    // the account

    @Test
    void accountOperationNeedsAnIdentityPolicy() {
        assertThat(denial(CALLER, "kms:CreateKey", new Target.Account()).text())
                .contains(WHO + "kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey"
                        + " action");

        grant("kms:CreateKey", "*");

        assertThatNoException()
                .isThrownBy(() -> authorize(CALLER, new Permission("kms:CreateKey", new Target.Account())));
    }

    @Test
    void aliasIsAResourceOfItsOwn() {
        Target alias = new Target.AliasName(Arn.alias(REGION, ACCOUNT, "alias/a"), null);
        assertThat(denial(CALLER, "kms:CreateAlias", alias).text())
                .contains(WHO + "kms:CreateAlias on resource: arn:aws:kms:us-west-2:111122223333:alias/a because no"
                        + " identity-based policy allows the kms:CreateAlias action");

        grant("kms:CreateAlias", "arn:aws:kms:us-west-2:111122223333:alias/*");

        assertThatNoException().isThrownBy(() -> authorize(CALLER, new Permission("kms:CreateAlias", alias)));
    }

    @Test
    void everyPermissionIsRequiredAndTheFirstMissingOneIsNamed() {
        grant("kms:CreateAlias", "*");
        Permission onAlias =
                new Permission("kms:CreateAlias", new Target.AliasName(Arn.alias(REGION, ACCOUNT, "alias/a"), null));
        Permission onKey = new Permission(
                "kms:CreateAlias", new Target.Key(governed(statement("Allow", "*", "kms:Encrypt")), null));
        Permission missing = new Permission("kms:TagResource", new Target.Account());

        assertThatThrownBy(() -> authorize(CALLER, onAlias, onKey, missing))
                .hasMessageContaining("kms:CreateAlias on resource: " + key(1).arn());
    }

    @Test
    void callWithoutPermissionsIsAllowed() {
        assertThatNoException().isThrownBy(() -> authorize(CALLER));
    }

    // when unsure, deny

    @Test
    void storedTextThatIsUnreadableDenies() {
        for (String text :
                List.of("", "{", "null", "[]", "{\"Statement\":[]}", "{\"Statement\":{\"Effect\":\"Maybe\"}}")) {
            KmsKey key = key(1).governedBy(PolicyText.of(text));

            assertThat(denial(Calls.root(), "kms:DescribeKey", new Target.Key(key, null))
                            .code())
                    .as(text)
                    .isEqualTo(ErrorCode.ACCESS_DENIED);
        }
    }

    @Test
    void identityPolicyThatIsUnreadableDenies() {
        grant("kms:*", "*");
        storage.permit(ALICE, own -> own.withInline("broken", PolicyText.of("{\"Version\":")));

        assertThat(denial(CALLER, "kms:Encrypt", new Target.Key(DELEGATING, null))
                        .text())
                .hasValueSatisfying(text -> assertThat(text).endsWith("explicit deny in an identity-based policy"));
    }

    @Test
    void policiesThatCannotBeReadFailTheCall() {
        storage.setUnavailable(true);

        assertThatThrownBy(() -> authorize(CALLER, new Permission("kms:Encrypt", new Target.Key(DELEGATING, null))))
                .isInstanceOf(StorageUnavailableException.class);
    }

    private void assertAllowed(Caller caller, String action, KmsKey key) {
        assertThatNoException().isThrownBy(() -> authorize(caller, new Permission(action, new Target.Key(key, null))));
    }

    private void assertDenied(String action, KmsKey key, String text, String reason) {
        KmsException denial = denial(CALLER, action, new Target.Key(key, null));
        assertThat(denial.text()).contains(text);
        assertThat(denial.getCause())
                .isInstanceOfSatisfying(
                        DeniedException.class,
                        cause -> assertThat(cause.reason()).startsWith(reason));
    }

    /** The record belongs to the caller's account, so its reason says no more than the answer. */
    private void assertHidden(String action, KmsKey key) {
        assertDenied(
                action,
                key,
                WHO + action + " on this resource" + HIDDEN,
                "the key does not exist or is another account's");
    }

    private KmsException denial(Caller caller, String action, Target target) {
        try {
            authorize(caller, new Permission(action, target));
        } catch (KmsException denial) {
            assertThat(denial.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            return denial;
        }
        throw new AssertionError(action + " is allowed");
    }

    private void authorize(Caller caller, Permission... permissions) {
        Target[] targets = List.of(permissions).stream().map(Permission::target).toArray(Target[]::new);
        authorizer
                .authorize(Calls.of(Empty.INSTANCE, caller, targets), List.of(permissions))
                .await()
                .indefinitely();
    }

    private void grant(String action, String resource) {
        String statement = "{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}";
        storage.permit(ALICE, own -> own.withInline("granted", PolicyText.of(policy(statement))));
    }

    private void bound(String... statements) {
        storage.limit(ALICE, PolicyText.of(policy(String.join(",", statements))));
    }

    private Authorizer controlled(AccountId account, List<List<PolicyDocument>> levels) {
        return authorizer(new ControlPolicies(Map.of(account, levels)));
    }

    private static PolicyDocument scp(String statement) {
        return new CompiledPolicies(new JsonTreeReader(), 1).of(PolicyText.of(policy(statement)), PolicyKind.SCP);
    }

    private static KmsKey governed(String statements) {
        return key(1).governedBy(PolicyText.of(policy(statements)));
    }

    private static String statement(String effect, String principal, String action) {
        String who = "*".equals(principal) ? "\"*\"" : "{\"AWS\":\"" + principal + "\"}";
        return "{\"Effect\":\"" + effect + "\",\"Principal\":" + who + ",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}";
    }

    private static String policy(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }
}
