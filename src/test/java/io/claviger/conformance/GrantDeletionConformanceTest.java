package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;

/** Who may retire and revoke a grant, and the list of those that one may retire (grants.md, section 7). */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class GrantDeletionConformanceTest extends ServiceTest {
    private static final List<String> ALL = List.of("kms:*");
    private static final List<String> ANYTHING = List.of("*");
    private static final List<String> RETIRE = List.of("kms:RetireGrant");
    private static final String NO_ACCESS = " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies access";

    /** How a request says which grant it means. */
    enum By {
        TOKEN,
        ID
    }

    private String key;

    @BeforeEach
    void setUpKey() {
        key = keyFor(Policies.allow(root(admin), ALL));
    }

    // who may retire

    @ParameterizedTest
    @EnumSource(By.class)
    void theRetiringPrincipalNeedsNoPolicy(By by) {
        Identity retiring = user();

        assertRetires(retiring, by, grant(in -> in.retiringPrincipal(retiring.arn())));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void theRetiringPrincipalMayBeOfAnotherAccount(By by) {
        Identity retiring = foreigner();

        assertRetires(retiring, by, grant(in -> in.retiringPrincipal(retiring.arn())));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void theGranteeMayIfTheGrantSaysSo(By by) {
        Identity grantee = user();
        Identity foreigner = foreigner();

        for (Identity caller : List.of(grantee, foreigner)) {
            assertRetires(
                    caller,
                    by,
                    grant(in -> in.granteePrincipal(caller.arn())
                            .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT)));
        }
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void constraintsDoNotKeepTheGranteeFromRetiring(By by) {
        Identity grantee = user();

        assertRetires(
                grantee,
                by,
                grant(in -> in.granteePrincipal(grantee.arn())
                        .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT)
                        .constraints(limits -> limits.encryptionContextEquals(Map.of("a", "b"))
                                .sourceArn("arn:aws:ec2:us-east-1:111122223333:volume/vol-1"))));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void theRootOfTheIssuingAccountMay(By by) {
        assertRetires(identities.root(admin.account()), by, grant(in -> {}));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void theIssuingAccountPassesItOnByIdentityPolicies(By by) {
        Identity user = user(Policies.allow(RETIRE, List.of(key)));

        assertRetires(user, by, grant(in -> {}));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void anAccountThatIsTheRetiringPrincipalPassesItOnToo(By by) {
        Identity foreigner = foreigner(Policies.allow(RETIRE, ANYTHING));
        Identity foreignRoot = identities.root(foreigner.account());

        for (Identity caller : List.of(foreigner, foreignRoot)) {
            assertRetires(caller, by, grant(in -> in.retiringPrincipal(root(foreigner))));
        }
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void anAccountThatIsTheGranteePassesItOnToo(By by) {
        Identity foreigner = foreigner(Policies.allow(RETIRE, ANYTHING));

        assertRetires(
                foreigner,
                by,
                grant(in -> in.granteePrincipal(root(foreigner))
                        .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT)));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void theAccountThatIssuedIsNotAlwaysTheKeys(By by) {
        Identity issuer = foreigner(Policies.allow(List.of("kms:CreateGrant", "kms:RetireGrant"), ANYTHING));
        key = keyFor(Policies.allow(root(admin), ALL), Policies.allow(issuer.arn(), List.of("kms:CreateGrant")));
        CreateGrantResponse made = clients.as(issuer)
                .createGrant(in -> in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DECRYPT));

        assertDenied(admin, by, made, onKey());
        assertRetires(issuer, by, made);
    }

    // who may not

    @ParameterizedTest
    @EnumSource(By.class)
    void theGranteeMayNotIfTheGrantDoesNotSaySo(By by) {
        Identity grantee = user();

        assertDenied(grantee, by, grant(in -> in.granteePrincipal(grantee.arn())), withoutIdentityPolicy());
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void usersOfTheIssuingAccountNeedAnIdentityPolicy(By by) {
        assertDenied(user(), by, grant(in -> {}), withoutIdentityPolicy());
        assertDenied(
                user(Policies.allow(List.of("kms:RevokeGrant", "kms:CreateGrant"), ANYTHING)),
                by,
                grant(in -> {}),
                withoutIdentityPolicy());
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void anAllowInTheKeyPolicyIsNotEffective(By by) {
        Identity user = user();
        Identity foreigner = foreigner(Policies.allow(ALL, ANYTHING));
        key = keyFor(
                Policies.allow(root(admin), ALL),
                Policies.allow(user.arn(), ALL),
                Policies.allow(foreigner.arn(), ALL));

        assertDenied(user, by, grant(in -> {}), withoutIdentityPolicy());
        assertDenied(foreigner, by, grant(in -> {}), NO_ACCESS);
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void foreignersWhomTheGrantDoesNotNameLearnNothing(By by) {
        Identity foreigner = foreigner(Policies.allow(ALL, ANYTHING));
        String missing = keyArn(admin, UUID.randomUUID().toString());

        assertDenied(foreigner, by, grant(in -> in.granteePrincipal(foreigner.arn())), NO_ACCESS);
        assertRefused(
                () -> clients.as(foreigner).retireGrant(in -> in.keyId(missing).grantId("0".repeat(64))),
                "AccessDeniedException",
                denial(foreigner, NO_ACCESS));
        assertRefused(
                () -> clients.as(foreigner).retireGrant(in -> in.keyId(key).grantId("0".repeat(64))),
                "AccessDeniedException",
                denial(foreigner, NO_ACCESS));
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void anExplicitDenyIsEffectiveForEverybody(By by) {
        Identity byIdentity = user(Policies.deny(RETIRE, ANYTHING));
        Identity byKeyPolicy = user();
        key = keyFor(Policies.allow(root(admin), ALL), Policies.deny(byKeyPolicy.arn(), RETIRE));

        assertDenied(
                byIdentity,
                by,
                grant(in -> in.retiringPrincipal(byIdentity.arn())),
                " on resource: " + key + " with an explicit deny in an identity-based policy");
        assertDenied(
                byKeyPolicy,
                by,
                grant(in -> in.retiringPrincipal(byKeyPolicy.arn())),
                " on resource: " + key + " with an explicit deny in a resource-based policy");
    }

    @Test
    void anExplicitDenyIsEffectiveForForeignersToo() {
        Identity foreigner = foreigner();
        key = keyFor(Policies.allow(root(admin), ALL), Policies.deny(foreigner.arn(), RETIRE));

        assertDenied(foreigner, By.TOKEN, grant(in -> in.retiringPrincipal(foreigner.arn())), NO_ACCESS);
    }

    // how it is said

    @Test
    void aGrantIsNamedInOneOfTwoWays() {
        CreateGrantResponse made = grant(in -> {});
        List<Consumer<RetireGrantRequest.Builder>> wrong = List.of(
                in -> {},
                in -> in.keyId(key),
                in -> in.grantId(made.grantId()),
                in -> in.grantToken(made.grantToken()).keyId(key),
                in -> in.grantToken(made.grantToken()).grantId(made.grantId()),
                in -> in.grantToken(made.grantToken()).keyId(key).grantId(made.grantId()));

        for (Consumer<RetireGrantRequest.Builder> request : wrong) {
            assertRefused(
                    () -> kms.retireGrant(request),
                    "ValidationException",
                    "Either GrantToken alone or both KeyId and GrantId are required.");
        }
        assertThat(isListed(made)).isTrue();
    }

    @Test
    void theBareIdOfAnOwnKeyIsEnough() {
        CreateGrantResponse made = grant(in -> {});

        kms.retireGrant(in -> in.keyId(idOf(key)).grantId(made.grantId()));

        assertThat(isListed(made)).isFalse();
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String token : List.of("x", "AAAA", grant(in -> {}).grantToken() + "A")) {
            assertRefused(
                    () -> kms.retireGrant(in -> in.grantToken(token)),
                    "InvalidGrantTokenException",
                    "The grant token is invalid.");
        }
    }

    @Test
    void aTokenIsOfNoUseInAnotherRegion() {
        CreateGrantResponse made = grant(in -> {});

        assertRefused(
                () -> clients.as(admin, ServiceProfile.OTHER_REGION)
                        .retireGrant(in -> in.grantToken(made.grantToken())),
                "InvalidGrantTokenException",
                "The grant token is invalid.");
        assertThat(isListed(made)).isTrue();
    }

    @Test
    void retiringTwiceFindsNothing() {
        CreateGrantResponse made = grant(in -> {});
        kms.retireGrant(in -> in.grantToken(made.grantToken()));

        assertRefused(
                () -> kms.retireGrant(in -> in.grantToken(made.grantToken())),
                "InvalidGrantTokenException",
                "The grant token is invalid.");
        assertRefused(
                () -> kms.retireGrant(in -> in.keyId(key).grantId(made.grantId())),
                "NotFoundException",
                "Grant ID " + made.grantId() + " not found");
    }

    @Test
    void aGrantOfAnotherKeyIsNotFound() {
        CreateGrantResponse made = grant(in -> {});
        String otherKey = newKey();

        assertRefused(
                () -> kms.retireGrant(in -> in.keyId(otherKey).grantId(made.grantId())),
                "NotFoundException",
                "Grant ID " + made.grantId() + " not found");
        assertRefused(
                () -> kms.revokeGrant(in -> in.keyId(otherKey).grantId(made.grantId())),
                "NotFoundException",
                "Grant ID " + made.grantId() + " not found");
    }

    @Test
    void aDryRunDeletesNothing() {
        CreateGrantResponse made = grant(in -> {});
        String text = "The request would have succeeded, but the DryRun option is set.";

        assertRefused(
                () -> kms.retireGrant(in -> in.grantToken(made.grantToken()).dryRun(true)),
                "DryRunOperationException",
                text);
        assertRefused(
                () -> kms.revokeGrant(
                        in -> in.keyId(key).grantId(made.grantId()).dryRun(true)),
                "DryRunOperationException",
                text);
        assertThat(isListed(made)).isTrue();
        assertDenied(user(), By.TOKEN, made, withoutIdentityPolicy());
    }

    // RevokeGrant

    @Test
    void revokeGrantIsAllowedByPoliciesAlone() {
        Identity revoker = user();
        Identity named = user();
        key = keyFor(Policies.allow(root(admin), ALL), Policies.allow(revoker.arn(), List.of("kms:RevokeGrant")));
        CreateGrantResponse made = grant(in -> in.granteePrincipal(named.arn())
                .retiringPrincipal(named.arn())
                .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT, GrantOperation.CREATE_GRANT));

        assertRefused(
                () -> clients.as(named).revokeGrant(in -> in.keyId(key).grantId(made.grantId())),
                "AccessDeniedException",
                "User: " + named.arn() + " is not authorized to perform: kms:RevokeGrant on resource: " + key
                        + " because no identity-based policy allows the kms:RevokeGrant action");
        assertThat(isListed(made)).isTrue();
        clients.as(revoker).revokeGrant(in -> in.keyId(key).grantId(made.grantId()));
        assertThat(isListed(made)).isFalse();
    }

    @Test
    void revokingTwiceFindsNothing() {
        CreateGrantResponse made = grant(in -> {});
        kms.revokeGrant(in -> in.keyId(key).grantId(made.grantId()));

        assertRefused(
                () -> kms.revokeGrant(in -> in.keyId(key).grantId(made.grantId())),
                "NotFoundException",
                "Grant ID " + made.grantId() + " not found");
    }

    @Test
    void aRevokedGrantAllowsNoMore() {
        Identity grantee = user();
        CreateGrantResponse made =
                grant(in -> in.granteePrincipal(grantee.arn()).operations(GrantOperation.DESCRIBE_KEY));
        KmsClient granteeKms = clients.as(grantee);
        assertThat(granteeKms.describeKey(in -> in.keyId(key)).keyMetadata().arn())
                .isEqualTo(key);

        kms.revokeGrant(in -> in.keyId(key).grantId(made.grantId()));

        assertThat(refusal(() -> granteeKms.describeKey(in -> in.keyId(key)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
    }

    /** KeyStateMatrixTest has the operations; here is the caller whom only the grant entitles. */
    @ParameterizedTest
    @EnumSource(By.class)
    void theStateOfTheKeyDoesNotMatter(By by) {
        Identity retiring = user();
        CreateGrantResponse first = grant(in -> in.retiringPrincipal(retiring.arn()));
        CreateGrantResponse second = grant(in -> in.retiringPrincipal(retiring.arn()));

        kms.disableKey(in -> in.keyId(key));
        assertRetires(retiring, by, first);
        kms.scheduleKeyDeletion(in -> in.keyId(key));
        assertRetires(retiring, by, second);
    }

    // ListRetirableGrants

    @Test
    void theRetiringPrincipalIsWhatThePermissionIsAskedOn() {
        Identity retiring = user();
        KmsClient retiringKms = clients.as(retiring);
        identities.putPolicy(
                retiring,
                Policies.document(Policies.allow(List.of("kms:ListRetirableGrants"), List.of(retiring.arn()))));
        CreateGrantResponse made = grant(in -> in.retiringPrincipal(retiring.arn()));
        grant(in -> in.retiringPrincipal(admin.arn()));

        assertThat(ids(retiringKms.listRetirableGrants(in -> in.retiringPrincipal(retiring.arn()))))
                .containsExactly(made.grantId());
        assertRefused(
                () -> retiringKms.listRetirableGrants(in -> in.retiringPrincipal(admin.arn())),
                "AccessDeniedException",
                "User: " + retiring.arn() + " is not authorized to perform: kms:ListRetirableGrants on resource: "
                        + admin.arn()
                        + " because no identity-based policy allows the kms:ListRetirableGrants action");
    }

    @Test
    void principalsOfOtherAccountsAreTheirsToAskFor() {
        Identity foreigner = foreigner(Policies.allow(ALL, ANYTHING));
        grant(in -> in.retiringPrincipal(admin.arn()));

        assertThat(refusal(() -> clients.as(foreigner).listRetirableGrants(in -> in.retiringPrincipal(admin.arn())))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("AccessDeniedException");
    }

    /** AWS API reference: the filter is for callers that are that service, and there are none. */
    @Test
    void grantsThatServicesRetireAreNotForEverybodyToSee() {
        kms.createGrant(in -> in.keyId(key)
                .granteePrincipal(admin.arn())
                .retiringServicePrincipal("ec2.amazonaws.com")
                .operations(GrantOperation.DECRYPT));
        Identity foreigner = foreigner(Policies.allow(ALL, ANYTHING));

        for (Identity caller : List.of(foreigner, admin)) {
            assertRefused(
                    () -> clients.as(caller)
                            .listRetirableGrants(in -> in.retiringServicePrincipal("ec2.amazonaws.com")),
                    "ValidationException",
                    "RetiringServicePrincipal is only usable by callers in a service principal.");
        }
    }

    @Test
    void exactlyOneRetiringPrincipalIsNamed() {
        String text = "Exactly one of RetiringPrincipal and RetiringServicePrincipal is required.";

        assertRefused(() -> kms.listRetirableGrants(in -> {}), "ValidationException", text);
        assertRefused(
                () -> kms.listRetirableGrants(
                        in -> in.retiringPrincipal(admin.arn()).retiringServicePrincipal("ec2.amazonaws.com")),
                "ValidationException",
                text);
        String missing = "arn:aws:iam::" + admin.accountId() + ":user/missing";
        assertRefused(
                () -> kms.listRetirableGrants(in -> in.retiringPrincipal(missing)),
                "InvalidArnException",
                "ARN does not refer to a valid principal: " + missing);
    }

    @Test
    void grantsOnKeysOfOtherAccountsAreListedWithTheRest() {
        Identity foreigner = foreigner(Policies.allow(ALL, ANYTHING));
        KmsClient foreignKms = clients.as(foreigner);
        String foreignKey = foreignKms.createKey().keyMetadata().arn();
        String own = foreignKms
                .createGrant(in -> in.keyId(foreignKey)
                        .granteePrincipal(admin.arn())
                        .retiringPrincipal(foreigner.arn())
                        .operations(GrantOperation.DECRYPT))
                .grantId();
        String other =
                grant(in -> in.retiringPrincipal(foreigner.arn()).name("n")).grantId();

        ListRetirableGrantsResponse answer =
                foreignKms.listRetirableGrants(in -> in.retiringPrincipal(foreigner.arn()));

        assertThat(ids(answer)).containsExactlyInAnyOrder(own, other);
        GrantListEntry entry = answer.grants().stream()
                .filter(grant -> grant.grantId().equals(other))
                .findFirst()
                .orElseThrow();
        assertThat(entry.toBuilder().creationDate(null).build())
                .isEqualTo(GrantListEntry.builder()
                        .keyId(key)
                        .grantId(other)
                        .name("n")
                        .granteePrincipal(admin.arn())
                        .retiringPrincipal(foreigner.arn())
                        .issuingAccount(root(admin))
                        .operations(GrantOperation.DECRYPT)
                        .build());
        assertThat(clients.as(foreigner, ServiceProfile.OTHER_REGION)
                        .listRetirableGrants(in -> in.retiringPrincipal(foreigner.arn()))
                        .grants())
                .isEmpty();
    }

    @Test
    void listRetirableGrantsPagesAcrossKeys() {
        Identity retiring = user(Policies.allow(ALL, ANYTHING));
        KmsClient retiringKms = clients.as(retiring);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            key = i % 2 == 0 ? newKey() : key;
            made.add(grant(in -> in.retiringPrincipal(retiring.arn())).grantId());
        }

        List<String> listed = new ArrayList<>();
        ListRetirableGrantsResponse page = retiringKms.listRetirableGrants(
                in -> in.retiringPrincipal(retiring.arn()).limit(2));
        String first = page.nextMarker();
        listed.addAll(ids(page));
        while (page.truncated()) {
            String marker = page.nextMarker();
            assertThat(page.grants()).hasSize(2);
            page = retiringKms.listRetirableGrants(
                    in -> in.retiringPrincipal(retiring.arn()).limit(2).marker(marker));
            listed.addAll(ids(page));
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
        assertThat(page.nextMarker()).isNull();
        for (Invocation call : List.<Invocation>of(
                () -> kms.listRetirableGrants(
                        in -> in.retiringPrincipal(admin.arn()).marker(first)),
                () -> kms.listGrants(in -> in.keyId(key).marker(first)))) {
            assertRefused(call, "InvalidMarkerException", "The marker is invalid.");
        }
    }

    // helpers

    private Identity user(String... statements) {
        return identities.user(admin.account(), "user-" + UUID.randomUUID(), policies(statements));
    }

    private Identity foreigner(String... statements) {
        return identities.user(identities.account(), "partner", policies(statements));
    }

    private static String[] policies(String... statements) {
        return statements.length == 0 ? new String[0] : new String[] {Policies.document(statements)};
    }

    private String keyFor(String... statements) {
        return kms.createKey(in -> in.policy(Policies.document(statements)))
                .keyMetadata()
                .arn();
    }

    /** A grant of Decrypt to the administrator, if nothing else is said. */
    private CreateGrantResponse grant(Consumer<CreateGrantRequest.Builder> change) {
        return kms.createGrant(
                in -> change.accept(in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DECRYPT)));
    }

    private void assertRetires(Identity caller, By by, CreateGrantResponse made) {
        assertThat(retire(caller, by, made).call().sdkHttpResponse().statusCode())
                .isEqualTo(200);
        assertThat(isListed(made)).isFalse();
    }

    private void assertDenied(Identity caller, By by, CreateGrantResponse made, String reason) {
        assertRefused(retire(caller, by, made), "AccessDeniedException", denial(caller, reason));
        assertThat(isListed(made)).isTrue();
    }

    private Invocation retire(Identity caller, By by, CreateGrantResponse made) {
        KmsClient client = clients.as(caller);
        return switch (by) {
            case TOKEN -> () -> client.retireGrant(in -> in.grantToken(made.grantToken()));
            case ID -> () -> client.retireGrant(in -> in.keyId(key).grantId(made.grantId()));
        };
    }

    /** Of a user of the account that made the grant. */
    private String withoutIdentityPolicy() {
        return " on resource: " + key + " because no identity-based policy allows the kms:RetireGrant action";
    }

    private String onKey() {
        return " on resource: " + key + " because no resource-based policy allows the kms:RetireGrant action";
    }

    private static String denial(Identity caller, String reason) {
        return "User: " + caller.arn() + " is not authorized to perform: kms:RetireGrant" + reason;
    }

    private boolean isListed(CreateGrantResponse made) {
        return !kms.listGrants(in -> in.keyId(key).grantId(made.grantId()))
                .grants()
                .isEmpty();
    }

    private static List<String> ids(ListRetirableGrantsResponse response) {
        return response.grants().stream().map(GrantListEntry::grantId).toList();
    }
}
