package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Resource;
import io.claviger.conformance.KmsCall.Scene;
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
    private static final String NO_ACCESS = " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies access";

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

    static Stream<KmsCall> aliasCalls() {
        return calls(Resource.ALIAS_AND_KEY);
    }

    static Stream<KmsCall> accountCalls() {
        return calls(Resource.ACCOUNT);
    }

    static Stream<KmsCall> sharedCalls() {
        return calls(Resource.SHARED_KEY);
    }

    static Stream<KmsCall> unsharedCalls() {
        return Stream.concat(calls(Resource.KEY), Stream.of(KmsCall.CREATE_ALIAS));
    }

    static Stream<KmsCall> callsThatNameAKey() {
        return Stream.concat(keyCalls(), Stream.of(KmsCall.CREATE_ALIAS));
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
    @MethodSource("keyAndAliasCalls")
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
    @MethodSource("keyAndAliasCalls")
    void keyPolicyDenies(KmsCall call) {
        Identity user = user(Policies.allow(ALL, ANYTHING));
        Scene scene = scene(call, delegation, Policies.deny(user.arn(), call.actions));

        assertDenied(call, user, scene, " on resource: " + scene.key() + DENIED_BY_KEY_POLICY);
    }

    @ParameterizedTest
    @MethodSource("keyAndAliasCalls")
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

        assertDenied(call, user, scene(call, delegation), " on resource: *" + DENIED_BY_IDENTITY_POLICY);
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

        assertDenied(call, user, scene, " on resource: *" + NO_IDENTITY_POLICY);
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
        Scene missing = new Scene(
                keyArn(admin, UUID.randomUUID().toString()),
                scene.otherKey(),
                scene.alias(),
                scene.freeAlias(),
                scene.ciphertext(),
                scene.policy());

        assertDenied(call, foreigner, missing, NO_ACCESS);
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
        String policy = Policies.document(statements);
        Scene scene = sceneOf(keyWith(policy), keyWith(policy));
        if (call == KmsCall.CANCEL_KEY_DELETION) {
            kms.scheduleKeyDeletion(in -> in.keyId(scene.key()));
        }
        return scene;
    }

    private String keyWith(String policy) {
        return kms.createKey(in -> in.policy(policy).bypassPolicyLockoutSafetyCheck(true))
                .keyMetadata()
                .arn();
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
