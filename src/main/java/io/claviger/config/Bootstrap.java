package io.claviger.config;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.AuditJournal;
import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Permissions;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the first account, its administrator and the administrator's access key, when they are not there yet. */
final class Bootstrap {
    private static final String ADMINISTRATOR = "admin";
    private static final String POLICY_NAME = "AdministratorAccess";
    private static final String ADMINISTRATOR_ACCESS =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final Pattern ACCESS_KEY_ID = Pattern.compile("AKIA[A-Z2-7]{16}");
    private static final int MIN_SECRET_LENGTH = 40;

    private final Storage storage;
    private final AuditJournal journal;
    private final Keyring keyring;
    private final RandomSource random;
    private final CredentialsFile credentialsFile;

    Bootstrap(
            Storage storage,
            AuditJournal journal,
            Keyring keyring,
            RandomSource random,
            CredentialsFile credentialsFile) {
        this.storage = storage;
        this.journal = journal;
        this.keyring = keyring;
        this.random = random;
        this.credentialsFile = credentialsFile;
    }

    /** The configured access key. */
    record Given(String id, String secret) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** Reads and checks the settings; the access key is empty when one is to be made. */
    static Optional<Given> givenKey(ClavigerConfig.Bootstrap settings) {
        if (!AccountId.isValid(settings.accountId())) {
            throw new StartupException("claviger.bootstrap.account-id is not of twelve digits.");
        }
        if (settings.accessKeyId().isPresent() != settings.secretAccessKey().isPresent()) {
            throw new StartupException("claviger.bootstrap.access-key-id and claviger.bootstrap.secret-access-key"
                    + " go together: set both or neither.");
        }
        Optional<Given> given =
                settings.accessKeyId().flatMap(id -> settings.secretAccessKey().map(secret -> new Given(id, secret)));
        given.ifPresent(key -> {
            if (!ACCESS_KEY_ID.matcher(key.id()).matches()) {
                throw new StartupException(
                        "claviger.bootstrap.access-key-id is not AKIA and 16 characters of A-Z and 2-7.");
            }
            if (key.secret().length() < MIN_SECRET_LENGTH) {
                throw new StartupException(
                        "claviger.bootstrap.secret-access-key is shorter than " + MIN_SECRET_LENGTH + " characters.");
            }
        });
        return given;
    }

    /** Makes what is missing. Of several nodes that start at once one wins, and the others find its work. */
    Uni<Void> run(AccountId account, Region region, Optional<Given> given, Instant now) {
        return storage.findAccount(account).flatMap(found -> {
            if (found.isEmpty()) {
                return createAccount(account, region, given, now);
            }
            return given.isEmpty() ? settlePrepared() : require(account, region, given.get(), now);
        });
    }

    private Uni<Void> createAccount(AccountId account, Region region, Optional<Given> given, Instant now) {
        User user = new User(account, "/", ADMINISTRATOR, "AIDA" + randomText(ID_ALPHABET, 17), now)
                .withPermissions(Permissions.NONE.withInline(POLICY_NAME, PolicyText.of(ADMINISTRATOR_ACCESS)));
        Given key =
                given.orElseGet(() -> new Given("AKIA" + randomText(ID_ALPHABET, 16), randomText(SECRET_ALPHABET, 40)));
        if (given.isEmpty()) {
            // first the file: a key whose secret nobody knows would lock everybody out
            credentialsFile.prepare(key.id(), key.secret());
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.AccountCreated(new Account(account, now)));
        changes.add(new Change.EntityCreated(user));
        changes.add(new Change.AccessKeyCreated(accessKey(account, user, key, now)));
        return journal.append(event(account, region, "CreateAccount", now), changes)
                .onFailure(StorageConflictException.class)
                .recoverWithNull()
                .flatMap(ignored -> given.isEmpty() ? settlePrepared() : require(account, region, given.get(), now));
    }

    /** Of the keys that were made here, the one that is in the database becomes the credentials file. */
    private Uni<Void> settlePrepared() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (String id : credentialsFile.preparedIds()) {
            all = all.flatMap(ignored -> storage.findAccessKey(id))
                    .invoke(found -> {
                        if (found.isPresent()) {
                            credentialsFile.keep(id);
                        } else {
                            credentialsFile.discard(id);
                        }
                    })
                    .replaceWithVoid();
        }
        return all;
    }

    /** Sees to it that the configured access key is there and is this account's. */
    private Uni<Void> require(AccountId account, Region region, Given key, Instant now) {
        return storage.findAccessKey(key.id())
                .flatMap(found -> found.isPresent()
                        ? compare(account, found.get(), key)
                        : addAccessKey(account, region, key, now));
    }

    /** A secret that was changed in the settings alone would be refused call by call, without a reason. */
    private Uni<Void> compare(AccountId account, AccessKey stored, Given key) {
        if (!stored.account().equals(account)) {
            throw new StartupException("claviger.bootstrap.access-key-id belongs to another account.");
        }
        return keyring.find(stored.domainKeyId())
                .invoke(domainKey -> {
                    if (!isSecretOf(stored, domainKey, key)) {
                        throw new StartupException(
                                "claviger.bootstrap.secret-access-key is not the secret of the stored" + " access key "
                                        + key.id() + ": give the new secret another access key id.");
                    }
                })
                .replaceWithVoid();
    }

    private static boolean isSecretOf(AccessKey stored, DomainKey domainKey, Given key) {
        WrappedSecret wrapped = WrappedSecret.parse(stored.wrappedSecret().toByteArray())
                .orElseThrow(() -> new StartupException("The stored access key " + stored.id() + " is malformed."));
        try (SecretBytes given = SecretBytes.owning(key.secret().getBytes(StandardCharsets.UTF_8));
                SecretBytes secret =
                        domainKey.unwrap(wrapped, SecretBinding.accessKeySecret(stored.account(), stored.id()))) {
            return secret.equals(given);
        } catch (SealBrokenException e) {
            throw new StartupException("The stored access key " + stored.id() + " does not open.", e);
        }
    }

    private Uni<Void> addAccessKey(AccountId account, Region region, Given key, Instant now) {
        return storage.findEntityNamed(EntityKind.USER, account, ADMINISTRATOR)
                .flatMap(user -> journal.append(
                        event(account, region, "CreateAccessKey", now),
                        List.of(new Change.AccessKeyCreated(accessKey(
                                account,
                                user.orElseThrow(() -> new StartupException("The account " + account
                                        + " has no user called admin that the configured access key could belong to.")),
                                key,
                                now)))))
                .onFailure(StorageConflictException.class)
                .recoverWithUni(conflict -> storage.findAccessKey(key.id())
                        .flatMap(found -> found.isPresent()
                                ? compare(account, found.get(), key)
                                : Uni.createFrom().failure(conflict)));
    }

    private AccessKey accessKey(AccountId account, User user, Given key, Instant now) {
        try (SecretBytes secret = SecretBytes.owning(key.secret().getBytes(StandardCharsets.UTF_8))) {
            WrappedSecret wrapped =
                    keyring.current().wrap(secret, SecretBinding.accessKeySecret(account, key.id()), random);
            return new AccessKey(
                    key.id(), account, user.uniqueId(), true, wrapped.domainKeyId(), wrapped.toBlob(), now, 0);
        }
    }

    private AuditEvent event(AccountId account, Region region, String name, Instant now) {
        return new AuditEvent(
                RandomUuid.next(random).toString(),
                RandomUuid.next(random).toString(),
                now,
                AwsApi.KMS,
                name,
                false,
                new Caller(new Caller.Root(account), "bootstrap"),
                region,
                "AWS Internal",
                "AWS Internal",
                null,
                null,
                null,
                null,
                null,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                null,
                List.of(),
                null);
    }

    /** Both alphabets have a power of two of characters, so that no character is likelier than another. */
    private String randomText(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (byte b : random.bytes(length)) {
            text.append(alphabet.charAt(b & (alphabet.length() - 1)));
        }
        return text.toString();
    }
}
