package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.KmsClients;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** What the tests against the running service have in common: an account of their own, and its administrator. */
abstract class ServiceTest {
    @TestHTTPResource("/")
    URI endpoint;

    @Inject
    TestIdentities identities;

    KmsClients clients;
    Identity admin;
    KmsClient kms;

    @BeforeEach
    void setUpAccount() {
        clients = new KmsClients(endpoint);
        admin = identities.administrator();
        kms = clients.as(admin);
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    /** A new key of the administrator's account; its ARN. */
    String newKey() {
        return kms.createKey().keyMetadata().arn();
    }

    /** Two new keys and an alias of the administrator's account, and a ciphertext. */
    KmsCall.Scene newScene() {
        String key = newKey();
        return sceneOf(key, newKey());
    }

    /** The administrator must be allowed to encrypt under the key and to make grants on it. */
    KmsCall.Scene sceneOf(String key, String otherKey) {
        String alias = "alias/" + UUID.randomUUID();
        kms.createAlias(in -> in.aliasName(alias).targetKeyId(key));
        SdkBytes ciphertext = kms.encrypt(in -> in.keyId(key).plaintext(KmsCall.Scene.PLAINTEXT))
                .ciphertextBlob();
        String policy = Policies.document(Policies.allow(root(admin), List.of("kms:*")));
        String grant = kms.createGrant(
                        in -> in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DESCRIBE_KEY))
                .grantId();
        return new KmsCall.Scene(
                key, otherKey, alias, "alias/" + UUID.randomUUID(), ciphertext, policy, root(admin), grant);
    }

    /** The principal that stands for the account. */
    static String root(Identity member) {
        return "arn:aws:iam::" + member.accountId() + ":root";
    }

    static String idOf(String keyArn) {
        return keyArn.substring(keyArn.lastIndexOf('/') + 1);
    }

    String keyArn(Identity owner, String keyId) {
        return "arn:aws:kms:" + ServiceProfile.REGION + ":" + owner.accountId() + ":key/" + keyId;
    }

    String aliasArn(Identity owner, String alias) {
        return "arn:aws:kms:" + ServiceProfile.REGION + ":" + owner.accountId() + ":" + alias;
    }

    static SdkBytes bytes(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    /** A call of the SDK. */
    @FunctionalInterface
    interface Invocation {
        KmsResponse call();
    }

    /** What the service answers to a call that it must refuse. */
    static KmsException refusal(Invocation call) {
        try {
            AwsResponse response = call.call();
            throw new AssertionError("was not refused: " + response);
        } catch (KmsException refused) {
            return refused;
        }
    }

    /** The call must be refused with exactly this error and text; every error of a caller is a 400. */
    static KmsException assertRefused(Invocation call, String error, String message) {
        KmsException refused = refusal(call);
        assertThat(refused.awsErrorDetails().errorCode() + ": "
                        + refused.awsErrorDetails().errorMessage())
                .isEqualTo(error + ": " + message);
        assertThat(refused.statusCode()).isEqualTo(400);
        return refused;
    }
}
