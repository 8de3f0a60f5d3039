package io.claviger.pipeline;

import static io.claviger.pipeline.ClusterNode.json;
import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.ServiceContext;
import io.claviger.common.ErrorCode;
import io.claviger.common.Region;
import io.claviger.iam.User;
import io.claviger.operation.cryptography.Encrypt;
import io.claviger.operation.key.CreateKey;
import io.claviger.pipeline.ClusterNode.Freshness;
import io.claviger.storage.Change;
import io.claviger.testkit.Calls;
import io.claviger.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The policy that the product was founded on, put as a key policy: ExampleUser may use the key when the request comes
 * through EC2 or RDS in us-west-2. The whole pipeline on PostgreSQL decides, with an authenticator that believes which
 * service calls. The cases are those of seed-example.jsonl, save the one of a role's session, which needs roles.
 */
final class FoundingExampleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final User EXAMPLE_USER = user("ExampleUser");
    private static final User OTHER_USER = user("OtherUser");
    private static final String EVERYTHING =
            json("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}");
    private static final String POLICY = json("""
            {'Version':'2012-10-17','Statement':[{'Effect':'Allow',
             'Principal':{'AWS':'arn:aws:iam::ACCOUNT:user/ExampleUser'},
             'Action':['kms:Encrypt','kms:Decrypt','kms:ReEncrypt*','kms:GenerateDataKey*','kms:CreateGrant',
              'kms:ListGrants','kms:DescribeKey'],'Resource':'*',
             'Condition':{'ForAnyValue:StringEquals':{'kms:ViaService':
              ['ec2.us-west-2.amazonaws.com','rds.us-west-2.amazonaws.com']}}}]}""");

    @TempDir
    Path directory;

    private ClusterNode node;
    private String key;
    private String ciphertext;

    @BeforeEach
    void putTheFoundingPolicy() {
        TestDatabase database = TestDatabase.fresh();
        node = new ClusterNode(
                database,
                database.reactiveUrl(),
                directory.resolve("root.key"),
                PATIENCE,
                new Freshness(Duration.ofSeconds(1), Duration.ofMillis(300), true));
        commit(
                new Change.AccountCreated(account(ACCOUNT)),
                new Change.EntityCreated(EXAMPLE_USER),
                new Change.EntityCreated(OTHER_USER));
        key = output(node.answer("CreateKey", "{}"), CreateKey.Response.class)
                .keyMetadata()
                .arn();
        ciphertext = Base64.getEncoder()
                .encodeToString(output(
                                node.answer("Encrypt", json("{'KeyId':'" + key + "','Plaintext':'aGVsbG8='}")),
                                Encrypt.Response.class)
                        .ciphertextBlob()
                        .toByteArray());
        assertThat(node.answer(
                        "PutKeyPolicy",
                        json("{'KeyId':'" + key + "','BypassPolicyLockoutSafetyCheck':true,'Policy':'POLICY'}")
                                .replace("POLICY", POLICY.replace("\n", " ").replace("\"", "\\\""))))
                .isInstanceOf(Answer.Success.class);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "seed-ec2, ExampleUser, Decrypt, ec2.us-west-2.amazonaws.com, true",
        "seed-rds, ExampleUser, Decrypt, rds.us-west-2.amazonaws.com, true",
        "seed-direct, ExampleUser, Decrypt, , false",
        "seed-s3, ExampleUser, Decrypt, s3.us-west-2.amazonaws.com, false",
        "seed-other-user, OtherUser, Decrypt, ec2.us-west-2.amazonaws.com, false",
        "seed-other-region, ExampleUser, Decrypt, ec2.eu-west-1.amazonaws.com, false",
        "seed-glob-action, ExampleUser, GenerateDataKeyWithoutPlaintext, rds.us-west-2.amazonaws.com, true",
        "seed-unlisted-action, ExampleUser, ScheduleKeyDeletion, ec2.us-west-2.amazonaws.com, false"
    })
    void decidesAsItSays(String name, String user, String operation, String service, boolean isAllowed) {
        User caller = user.equals("ExampleUser") ? EXAMPLE_USER : OTHER_USER;

        assertDecided(node.answerVia(via(service), Calls.user(caller), operation, body(operation)), isAllowed);
    }

    @Test
    void seedIdentityDoesNotHelp() {
        commit(new Change.EntityUpdated(withPolicy(EXAMPLE_USER.atVersion(1), "everything", EVERYTHING)));

        assertDecided(
                node.answerVia(via("s3.us-west-2.amazonaws.com"), Calls.user(EXAMPLE_USER), "Decrypt", body("Decrypt")),
                false);
    }

    private String body(String operation) {
        Map<String, String> bodies = Map.of(
                "Decrypt", "{'CiphertextBlob':'" + ciphertext + "'}",
                "GenerateDataKeyWithoutPlaintext", "{'KeyId':'" + key + "','KeySpec':'AES_256'}",
                "ScheduleKeyDeletion", "{'KeyId':'" + key + "'}");
        return bodies.getOrDefault(operation, "{}").replace('\'', '"');
    }

    private static void assertDecided(Answer answer, boolean isAllowed) {
        if (isAllowed) {
            assertThat(answer).isInstanceOf(Answer.Success.class);
        } else {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Failure.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        }
    }

    /** As {@code kms:ViaService} has it, if a service calls at all. */
    private static @Nullable ServiceContext via(@Nullable String service) {
        if (service == null) {
            return null;
        }
        String[] parts = service.split("\\.", 3);
        return new ServiceContext(parts[0], new Region(parts[1]), List.of(parts[0] + ".amazonaws.com"), null, null);
    }

    private void commit(Change... changes) {
        node.storage().commit(List.of(changes), anyBlock()).await().atMost(PATIENCE);
    }

    private static <O extends Record> O output(Answer answer, Class<O> type) {
        return type.cast(((Answer.Success) answer).output());
    }

    private static User user(String name) {
        return new User(ACCOUNT, "/", name, "AIDA" + name.toUpperCase(java.util.Locale.ROOT), NOW);
    }
}
