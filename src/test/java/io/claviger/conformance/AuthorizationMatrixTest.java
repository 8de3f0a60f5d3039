package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.conformance.KmsCall.Resource;
import io.claviger.conformance.KmsCall.Scene;
import io.claviger.key.GrantOperation;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyUsage;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against every way of being allowed or denied (authorization.md, section 2), with the exact texts. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class AuthorizationMatrixTest extends ServiceTest {
    private static final List<String> ALL = List.of("kms:*");
    private static final List<String> ANYTHING = List.of("*");
    private static final String NO_KEY_POLICY = " because no resource-based policy allows the %s action";
    private static final String NO_IDENTITY_POLICY = " because no identity-based policy allows the %s action";
    private static final String DENIED_BY_KEY_POLICY = " with an explicit deny in a resource-based policy";
    private static final String DENIED_BY_IDENTITY_POLICY = " with an explicit deny in an identity-based policy";
    private static final String NO_CONTROL_POLICY = " because no service control policy allows the %s action";
    private static final String NO_BOUNDARY = " because no permissions boundary allows the %s action";
    private static final String DENIED_BY_CONTROL_POLICY = " with an explicit deny in a service control policy";
    private static final String DENIED_BY_BOUNDARY = " with an explicit deny in a permissions boundary";
    private static final String NO_ACCESS = " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies access";
    private static final String OTHER_SERVICE = Policies.document(Policies.allow(List.of("s3:*"), ANYTHING));

    private String delegation;
    private String administration;

    @BeforeEach
    void setUpStatements() {
        delegation = Policies.allow(root(admin), ALL);
        administration = Policies.allow(admin.arn(), ALL);
    }

    static Stream<KmsCall> keyCalls() {
        return calls(Resource.KEY, Resource.SHARED_KEY);
    }

    static Stream<KmsCall> keyAndAliasCalls() {
        return calls(Resource.KEY, Resource.SHARED_KEY, Resource.ALIAS_AND_KEY);
    }

    /** Whatever a policy of the key can deny. */
    static Stream<KmsCall> deniableCalls() {
        return Stream.concat(keyAndAliasCalls(), calls(Resource.GRANT));
    }

    /** Whatever a grant can allow. */
    static Stream<KmsCall> grantableCalls() {
        return sharedCalls().filter(AuthorizationMatrixTest::isGrantable);
    }

    static Stream<KmsCall> ungrantableCalls() {
        return Arrays.stream(KmsCall.values()).filter(call -> !isGrantable(call));
    }

    private static boolean isGrantable(KmsCall call) {
        return call.resource != Resource.GRANT
                && call.actions.stream()
                        .allMatch(action -> GrantOperation.ofAction(action).isPresent());
    }

    static Stream<KmsCall> aliasCalls() {
        return calls(Resource.ALIAS_AND_KEY);
    }

    static Stream<KmsCall> accountCalls() {
        return calls(Resource.ACCOUNT, Resource.PRINCIPAL);
    }

    static Stream<KmsCall> sharedCalls() {
        return calls(Resource.SHARED_KEY);
    }

    static Stream<KmsCall> unsharedCalls() {
        return Stream.concat(calls(Resource.KEY), Stream.of(KmsCall.CREATE_ALIAS));
    }

    static Stream<KmsCall> callsThatNameAKey() {
        return Stream.concat(keyCalls(), Stream.of(KmsCall.CREATE_ALIAS, KmsCall.RETIRE_GRANT));
    }

    private static Stream<KmsCall> calls(Resource... resources) {
        return Arrays.stream(KmsCall.values())
                .filter(call -> Arrays.asList(resources).contains(call.resource));
    }

    @ParameterizedTest
    @MethodSource("keyCalls")
    void keyPolicyAloneAllows(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration, Policies.allow(user.arn(), call.actions));

        assertAllowed(call, user, scene);
    }

    @ParameterizedTest
    @MethodSource("aliasCalls")
    void keyPolicyAndIdentityPolicyOnTheAliasAllow(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration, Policies.allow(user.arn(), call.actions));
        identities.putPolicy(
                user, Policies.document(Policies.allow(call.actions, List.of(aliasArn(admin, aliasOf(call, scene))))));

        assertAllowed(call, user, scene);
    }

    @ParameterizedTest
    @MethodSource("deniableCalls")
    void identityPolicyAllowsWhatTheKeyPolicyDelegates(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, delegation);
        identities.putPolicy(
                user,
                Policies.document(Policies.allow(
                        call.actions, List.of(scene.key(), scene.otherKey(), aliasArn(admin, aliasOf(call, scene))))));

        assertAllowed(call, user, scene);
    }

    @ParameterizedTest
    @MethodSource("accountCalls")
    void identityPolicyAllowsAccountOperations(KmsCall call) {
        Identity user = user(Policies.allow(call.actions, ANYTHING));

        assertAllowed(call, user, scene(call, delegation));
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void rootNeedsNoIdentityPolicy(KmsCall call) {
        Identity root = identities.root(admin.account());

        assertAllowed(call, root, scene(call, delegation));
    }

    @ParameterizedTest
    @MethodSource("keyAndAliasCalls")
    void rootIsDeniedWhereTheKeyPolicyDoesNotDelegate(KmsCall call) {
        Identity root = identities.root(admin.account());
        Scene scene = scene(call, administration);

        assertDenied(call, root, scene, " on resource: " + scene.key() + NO_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("deniableCalls")
    void keyPolicyDenies(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation, Policies.deny(user.arn(), call.actions));

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("deniableCalls")
    void identityPolicyDenies(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));
        identities.putPolicy(
                user,
                Policies.document(Policies.allow(ALL, ANYTHING), Policies.deny(call.actions, List.of(scene.key()))));

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("accountCalls")
    void identityPolicyDeniesAccountOperations(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING), Policies.deny(call.actions, ANYTHING));

        Scene scene = scene(call, delegation);

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + DENIED_BY_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("keyCalls")
    void delegationAloneIsNoPermission(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, delegation);

        assertDenied(call, user, scene, " on resource: " + scene.key() + NO_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("aliasCalls")
    void aliasesNeedPermissionOnTheAlias(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));

        assertDenied(call, user, scene, " on resource: " + aliasArn(admin, aliasOf(call, scene)) + NO_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("accountCalls")
    void accountOperationsNeedAnIdentityPolicy(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + NO_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("keyAndAliasCalls")
    void identityPolicyIsWorthlessWithoutTheKeyPolicy(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, administration);

        assertDenied(call, user, scene, " on resource: " + scene.key() + NO_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersAreAllowedByBothPolicies(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), call.actions));

        assertAllowed(call, foreigner, scene);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersAreAllowedThroughTheirAccount(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, administration, Policies.allow(root(foreigner), call.actions));

        assertAllowed(call, foreigner, scene);
    }

    @ParameterizedTest
    @MethodSource("unsharedCalls")
    void foreignersCannotUseWhatIsForTheAccountAlone(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), ALL));

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersNeedTheKeyPolicy(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);

        assertDenied(call, foreigner, scene(call, delegation), NO_ACCESS);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersNeedAnIdentityPolicy(KmsCall call) {
        Identity foreigner = foreigner(Policies.document(Policies.allow(List.of("s3:*"), ANYTHING)));
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), ALL));

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersDeniedByTheKeyPolicyLearnNothing(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(
                call,
                administration,
                Policies.allow(foreigner.arn(), ALL),
                Policies.deny(root(foreigner), call.actions));

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    /** The same text as for a key that exists: nobody can tell. */
    @ParameterizedTest
    @MethodSource("callsThatNameAKey")
    void foreignKeysThatDoNotExistLookLikeForbiddenOnes(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, delegation);
        Scene missing = scene.withKey(keyArn(admin, UUID.randomUUID().toString()));

        assertDenied(call, foreigner, missing, NO_ACCESS);
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void boundaryThatAllowsTakesNothingAway(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        identities.putBoundary(user, Policies.document(Policies.allow(call.actions, ANYTHING)));

        assertAllowed(call, user, scene(call, delegation));
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void boundaryAloneIsNoPermission(KmsCall call) {
        Identity user = user();
        identities.putBoundary(user, TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, delegation);

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + NO_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("deniableCalls")
    void boundaryDenies(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));
        identities.putBoundary(
                user,
                Policies.document(Policies.allow(ALL, ANYTHING), Policies.deny(call.actions, List.of(scene.key()))));

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_BOUNDARY);
    }

    @ParameterizedTest
    @MethodSource("accountCalls")
    void boundaryDeniesAccountOperations(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        identities.putBoundary(
                user, Policies.document(Policies.allow(ALL, ANYTHING), Policies.deny(call.actions, ANYTHING)));

        Scene scene = scene(call, delegation);

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + DENIED_BY_BOUNDARY);
    }

    @ParameterizedTest
    @MethodSource("keyAndAliasCalls")
    void boundaryLimitsWhatTheKeyPolicyDelegates(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation);
        List<String> others = List.of(scene.otherKey(), aliasArn(admin, aliasOf(call, scene)));
        identities.putBoundary(user, Policies.document(Policies.allow(ALL, others)));

        assertDenied(call, user, scene, " on resource: " + scene.key() + NO_BOUNDARY);
    }

    @ParameterizedTest
    @MethodSource("accountCalls")
    void boundaryLimitsAccountOperations(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        identities.putBoundary(user, OTHER_SERVICE);

        Scene scene = scene(call, delegation);

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + NO_BOUNDARY);
    }

    @ParameterizedTest
    @MethodSource("aliasCalls")
    void boundaryLimitsWhatIsAllowedOnTheAlias(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));
        identities.putBoundary(user, OTHER_SERVICE);

        assertDenied(call, user, scene, " on resource: " + aliasArn(admin, aliasOf(call, scene)) + NO_BOUNDARY);
    }

    /** IAM User Guide, access_policies_boundaries: a resource policy that names the user itself goes past it. */
    @ParameterizedTest
    @MethodSource("keyCalls")
    void boundaryThatIsSilentDoesNotLimitWhomTheKeyPolicyNames(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration, Policies.allow(user.arn(), call.actions));
        identities.putBoundary(user, OTHER_SERVICE);

        assertAllowed(call, user, scene);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersDeniedByTheirBoundaryLearnNothing(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), call.actions));
        identities.putBoundary(
                foreigner, Policies.document(Policies.allow(ALL, ANYTHING), Policies.deny(call.actions, ANYTHING)));

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    /** Across accounts both sides must allow, so here even being named does not go past the boundary. */
    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersAreLimitedByTheirBoundary(KmsCall call) {
        Identity foreigner = foreigner(TestIdentities.ALLOW_ALL);
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), call.actions));
        identities.putBoundary(foreigner, OTHER_SERVICE);

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void controlPolicyDenies(KmsCall call) {
        workIn(TestIdentities.DENIED_ACCOUNT);
        Identity user = limited();
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + DENIED_BY_CONTROL_POLICY);
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void controlPolicyDeniesTheRoot(KmsCall call) {
        workIn(TestIdentities.DENIED_ACCOUNT);
        Scene scene = scene(call, delegation);

        assertDenied(
                call,
                identities.root(admin.account()),
                scene,
                " on resource: " + firstResource(call, scene) + DENIED_BY_CONTROL_POLICY);
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void everyLevelOfControlPoliciesMustAllow(KmsCall call) {
        workIn(TestIdentities.UNALLOWED_ACCOUNT);
        Identity user = limited();
        Scene scene = scene(call, delegation, Policies.allow(user.arn(), ALL));

        assertDenied(call, user, scene, " on resource: " + firstResource(call, scene) + NO_CONTROL_POLICY);
    }

    @ParameterizedTest
    @EnumSource(KmsCall.class)
    void everyLevelOfControlPoliciesMustAllowTheRoot(KmsCall call) {
        workIn(TestIdentities.UNALLOWED_ACCOUNT);
        Scene scene = scene(call, delegation);

        assertDenied(
                call,
                identities.root(admin.account()),
                scene,
                " on resource: " + firstResource(call, scene) + NO_CONTROL_POLICY);
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void foreignersDeniedByTheirControlPoliciesLearnNothing(KmsCall call) {
        for (AccountId account : List.of(TestIdentities.DENIED_ACCOUNT, TestIdentities.UNALLOWED_ACCOUNT)) {
            identities.administrator(account);
            Identity foreigner = limited(account);
            Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), call.actions));

            assertDenied(call, foreigner, scene, NO_ACCESS);
        }
    }

    @ParameterizedTest
    @MethodSource("sharedCalls")
    void controlPoliciesDoNotLimitCallersOfOtherAccounts(KmsCall call) {
        Identity foreigner =
                identities.user(identities.account(), TestIdentities.LIMITED + "stranger", TestIdentities.ALLOW_ALL);
        workIn(TestIdentities.DENIED_ACCOUNT);
        Scene scene = scene(call, administration, Policies.allow(foreigner.arn(), call.actions));

        assertAllowed(call, foreigner, scene);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void grantAloneAllows(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration);
        grantEverything(user, scene);

        assertAllowed(call, user, scene);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void grantAloneAllowsForeigners(KmsCall call) {
        Identity foreigner = identities.user(identities.account(), "stranger");
        Scene scene = scene(call, administration);
        grantEverything(foreigner, scene);

        assertAllowed(call, foreigner, scene);
    }

    @ParameterizedTest
    @MethodSource("ungrantableCalls")
    void grantAllowsNothingElse(KmsCall call) {
        Identity user = user();
        Scene scene = scene(administration);
        grantEverything(user, scene);
        prepare(call, scene);

        // the account that made a grant may retire it, so what its users lack is a policy of their own
        boolean isOnKey = firstResource(call, scene).equals(scene.key()) && call.resource != Resource.GRANT;
        assertDenied(
                call,
                user,
                scene,
                " on resource: " + firstResource(call, scene) + (isOnKey ? NO_KEY_POLICY : NO_IDENTITY_POLICY));
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void grantOfSomebodyElseAllowsNothing(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration);
        grantEverything(identities.user(admin.account(), "else"), scene);

        assertDenied(call, user, scene, " on resource: " + scene.key() + NO_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void keyPolicyDeniesWhatAGrantAllows(KmsCall call) {
        Identity user = user();
        Scene scene = scene(call, administration, Policies.deny(user.arn(), call.actions));
        grantEverything(user, scene);

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void identityPolicyDeniesWhatAGrantAllows(KmsCall call) {
        Identity user = user(Policies.deny(call.actions, ANYTHING));
        Scene scene = scene(call, administration);
        grantEverything(user, scene);

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_IDENTITY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void boundaryDeniesWhatAGrantAllows(KmsCall call) {
        Identity user = user();
        identities.putBoundary(user, Policies.document(Policies.deny(call.actions, ANYTHING)));
        Scene scene = scene(call, administration);
        grantEverything(user, scene);

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_BOUNDARY);
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void controlPoliciesLimitWhatAGrantAllows(KmsCall call) {
        for (AccountId account : List.of(TestIdentities.DENIED_ACCOUNT, TestIdentities.UNALLOWED_ACCOUNT)) {
            workIn(account);
            Identity user = identities.user(account, TestIdentities.LIMITED + UUID.randomUUID());
            Scene scene = scene(call, administration);
            grantEverything(user, scene);

            assertDenied(
                    call,
                    user,
                    scene,
                    " on resource: " + scene.key()
                            + (account.equals(TestIdentities.DENIED_ACCOUNT)
                                    ? DENIED_BY_CONTROL_POLICY
                                    : NO_CONTROL_POLICY));
        }
    }

    @ParameterizedTest
    @MethodSource("grantableCalls")
    void foreignersDeniedDespiteAGrantLearnNothing(KmsCall call) {
        Identity foreigner = identities.user(identities.account(), "stranger");
        Scene scene = scene(call, administration, Policies.deny(root(foreigner), call.actions));
        grantEverything(foreigner, scene);

        assertDenied(call, foreigner, scene, NO_ACCESS);
    }

    /** Two grants, on both keys, that allow all that grants on such keys can. */
    private void grantEverything(Identity grantee, Scene scene) {
        List<String> operations = Arrays.stream(GrantOperation.values())
                .filter(operation -> operation.isLegalFor(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT))
                .map(GrantOperation::wireName)
                .toList();
        for (String key : List.of(scene.key(), scene.otherKey())) {
            kms.createGrant(in -> in.keyId(key).granteePrincipal(grantee.arn()).operationsWithStrings(operations));
        }
    }

    /** Goes on in this account, which has service control policies, with an administrator whom they let through. */
    private void workIn(AccountId account) {
        admin = identities.administrator(account);
        kms = clients.as(admin);
        setUpStatements();
    }

    private Identity limited() {
        return limited(admin.account());
    }

    private Identity limited(AccountId account) {
        return identities.user(account, TestIdentities.LIMITED + UUID.randomUUID(), TestIdentities.ALLOW_ALL);
    }

    private Identity user(String... statements) {
        return statements.length == 0
                ? identities.user(admin.account(), "somebody")
                : identities.user(admin.account(), "somebody", Policies.document(statements));
    }

    private Identity foreigner(String policy) {
        return identities.user(identities.account(), "stranger", policy);
    }

    /** Two keys with a policy of these statements, in a state in which the call succeeds. */
    private Scene scene(KmsCall call, String... statements) {
        Scene scene = scene(statements);
        prepare(call, scene);
        return scene;
    }

    private Scene scene(String... statements) {
        String policy = Policies.document(statements);
        return sceneOf(keyWith(policy), keyWith(policy));
    }

    private void prepare(KmsCall call, Scene scene) {
        if (call == KmsCall.CANCEL_KEY_DELETION) {
            kms.scheduleKeyDeletion(in -> in.keyId(scene.key()));
        }
    }

    private String keyWith(String policy) {
        return kms.createKey(in -> in.policy(policy).bypassPolicyLockoutSafetyCheck(true))
                .keyMetadata()
                .arn();
    }

    /** What the first permission of the call is asked on. */
    private String firstResource(KmsCall call, Scene scene) {
        return switch (call.resource) {
            case KEY, SHARED_KEY, GRANT -> scene.key();
            case PRINCIPAL -> scene.root();
            case ALIAS_AND_KEY -> aliasArn(admin, aliasOf(call, scene));
            case ACCOUNT -> "*";
        };
    }

    private static String aliasOf(KmsCall call, Scene scene) {
        return call == KmsCall.CREATE_ALIAS ? scene.freeAlias() : scene.alias();
    }

    private void assertAllowed(KmsCall call, Identity caller, Scene scene) {
        assertThat(call.on(clients.as(caller), scene).sdkHttpResponse().statusCode())
                .isEqualTo(200);
    }

    private void assertDenied(KmsCall call, Identity caller, Scene scene, String reason) {
        String action = call.actions.getFirst();
        assertRefused(
                () -> call.on(clients.as(caller), scene),
                "AccessDeniedException",
                "User: " + caller.arn() + " is not authorized to perform: " + action + reason.replace("%s", action));
    }
}
