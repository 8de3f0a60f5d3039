package io.claviger.authz;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.grant;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.managedPolicy;
import static io.claviger.testkit.StorageSamples.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Caller;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.Session;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.iam.EntityKind;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.Role;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Permission;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.storage.Change;
import io.claviger.testkit.FakeStorage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a role session, and a service, may ask what (policy-language.md, section 7; authorization.md, section 2). */
final class SessionAuthorizationTest {
    private static final String ALL_OF_KMS =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
    private static final String DECRYPT = ALL_OF_KMS.replace("kms:*", "kms:Decrypt");
    private static final String ENCRYPT = ALL_OF_KMS.replace("kms:*", "kms:Encrypt");
    private static final String WHO =
            "User: arn:aws:sts::111122223333:assumed-role/builddeployer/build-7 is not authorized to perform: ";
    private static final Role DEPLOYER = role("builddeployer");
    private static final ManagedPolicy DECRYPTION = managedPolicy("decryption", PolicyText.of(DECRYPT));
    private static final KmsKey DELEGATING = key(1).governedBy(PolicyText.of(DefaultKeyPolicy.text(ACCOUNT)));
    private static final String VOLUME = "arn:aws:ec2:us-west-2:111122223333:volume/vol-1";

    private final FakeStorage storage = new FakeStorage()
            .with(
                    new Change.AccountCreated(account(ACCOUNT)),
                    new Change.EntityCreated(DECRYPTION),
                    keyCreated(DELEGATING));
    private final Authorizer authorizer = new Authorizer(
            storage,
            new CompiledPolicies(new JsonTreeReader(), 100),
            ControlPolicies.NONE,
            io.claviger.testkit.StorageSamples.ACCOUNT);

    @Test
    void aDelegatedKeyNeedsAPolicyOfTheRole() {
        with(DEPLOYER);
        assertThat(denial(session(), "kms:Decrypt", DELEGATING))
                .contains(WHO + "kms:Decrypt on resource: " + DELEGATING.arn()
                        + " because no identity-based policy allows the kms:Decrypt action");

        replace(DEPLOYER.withPermissions(Permissions.NONE.withInline("kms", PolicyText.of(ALL_OF_KMS))));

        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();
    }

    @Test
    void anAttachedPolicyOfTheRoleCounts() {
        with(DEPLOYER.withPermissions(Permissions.NONE.withAttached(DECRYPTION.id())));

        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();
        assertThat(denial(session(), "kms:Encrypt", DELEGATING)).isPresent();
    }

    @Test
    void theRolesBoundaryLimits() {
        with(DEPLOYER.withPermissions(
                Permissions.NONE.withInline("kms", PolicyText.of(ALL_OF_KMS)).withBoundary(DECRYPTION.id())));

        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();
        assertThat(denial(session(), "kms:Encrypt", DELEGATING))
                .hasValueSatisfying(text ->
                        assertThat(text).endsWith("because no permissions boundary allows the kms:Encrypt action"));
    }

    @Test
    void aSessionPolicyLimits() {
        with(DEPLOYER.withPermissions(Permissions.NONE.withInline("kms", PolicyText.of(ALL_OF_KMS))));
        Session limited = session(List.of(PolicyText.of(DECRYPT)), List.of());

        assertThat(denial(limited, "kms:Decrypt", DELEGATING)).isEmpty();
        assertThat(denial(limited, "kms:Encrypt", DELEGATING))
                .hasValueSatisfying(
                        text -> assertThat(text).endsWith("because no session policy allows the kms:Encrypt action"));
    }

    @Test
    void aSessionPolicyGivesNothing() {
        with(DEPLOYER);

        assertThat(denial(session(List.of(PolicyText.of(ALL_OF_KMS)), List.of()), "kms:Decrypt", DELEGATING))
                .hasValueSatisfying(text -> assertThat(text).contains("no identity-based policy allows"));
    }

    @Test
    void managedSessionPoliciesLimitTogetherWithTheInlineOne() {
        with(DEPLOYER.withPermissions(Permissions.NONE.withInline("kms", PolicyText.of(ALL_OF_KMS))));
        Session limited = session(List.of(PolicyText.of(ENCRYPT)), List.of(DECRYPTION.id()));

        assertThat(denial(limited, "kms:Decrypt", DELEGATING)).isEmpty();
        assertThat(denial(limited, "kms:Encrypt", DELEGATING)).isEmpty();
        assertThat(denial(limited, "kms:DescribeKey", DELEGATING)).isPresent();
    }

    @Test
    void aManagedSessionPolicyThatIsGoneAllowsNothing() {
        with(DEPLOYER.withPermissions(Permissions.NONE.withInline("kms", PolicyText.of(ALL_OF_KMS))));
        Session limited =
                session(List.of(), List.of(Arn.policy(ACCOUNT, "/", "gone").toString()));

        assertThat(denial(limited, "kms:Decrypt", DELEGATING)).isPresent();
    }

    @Test
    void aKeyPolicyThatNamesTheRoleNeedsNoPolicyOfItButTheSessionPolicyLimits() {
        with(DEPLOYER);
        KmsKey key = governed(DEPLOYER.arn().toString());

        assertThat(denial(session(), "kms:Decrypt", key)).isEmpty();
        assertThat(denial(session(List.of(PolicyText.of(ENCRYPT)), List.of()), "kms:Decrypt", key))
                .isPresent();
    }

    @Test
    void aKeyPolicyThatNamesTheSessionIsBeyondTheSessionPolicy() {
        with(DEPLOYER);
        KmsKey key =
                governed(Arn.assumedRole(ACCOUNT, "builddeployer", "build-7").toString());

        assertThat(denial(session(List.of(PolicyText.of(ENCRYPT)), List.of()), "kms:Decrypt", key))
                .isEmpty();
    }

    @Test
    void aKeyPolicyThatNamesTheUniqueIdMeansThisRoleAlone() {
        with(DEPLOYER);

        assertThat(denial(session(), "kms:Decrypt", governed(DEPLOYER.uniqueId())))
                .isEmpty();
        assertThat(denial(session(), "kms:Decrypt", governed("AROAANOTHERROLE")))
                .isPresent();
    }

    @Test
    void sessionsFromBeforeATimeAreRevokedByADenyOnTheRole() {
        String revoking =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
                        + "\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + NOW.plusSeconds(60) + "\"}}}}";
        with(DEPLOYER.withPermissions(Permissions.NONE
                .withInline("kms", PolicyText.of(ALL_OF_KMS))
                .withInline("revoke", PolicyText.of(revoking))));

        assertThat(denial(session(), "kms:Decrypt", DELEGATING))
                .hasValueSatisfying(
                        text -> assertThat(text).endsWith("with an explicit deny in an identity-based policy"));
        assertThat(denial(session(NOW.plusSeconds(61)), "kms:Decrypt", DELEGATING))
                .isEmpty();
    }

    @Test
    void sessionTagsDecide() {
        String tagged =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"red\"}}}}";
        with(DEPLOYER.withTags(List.of(new Tag("Team", "blue")))
                .withPermissions(Permissions.NONE.withInline("kms", PolicyText.of(tagged))));

        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();
        assertThat(denial((Session) null, "kms:Decrypt", DELEGATING)).isPresent();
    }

    @Test
    void grantsNameTheRoleOrOneSession() {
        with(DEPLOYER);
        storage.with(new Change.GrantCreated(grantTo(DEPLOYER.uniqueId(), 1, GrantConstraints.NONE)));
        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();

        storage.with(new Change.GrantDeleted(grantTo(DEPLOYER.uniqueId(), 1, GrantConstraints.NONE)));
        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isPresent();
        storage.with(new Change.GrantCreated(grantTo(DEPLOYER.uniqueId() + ":build-8", 2, GrantConstraints.NONE)));
        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isPresent();
        storage.with(new Change.GrantCreated(grantTo(DEPLOYER.uniqueId() + ":build-7", 3, GrantConstraints.NONE)));
        assertThat(denial(session(), "kms:Decrypt", DELEGATING)).isEmpty();
    }

    // services

    @Test
    void aServiceNeedsToBeNamed() {
        KmsKey key = governedBy("{\"Service\":\"ec2.amazonaws.com\"}");

        assertThat(denial(service("ec2"), "kms:Decrypt", key)).isEmpty();
        assertThat(denial(service("rds"), "kms:Decrypt", key))
                .contains("User: rds.amazonaws.com is not authorized to perform: kms:Decrypt on resource: " + key.arn()
                        + " because no resource-based policy allows the kms:Decrypt action");
        assertThat(denial(service("ec2"), "kms:Decrypt", DELEGATING)).isPresent();
    }

    @Test
    void aServiceMayDoNothingInItsAccount() {
        Call<?> call = call(service("ec2"), new Target.Account());

        assertThatThrownBy(() -> authorizer
                        .authorize(call, List.of(new Permission("kms:CreateKey", new Target.Account())))
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class, denied -> assertThat(denied.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
    }

    @Test
    void aGrantOfAServiceCountsForItsResourceAlone() {
        storage.with(
                new Change.GrantCreated(grantTo("ec2.amazonaws.com", 1, new GrantConstraints(null, null, VOLUME))));

        assertThat(denial(service("ec2"), "kms:Decrypt", DELEGATING, serviceContext(VOLUME)))
                .isEmpty();
        assertThat(denial(service("ec2"), "kms:Decrypt", DELEGATING, serviceContext(VOLUME + "1")))
                .isPresent();
        assertThat(denial(service("ec2"), "kms:Decrypt", DELEGATING, null)).isPresent();
        assertThat(denial(service("rds"), "kms:Decrypt", DELEGATING, serviceContext(VOLUME)))
                .isPresent();
    }

    @Test
    void aGrantToTheAccountIsNotTheServices() {
        storage.with(new Change.GrantCreated(grantTo(ACCOUNT.value(), 1, GrantConstraints.NONE)));

        assertThat(denial(service("ec2"), "kms:Decrypt", DELEGATING)).isPresent();
    }

    @Test
    void aServiceThatIsNotNamedDoesNotLearnOfAnotherAccountsKey() {
        KmsKey key = key(OTHER_ACCOUNT, 2).governedBy(PolicyText.of(policy("{\"Service\":\"rds.amazonaws.com\"}")));

        assertThat(denial(service("rds"), "kms:Decrypt", key)).isEmpty();
        assertThat(denial(service("ec2"), "kms:Decrypt", key))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("on this resource because the resource does not"));
    }

    private void with(Role role) {
        storage.with(new Change.EntityCreated(role));
    }

    private void replace(Role role) {
        storage.with(new Change.EntityUpdated(role.atVersion(1)));
    }

    private static Grant grantTo(String identity, int number, GrantConstraints constraints) {
        return grant(DELEGATING, number, identity, constraints, GrantOperation.DECRYPT);
    }

    private static KmsKey governed(String aws) {
        return governedBy("{\"AWS\":\"" + aws + "\"}");
    }

    private static KmsKey governedBy(String principal) {
        return DELEGATING.governedBy(PolicyText.of(policy(principal)));
    }

    private static String policy(String principal) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":" + principal
                + ",\"Action\":\"kms:*\",\"Resource\":\"*\"}}";
    }

    private static Session session() {
        return session(NOW);
    }

    private static Session session(Instant issuedAt) {
        return session(issuedAt, List.of(), List.of());
    }

    private static Session session(List<PolicyText> policies, List<String> arns) {
        return session(NOW, policies, arns);
    }

    private static Session session(Instant issuedAt, List<PolicyText> policies, List<String> arns) {
        return new Session(
                issuedAt,
                issuedAt.plusSeconds(3600),
                false,
                new TreeMap<>(Map.of("team", "red")),
                Set.of(),
                null,
                null,
                policies,
                arns);
    }

    private static Caller service(String name) {
        return new Caller(new Caller.Service(ACCOUNT, name + ".amazonaws.com"), "");
    }

    private static ServiceContext serviceContext(String sourceArn) {
        return new ServiceContext("ec2", REGION, List.of(), sourceArn, ACCOUNT);
    }

    /** What the caller in the role is told; empty if the call is allowed. */
    private Optional<String> denial(@Nullable Session session, String action, KmsKey key) {
        Caller.RoleSession inRole = storage.findEntity(EntityKind.ROLE, ACCOUNT, DEPLOYER.uniqueId())
                .await()
                .indefinitely()
                .map(role -> new Caller.RoleSession(
                        ACCOUNT, role.path(), role.name(), role.uniqueId(), "build-7", role.tags()))
                .orElseThrow();
        return denial(new Caller(inRole, "ASIAEXAMPLE", session), action, key);
    }

    private Optional<String> denial(Caller caller, String action, KmsKey key) {
        return denial(caller, action, key, null);
    }

    private Optional<String> denial(Caller caller, String action, KmsKey key, @Nullable ServiceContext service) {
        Target target = new Target.Key(key, null);
        Call<?> call = new Call<>(
                Empty.INSTANCE,
                caller,
                REGION,
                new RequestOrigin("192.0.2.7", true, null, null, service),
                List.of(target),
                NOW,
                "request-1");
        return deny(call, new Permission(action, target));
    }

    private Optional<String> deny(Call<?> call, Permission permission) {
        try {
            authorizer.authorize(call, List.of(permission)).await().indefinitely();
            return Optional.empty();
        } catch (KmsException denied) {
            assertThat(denied.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            return denied.text();
        }
    }

    private static Call<?> call(Caller caller, Target target) {
        return new Call<>(
                Empty.INSTANCE,
                caller,
                REGION,
                new RequestOrigin("192.0.2.7", true, null, null),
                List.of(target),
                NOW,
                "request-1");
    }
}
