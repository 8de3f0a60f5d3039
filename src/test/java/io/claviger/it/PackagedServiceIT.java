package io.claviger.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.crypto.RandomSource;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeys;
import io.claviger.storage.postgres.embedded.EmbeddedPostgres;
import io.claviger.testkit.KmsClients;
import io.claviger.testkit.SeededRandom;
import io.claviger.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * The program as it is delivered. It has run once before the tests, and each test leaves its files as they were; what the
 * first run did is asserted in tests of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedServiceIT {
    private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("kept over restarts");
    private static final Pattern CREDENTIALS =
            Pattern.compile("\\[default]\naws_access_key_id = (AKIA[A-Z2-7]{16})\naws_secret_access_key = (\\S{40})\n");

    private Path directory;
    private String key;
    private SdkBytes ciphertext;
    private int exitCode;
    private long postgresPid;
    private boolean postgresWasAlive;
    private String out;

    @BeforeAll
    void runOnce() {
        directory = TestDatabase.temporaryDirectory();
        try (PackagedService service = PackagedService.start(directory)) {
            try (KmsClients clients = new KmsClients(service.endpoint())) {
                KmsClient kms = administrator(clients);
                key = kms.createKey().keyMetadata().arn();
                kms.createAlias(in -> in.aliasName("alias/first").targetKeyId(key));
                ciphertext = kms.encrypt(in -> in.keyId("alias/first").plaintext(PLAINTEXT))
                        .ciphertextBlob();
            }
            postgresPid = service.postgresPid();
            postgresWasAlive = ProcessHandle.of(postgresPid).isPresent();
            exitCode = service.terminate();
            out = service.out();
        }
    }

    @AfterAll
    void removeFiles() {
        TestDatabase.delete(directory);
    }

    private KmsClient administrator(KmsClients clients) {
        try {
            Matcher credentials = CREDENTIALS.matcher(Files.readString(directory.resolve("data/credentials")));
            assertThat(credentials.matches()).isTrue();
            return clients.as(credentials.group(1), credentials.group(2), "us-east-1");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // the first run

    @Test
    void itSaysHowToReachIt() {
        assertThat(out)
                .contains("for account 000000000001 in [us-east-1]")
                .contains("AWS_SHARED_CREDENTIALS_FILE='" + directory.resolve("data/credentials") + "'")
                .contains("aws kms create-alias --alias-name alias/first")
                .contains("aws kms encrypt --key-id alias/first");
    }

    @Test
    void theSecretsAreForTheirOwnerAlone() throws Exception {
        for (String file : new String[] {"root.key", "credentials"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            directory.resolve("data").resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void sigtermEndsItInOrder() {
        assertThat(exitCode).isIn(0, 143);
        assertThat(out).contains("stopping: the last audit records are written");
    }

    @Test
    void noPostgresStaysBehind() {
        assertThat(postgresWasAlive).isTrue();
        assertThat(ProcessHandle.of(postgresPid)).isEmpty();
    }

    // a restart

    @Test
    void aRestartKeepsKeysAndAliases() {
        try (PackagedService service = PackagedService.start(directory);
                KmsClients clients = new KmsClients(service.endpoint())) {
            KmsClient kms = administrator(clients);

            assertThat(kms.decrypt(in -> in.ciphertextBlob(ciphertext)).plaintext())
                    .isEqualTo(PLAINTEXT);
            assertThat(kms.describeKey(in -> in.keyId("alias/first"))
                            .keyMetadata()
                            .arn())
                    .isEqualTo(key);
            assertThat(kms.listKeys().keys())
                    .extracting(entry -> entry.keyArn())
                    .contains(key);
        }
    }

    // the audit commands

    @Test
    void theJournalIsExportedAndVerifiedWhileTheServiceRuns() throws Exception {
        Path export = directory.resolve("export");
        try (PackagedService service = PackagedService.start(directory);
                KmsClients clients = new KmsClients(service.endpoint())) {
            administrator(clients).listKeys();

            assertThat(command("audit", "export", export.toString()).exitCode()).isZero();
            try (var files = Files.list(export)) {
                Path publicKey = files.filter(file -> file.toString().endsWith(".pem"))
                        .findFirst()
                        .orElseThrow();
                String[] verify = {
                    "audit",
                    "verify",
                    "--file",
                    export.resolve("audit.jsonl").toString(),
                    "--public-key",
                    publicKey.toString()
                };
                assertThat(command(verify).exitCode()).isZero();
                damage(export.resolve("audit.jsonl"));
                assertThat(command(verify).exitCode()).isEqualTo(1);
            }
            assertThat(administrator(clients).listKeys().keys()).isNotEmpty();
        } finally {
            TestDatabase.delete(export);
        }
    }

    /** Leaves out a line in the middle: a block that no longer follows the one before it. */
    private static void damage(Path export) throws IOException {
        var lines = Files.readAllLines(export);
        lines.remove(lines.size() / 2);
        Files.write(export, lines);
    }

    private PackagedService command(String... arguments) {
        PackagedService command = PackagedService.launch(directory, Map.of(), arguments);
        command.exitCode();
        return command;
    }

    // refusals

    @Test
    void itRefusesARootKeyFileThatOthersCanRead() throws Exception {
        Path file = directory.resolve("data/root.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try {
            assertRefuses(Map.of(), file.toString());
        } finally {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void itRefusesTheRootKeyFileOfAnotherDeployment() throws Exception {
        Path file = directory.resolve("data/root.key");
        Path own = directory.resolve("own-root.key");
        Files.move(file, own);
        try {
            RandomSource random = new SeededRandom(1);
            try (RootKeys other = new RootKeyFile(file, random).loadOrCreate()) {
                assertThat(other).isNotNull();
            }
            assertRefuses(
                    Map.of(),
                    "The root key file " + file + " does not open the stored keys: it belongs to another deployment");
        } finally {
            Files.move(own, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void itRefusesAMissingRootKeyFile() throws Exception {
        Path file = directory.resolve("data/root.key");
        Path own = directory.resolve("own-root.key");
        Files.move(file, own);
        try {
            assertRefuses(
                    Map.of(),
                    "The root key file " + file + " is missing, and the database holds keys that only it opens");
            assertThat(file).doesNotExist();
        } finally {
            Files.move(own, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void itRefusesASchemaThatIsNewer() throws Exception {
        execute("insert into flyway_schema_history select installed_rank + 1000, '9999', 'from the future', type,"
                + " 'V9999__future.sql', 1, installed_by, installed_on, 1, true from flyway_schema_history"
                + " order by installed_rank desc limit 1");
        try {
            assertRefuses(
                    Map.of(),
                    "The database's schema (version 9999) is newer than this program: start a newer version of"
                            + " Claviger.");
        } finally {
            execute("delete from flyway_schema_history where version = '9999'");
        }
    }

    private void execute(String sql) throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory.resolve("data"));
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void itRefusesToListenEverywhereWithoutTls() {
        assertRefuses(
                Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"),
                "HTTP without TLS would listen on 0.0.0.0: set up TLS, listen on 127.0.0.1, or set"
                        + " claviger.plain-http-insecure=true where TLS ends in front of this service.");
    }

    /** One sentence for whoever started it, no stack trace; and nothing stays behind. */
    private void assertRefuses(Map<String, String> environment, String sentence) {
        try (PackagedService service = PackagedService.launch(directory, environment)) {
            assertThat(service.exitCode()).isEqualTo(1);
            String[] said = service.err()
                    .lines()
                    .filter(line -> !line.startsWith("WARNING:"))
                    .toArray(String[]::new);
            assertThat(said).hasSize(1);
            assertThat(said[0]).startsWith("Claviger does not start: ").contains(sentence);
            assertThat(service.out()).doesNotContain("\tat ", "Exception");
        }
    }
}
