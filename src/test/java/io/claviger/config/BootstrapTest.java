package io.claviger.config;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditJournal;
import io.claviger.authn.Caller;
import io.claviger.authn.Credential;
import io.claviger.common.AccountId;
import io.claviger.config.Bootstrap.Given;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.iam.EntityKind;
import io.claviger.iam.User;
import io.claviger.iam.credentials.StoredCredentials;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.file.FileRootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeys;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.InterceptedStorage.Loss;
import io.claviger.testkit.TestWorkers;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BootstrapTest {
    private static final Given GIVEN = new Given("AKIAGIVENGIVENGIVEN2", "s".repeat(40));

    @TempDir
    Path directory;

    private final SystemRandom random = new SystemRandom();
    private final FakeStorage storage = new FakeStorage();
    private final List<AuditEvent> events = new ArrayList<>();
    private Keyring keyring;
    private CredentialsFile file;

    @BeforeEach
    void begin() {
        keyring = new Keyring(storage, new OneTimeKeyAead(), random);
        try (RootKeys keys = new RootKeyFile(directory.resolve("root.key"), random).loadOrCreate()) {
            keyring.use(new FileRootKey(keys, new OneTimeKeyAead(), random, Runnable::run));
        }
        keyring.load(NOW).await().indefinitely();
        file = new CredentialsFile(directory);
    }

    @Test
    void firstStartMakesAccountAdministratorAndKey() throws IOException {
        run(Optional.empty());

        assertThat(storage.findAccount(ACCOUNT).await().indefinitely()).isPresent();
        User admin = admin();
        assertThat(admin.arn()).hasToString("arn:aws:iam::111122223333:user/admin");
        assertThat(admin.uniqueId()).matches("AIDA[A-Z2-7]{17}");
        assertThat(admin.permissions().inline()).containsOnlyKeys("AdministratorAccess");
        List<String> lines = Files.readAllLines(file.path());
        String id = lines.get(1).substring("aws_access_key_id = ".length());
        String secret = lines.get(2).substring("aws_secret_access_key = ".length());
        assertThat(id).matches("AKIA[A-Z2-7]{16}");
        assertThat(secret).matches("[A-Za-z0-9+/]{40}");
        assertThat(secretOf(id)).isEqualTo(secret);
        assertThat(file.preparedIds()).isEmpty();
    }

    @Test
    void firstStartIsInTheJournal() {
        run(Optional.empty());

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.operation()).isEqualTo("CreateAccount");
            assertThat(event.caller().principal()).isEqualTo(new Caller.Root(ACCOUNT));
            assertThat(event.sourceAddress()).isEqualTo("AWS Internal");
            assertThat(event.readOnly()).isFalse();
        });
    }

    @Test
    void givenKeyIsUsedAndNotWrittenToAFile() {
        run(Optional.of(GIVEN));

        assertThat(secretOf(GIVEN.id())).isEqualTo(GIVEN.secret());
        assertThat(file.exists()).isFalse();
        assertThat(file.preparedIds()).isEmpty();
    }

    @Test
    void secondStartChangesNothing() throws IOException {
        run(Optional.empty());
        byte[] before = Files.readAllBytes(file.path());

        run(Optional.empty());

        assertThat(Files.readAllBytes(file.path())).isEqualTo(before);
        assertThat(events).hasSize(1);
    }

    @Test
    void givenKeyIsAddedToAnExistingAccount() {
        run(Optional.empty());

        run(Optional.of(GIVEN));
        run(Optional.of(GIVEN));

        assertThat(credential(GIVEN.id()).orElseThrow().principal().displayName())
                .isEqualTo(admin().arn().toString());
        assertThat(events).extracting(AuditEvent::operation).containsExactly("CreateAccount", "CreateAccessKey");
    }

    @Test
    void givenKeyWithAnotherSecretIsRefused() {
        run(Optional.of(GIVEN));

        assertThatThrownBy(() -> run(Optional.of(new Given(GIVEN.id(), "t".repeat(40)))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("is not the secret of the stored access key " + GIVEN.id())
                .hasMessageNotContaining("sss")
                .hasMessageNotContaining("ttt");
    }

    @Test
    void givenKeyOfAnotherAccountIsRefused() {
        run(Optional.of(GIVEN));

        assertThatThrownBy(() -> run(OTHER_ACCOUNT, Optional.of(GIVEN)))
                .isInstanceOf(StartupException.class)
                .hasMessage("claviger.bootstrap.access-key-id belongs to another account.");
    }

    @Test
    void accountWithoutAnAdministratorTakesNoKey() {
        storage.with(new Change.AccountCreated(account(ACCOUNT)));

        assertThatThrownBy(() -> run(Optional.of(GIVEN)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("has no user called admin");
    }

    @Test
    void databaseThatIsDownMakesNothing() {
        storage.setUnavailable(true);

        assertThatThrownBy(() -> run(Optional.empty())).isInstanceOf(StorageUnavailableException.class);
        assertThat(file.exists()).isFalse();
    }

    // two nodes, interruptions

    @Test
    void nodeThatIsBeatenLeavesNoKeyThatDoesNotExist() {
        CredentialsFile others = new CredentialsFile(directory.resolve("other"));

        bootstrapBeatenBy(() -> run(others, ACCOUNT, Optional.empty()), Optional.empty());

        assertThat(others.exists()).isTrue();
        assertThat(file.exists()).isFalse();
        assertThat(file.preparedIds()).isEmpty();
    }

    @Test
    void nodesThatShareTheirDirectoryKeepTheKeyThatExists() throws IOException {
        bootstrapBeatenBy(() -> run(Optional.empty()), Optional.empty());

        String id = Files.readAllLines(file.path()).get(1).substring("aws_access_key_id = ".length());
        assertThat(credential(id)).isPresent();
        assertThat(file.preparedIds()).isEmpty();
    }

    @Test
    void nodesWithTheSameGivenKeyAgree() {
        bootstrapBeatenBy(() -> run(Optional.of(GIVEN)), Optional.of(GIVEN));

        assertThat(secretOf(GIVEN.id())).isEqualTo(GIVEN.secret());
    }

    @Test
    void nodesThatAddTheSameGivenKeyAgree() {
        run(Optional.empty());

        bootstrapBeatenBy(() -> run(Optional.of(GIVEN)), Optional.of(GIVEN));

        assertThat(secretOf(GIVEN.id())).isEqualTo(GIVEN.secret());
        assertThat(events).hasSize(2);
    }

    @Test
    void nodeThatIsBeatenByAnAccountWithoutItsGivenKeyAddsIt() {
        bootstrapBeatenBy(() -> run(Optional.empty()), Optional.of(GIVEN));

        assertThat(secretOf(GIVEN.id())).isEqualTo(GIVEN.secret());
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void startThatWasInterruptedIsCompletedByTheNext(Loss loss) throws IOException {
        InterceptedStorage.Around losing =
                (method, call) -> method.equals("commit") ? InterceptedStorage.lose(loss, call) : call.get();
        assertThatThrownBy(() -> bootstrap(InterceptedStorage.around(storage, losing), file)
                        .run(ACCOUNT, REGION, Optional.empty(), NOW)
                        .await()
                        .indefinitely())
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(file.exists()).isFalse();

        run(Optional.empty());
        run(Optional.empty());

        List<String> lines = Files.readAllLines(file.path());
        assertThat(secretOf(lines.get(1).substring("aws_access_key_id = ".length())))
                .isEqualTo(lines.get(2).substring("aws_secret_access_key = ".length()));
        assertThat(file.preparedIds()).isEmpty();
    }

    // settings

    @Test
    void keyIsGivenByBothSettings() {
        assertThat(Bootstrap.givenKey(Settings.of().bootstrap())).isEmpty();
        assertThat(given("000000000001", GIVEN.id(), GIVEN.secret())).contains(GIVEN);
    }

    @ParameterizedTest
    @CsvSource({
        "12345,, , claviger.bootstrap.account-id is not of twelve digits.",
        "00000000000x,, , claviger.bootstrap.account-id is not of twelve digits.",
        "000000000001, AKIAGIVENGIVENGIVEN2, , 'claviger.bootstrap.access-key-id and"
                + " claviger.bootstrap.secret-access-key go together: set both or neither.'",
        "000000000001, , ssssssssssssssssssssssssssssssssssssssss, 'claviger.bootstrap.access-key-id and"
                + " claviger.bootstrap.secret-access-key go together: set both or neither.'",
        "000000000001, AKIASHORT, ssssssssssssssssssssssssssssssssssssssss,"
                + " claviger.bootstrap.access-key-id is not AKIA and 16 characters of A-Z and 2-7.",
        "000000000001, ASIAGIVENGIVENGIVEN2, ssssssssssssssssssssssssssssssssssssssss,"
                + " claviger.bootstrap.access-key-id is not AKIA and 16 characters of A-Z and 2-7.",
        "000000000001, AKIAGIVENGIVENGIVEN1, ssssssssssssssssssssssssssssssssssssssss,"
                + " claviger.bootstrap.access-key-id is not AKIA and 16 characters of A-Z and 2-7.",
        "000000000001, AKIAGIVENGIVENGIVEN2, sssssssssssssssssssssssssssssssssssssss,"
                + " claviger.bootstrap.secret-access-key is shorter than 40 characters."
    })
    void wrongSettingIsOneSentence(String account, String id, String secret, String sentence) {
        assertThatThrownBy(() -> given(account, id, secret))
                .isInstanceOf(StartupException.class)
                .hasMessage(sentence);
    }

    @Test
    void givenKeyDoesNotShowItsSecret() {
        assertThat(GIVEN.toString()).doesNotContain("sss").contains(GIVEN.id());
    }

    private static Optional<Given> given(String account, String id, String secret) {
        List<String> settings = new ArrayList<>(List.of("bootstrap.account-id", account));
        if (id != null) {
            settings.addAll(List.of("bootstrap.access-key-id", id));
        }
        if (secret != null) {
            settings.addAll(List.of("bootstrap.secret-access-key", secret));
        }
        return Bootstrap.givenKey(Settings.of(settings.toArray(String[]::new)).bootstrap());
    }

    private void run(Optional<Given> given) {
        run(ACCOUNT, given);
    }

    private void run(AccountId account, Optional<Given> given) {
        run(file, account, given);
    }

    private void run(CredentialsFile credentials, AccountId account, Optional<Given> given) {
        bootstrap(InterceptedStorage.around(storage, (method, call) -> call.get()), credentials)
                .run(account, REGION, given, NOW)
                .await()
                .indefinitely();
    }

    /** Somebody else starts and is done between this node's reading and its commit. */
    private void bootstrapBeatenBy(Runnable other, Optional<Given> given) {
        boolean[] isDone = new boolean[1];
        InterceptedStorage.Around beaten = (method, call) -> Uni.createFrom().deferred(() -> {
            if (method.equals("commit") && !isDone[0]) {
                isDone[0] = true;
                other.run();
            }
            return call.get();
        });
        bootstrap(InterceptedStorage.around(storage, beaten), file)
                .run(ACCOUNT, REGION, given, NOW)
                .await()
                .indefinitely();
    }

    private Bootstrap bootstrap(InterceptedStorage.Both database, CredentialsFile credentials) {
        AuditJournal journal = (event, changes) -> database.commit(changes, anyBlock())
                .invoke(() -> events.add(event))
                .replaceWithVoid();
        return new Bootstrap(database, journal, keyring, random, credentials);
    }

    private User admin() {
        return storage.findEntityNamed(EntityKind.USER, ACCOUNT, "admin")
                .await()
                .indefinitely()
                .orElseThrow();
    }

    private String secretOf(String id) {
        return new String(credential(id).orElseThrow().secret().reveal(), StandardCharsets.UTF_8);
    }

    private Optional<Credential> credential(String id) {
        return new StoredCredentials(storage, keyring, new TestWorkers(), 10, Duration.ofMinutes(1))
                .find(id)
                .await()
                .indefinitely();
    }
}
