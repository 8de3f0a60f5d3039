package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** The consequences of the decision procedure that the specification lists (authorization.md, section 2). */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class AuthorizationRulesTest extends ServiceTest {
    private static final List<String> ALL = List.of("kms:*");
    private static final List<String> ANYTHING = List.of("*");
    private static final String NO_ACCESS = "because the resource does not exist in this Region, no resource-based"
            + " policies allow access, or a resource-based policy explicitly denies access";

    @Test
    void everyoneInAKeyPolicyMeansEveryoneOfTheAccount() {
        Identity user = identities.user(admin.account(), "somebody");
        String key = keyWith(Policies.allow("*", ALL));

        assertThat(describe(user, key)).isEqualTo(200);
    }

    @Test
    void everyoneInAKeyPolicyMeansForeignersWithAnIdentityPolicyOnly() {
        Identity entitled = identities.user(identities.account(), "entitled", TestIdentities.ALLOW_ALL);
        Identity stranger = identities.user(identities.account(), "stranger");
        String key = keyWith(Policies.allow("*", ALL));

        assertThat(describe(entitled, key)).isEqualTo(200);
        assertDenied(
                stranger,
                () -> clients.as(stranger).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on this resource " + NO_ACCESS);
    }

    @Test
    void theAccountInADenyMeansEverybodyInIt() {
        Identity user = identities.user(admin.account(), "somebody", TestIdentities.ALLOW_ALL);
        Identity root = identities.root(admin.account());
        String key = keyWith(Policies.allow(root(admin), ALL), Policies.deny(root(admin), List.of("kms:DescribeKey")));

        for (Identity caller : List.of(user, root, admin)) {
            assertDenied(
                    caller,
                    () -> clients.as(caller).describeKey(in -> in.keyId(key)),
                    "kms:DescribeKey",
                    "on resource: " + key + " with an explicit deny in a resource-based policy");
        }
    }

    @Test
    void theKeyPolicyCapsWhatIdentityPoliciesCanAllow() {
        Identity user = identities.user(admin.account(), "somebody", TestIdentities.ALLOW_ALL);
        String key = keyWith(Policies.allow(root(admin), List.of("kms:DescribeKey")));

        assertThat(describe(user, key)).isEqualTo(200);
        assertDenied(
                user,
                () -> clients.as(user).disableKey(in -> in.keyId(key)),
                "kms:DisableKey",
                "on resource: " + key + " because no resource-based policy allows the kms:DisableKey action");
    }

    @Test
    void identityPoliciesStillDenyWhereTheKeyPolicyAllowsDirectly() {
        Identity user = identities.user(
                admin.account(), "somebody", Policies.document(Policies.deny(List.of("kms:Describe*"), ANYTHING)));
        String key = keyWith(Policies.allow(user.arn(), ALL));

        assertDenied(
                user,
                () -> clients.as(user).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on resource: " + key + " with an explicit deny in an identity-based policy");
    }

    @Test
    void reEncryptAsksTheDestinationToo() {
        Scene scene = newScene();
        Identity user = identities.user(
                admin.account(), "somebody", Policies.document(Policies.allow(List.of("kms:ReEncryptFrom"), ANYTHING)));

        assertDenied(
                user,
                () -> KmsCall.RE_ENCRYPT.on(clients.as(user), scene),
                "kms:ReEncryptTo",
                "on resource: " + scene.otherKey()
                        + " because no identity-based policy allows the kms:ReEncryptTo action");
    }

    @Test
    void reEncryptIsNoAction() {
        Scene scene = newScene();
        Identity exact = identities.user(
                admin.account(), "exact", Policies.document(Policies.allow(List.of("kms:ReEncrypt"), ANYTHING)));
        Identity wildcard = identities.user(
                admin.account(), "wildcard", Policies.document(Policies.allow(List.of("kms:ReEncrypt*"), ANYTHING)));

        assertDenied(
                exact,
                () -> KmsCall.RE_ENCRYPT.on(clients.as(exact), scene),
                "kms:ReEncryptFrom",
                "on resource: " + scene.key()
                        + " because no identity-based policy allows the kms:ReEncryptFrom action");
        assertThat(KmsCall.RE_ENCRYPT
                        .on(clients.as(wildcard), scene)
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAliasArnNeverGrantsUseOfTheKey() {
        Scene scene = newScene();
        Identity user = identities.user(
                admin.account(),
                "somebody",
                Policies.document(Policies.allow(ALL, List.of(aliasArn(admin, scene.alias())))));

        assertDenied(
                user,
                () -> clients.as(user).describeKey(in -> in.keyId(scene.alias())),
                "kms:DescribeKey",
                "on resource: " + scene.key() + " because no identity-based policy allows the kms:DescribeKey action");
    }

    @Test
    void aliasesAreResolvedBeforeThePermissionIsAsked() {
        Scene scene = newScene();
        Identity user = identities.user(
                admin.account(),
                "somebody",
                Policies.document(Policies.allow(List.of("kms:DescribeKey"), List.of(scene.key()))));

        assertThat(clients.as(user)
                        .describeKey(in -> in.keyId(aliasArn(admin, scene.alias())))
                        .keyMetadata()
                        .arn())
                .isEqualTo(scene.key());
    }

    @Test
    void updateAliasAsksAliasCurrentKeyAndNewKey() {
        Scene scene = newScene();
        List<String> action = List.of("kms:UpdateAlias");
        String alias = aliasArn(admin, scene.alias());
        Identity user = identities.user(admin.account(), "somebody");
        KmsClient userKms = clients.as(user);

        assertUpdateAliasDenied(user, () -> KmsCall.UPDATE_ALIAS.on(userKms, scene), alias);
        identities.putPolicy(user, Policies.document(Policies.allow(action, List.of(alias))));
        assertUpdateAliasDenied(user, () -> KmsCall.UPDATE_ALIAS.on(userKms, scene), scene.key());
        identities.putPolicy(user, Policies.document(Policies.allow(action, List.of(alias, scene.key()))));
        assertUpdateAliasDenied(user, () -> KmsCall.UPDATE_ALIAS.on(userKms, scene), scene.otherKey());
        identities.putPolicy(
                user, Policies.document(Policies.allow(action, List.of(alias, scene.key(), scene.otherKey()))));
        assertThat(KmsCall.UPDATE_ALIAS.on(userKms, scene).sdkHttpResponse().statusCode())
                .isEqualTo(200);
    }

    private static void assertUpdateAliasDenied(Identity user, Invocation call, String resource) {
        assertDenied(
                user,
                call,
                "kms:UpdateAlias",
                "on resource: " + resource + " because no identity-based policy allows the kms:UpdateAlias action");
    }

    @Test
    void createKeyWithTagsNeedsTagResource() {
        Identity user = identities.user(
                admin.account(), "somebody", Policies.document(Policies.allow(List.of("kms:CreateKey"), ANYTHING)));
        KmsClient userKms = clients.as(user);

        assertDenied(
                user,
                () -> userKms.createKey(in ->
                        in.tags(Tag.builder().tagKey("team").tagValue("red").build())),
                "kms:TagResource",
                "on resource: * because no identity-based policy allows the kms:TagResource action");
        assertThat(kms.listKeys().keys()).isEmpty();
    }

    @Test
    void decryptWithoutKeyIdAsksTheKeyOfTheCiphertext() {
        Scene scene = newScene();
        Identity user = identities.user(
                admin.account(),
                "somebody",
                Policies.document(Policies.allow(List.of("kms:Decrypt"), List.of(scene.otherKey()))));

        assertDenied(
                user,
                () -> clients.as(user).decrypt(in -> in.ciphertextBlob(scene.ciphertext())),
                "kms:Decrypt",
                "on resource: " + scene.key() + " because no identity-based policy allows the kms:Decrypt action");
    }

    @Test
    void foreignCiphertextsLookAlikeWhetherTheirKeyExistsOrNot() {
        Scene scene = newScene();
        Identity foreigner = identities.user(identities.account(), "stranger", TestIdentities.ALLOW_ALL);
        SdkBytes ofNoKey = withKeyId(scene.ciphertext(), idOf(scene.key()));
        String text = "on the resource associated with this ciphertext " + NO_ACCESS;

        for (SdkBytes ciphertext : List.of(scene.ciphertext(), ofNoKey)) {
            assertDenied(
                    foreigner,
                    () -> clients.as(foreigner).decrypt(in -> in.ciphertextBlob(ciphertext)),
                    "kms:Decrypt",
                    text);
        }
    }

    @Test
    void foreignCiphertextsOfReEncryptLookAlikeWhetherTheirKeyExistsOrNot() {
        Scene scene = newScene();
        Identity foreigner = identities.user(identities.account(), "stranger", TestIdentities.ALLOW_ALL);
        KmsClient foreignKms = clients.as(foreigner);
        String destination = foreignKms.createKey().keyMetadata().arn();
        SdkBytes ofNoKey = withKeyId(scene.ciphertext(), idOf(scene.key()));

        for (SdkBytes ciphertext : List.of(scene.ciphertext(), ofNoKey)) {
            assertDenied(
                    foreigner,
                    () -> foreignKms.reEncrypt(
                            in -> in.ciphertextBlob(ciphertext).destinationKeyId(destination)),
                    "kms:ReEncryptFrom",
                    "on the resource associated with this ciphertext " + NO_ACCESS);
        }
    }

    /** The ciphertext with its key id, wherever it stands, replaced by one that no key has. */
    private static SdkBytes withKeyId(SdkBytes ciphertext, String keyId) {
        byte[] bytes = ciphertext.asByteArray();
        for (byte[] id : List.of(idBytes(keyId), keyId.getBytes(StandardCharsets.US_ASCII))) {
            int at = indexOf(bytes, id);
            if (at >= 0) {
                bytes[at + id.length - 1] ^= 1;
                return SdkBytes.fromByteArray(bytes);
            }
        }
        throw new AssertionError("the ciphertext does not hold its key id");
    }

    private static byte[] idBytes(String keyId) {
        UUID id = UUID.fromString(keyId);
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    @Test
    void conditionsThatAreNotUnderstoodOpenNothing() {
        String key = newKey();
        Identity allowed = identities.user(admin.account(), "allowed", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*",
                 "Condition":{"StringFrobnicates":{"kms:CallerAccount":"%s"}}}}""".formatted(admin.accountId()));
        Identity denied = identities.user(admin.account(), "denied", """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"},
                 {"Effect":"Deny","Action":"kms:*","Resource":"*",
                 "Condition":{"StringFrobnicates":{"kms:CallerAccount":"000000000000"}}}]}""");

        assertDenied(
                allowed,
                () -> clients.as(allowed).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on resource: " + key + " because no identity-based policy allows the kms:DescribeKey action");
        assertDenied(
                denied,
                () -> clients.as(denied).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on resource: " + key + " with an explicit deny in an identity-based policy");
    }

    @Test
    void aNewKeyPolicyHoldsFromTheNextCallOn() {
        Identity user = identities.user(admin.account(), "somebody", TestIdentities.ALLOW_ALL);
        String key = newKey();
        assertThat(describe(user, key)).isEqualTo(200);

        kms.putKeyPolicy(in -> in.keyId(key)
                .policy(Policies.document(
                        Policies.allow(root(admin), ALL), Policies.deny(user.arn(), List.of("kms:DescribeKey")))));

        assertDenied(
                user,
                () -> clients.as(user).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on resource: " + key + " with an explicit deny in a resource-based policy");
    }

    @Test
    void aBoundaryHoldsFromTheNextCallOnUntilItIsTakenAway() {
        Identity user = identities.user(admin.account(), "somebody", TestIdentities.ALLOW_ALL);
        String key = newKey();
        assertThat(describe(user, key)).isEqualTo(200);

        identities.putBoundary(user, Policies.document(Policies.allow(List.of("kms:Encrypt"), ANYTHING)));

        assertDenied(
                user,
                () -> clients.as(user).describeKey(in -> in.keyId(key)),
                "kms:DescribeKey",
                "on resource: " + key + " because no permissions boundary allows the kms:DescribeKey action");

        identities.deleteBoundary(user);

        assertThat(describe(user, key)).isEqualTo(200);
    }

    private String keyWith(String... statements) {
        return kms.createKey(in -> in.policy(Policies.document(statements)).bypassPolicyLockoutSafetyCheck(true))
                .keyMetadata()
                .arn();
    }

    private int describe(Identity caller, String key) {
        KmsResponse response = clients.as(caller).describeKey(in -> in.keyId(key));
        return response.sdkHttpResponse().statusCode();
    }

    private static void assertDenied(Identity caller, Invocation call, String action, String rest) {
        assertRefused(
                call,
                "AccessDeniedException",
                "User: " + caller.arn() + " is not authorized to perform: " + action + " " + rest);
    }
}
