package io.claviger.testkit;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.user;

import io.claviger.authn.Credential;
import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.config.SystemRandom;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.iam.AccessKey;
import io.claviger.iam.User;
import io.claviger.iam.credentials.StoredCredentials;
import io.claviger.jobs.RootKeyRotation;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.keystore.KeyStore;
import io.claviger.keystore.Workers;
import io.claviger.keystore.internal.InternalKeyStore;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.RootKey;
import io.claviger.rootkey.file.FileRootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeys;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A database with secrets in it, a root key file, and nodes on both: the real key hierarchy in memory. */
public final class KeyHierarchy {
    public static final Duration GRACE = Duration.ofSeconds(30);
    public static final String PLAINTEXT = "attack at dawn";
    public static final EncryptionContext CONTEXT = EncryptionContext.of(java.util.Map.of("purpose", "test"));
    private static final String AUDIT_KEY = "audit-key-1";

    private final RandomSource random = new SystemRandom();
    private final OneTimeKeyAead aead = new OneTimeKeyAead();
    private final RootKeyFile file;
    private final MovableClock clock = new MovableClock(NOW);
    private final FakeStorage storage = new FakeStorage(clock);
    private final List<KmsKey> keys = new ArrayList<>();
    private final List<Blob> ciphertexts = new ArrayList<>();
    private final List<AccessKey> accessKeys = new ArrayList<>();

    /** An account without keys, and a root key file in that directory. */
    public KeyHierarchy(Path directory) {
        this.file = new RootKeyFile(directory.resolve("root.key"), random);
        file.loadOrCreate().close();
        storage.with(new Change.AccountCreated(account(ACCOUNT)), new Change.EntityCreated(user("alice")));
    }

    public FakeStorage storage() {
        return storage;
    }

    public RootKeyFile file() {
        return file;
    }

    public MovableClock clock() {
        return clock;
    }

    public List<KmsKey> keys() {
        return List.copyOf(keys);
    }

    public OneTimeKeyAead aead() {
        return aead;
    }

    public RandomSource random() {
        return random;
    }

    /** A node whose keyring is open. */
    public Node node() {
        return node(storage);
    }

    /** A node whose keyring sees the database through something. */
    public Node node(Object database) {
        Node node = new Node(InterceptedStorage.around(database, (method, call) -> call.get()), rootKey(file));
        node.keyring.load(clock.instant()).await().indefinitely();
        return node;
    }

    /** Keys with a ciphertext each, access keys and an audit key, wrapped by that node. */
    public KeyHierarchy with(Node node, int howMany) {
        User owner = user("alice");
        for (int i = 1; i <= howMany; i++) {
            KmsKey key = key(i);
            KeyMaterial material = node.keyStore()
                    .generate(key.account(), key.id(), key.spec(), NOW)
                    .await()
                    .indefinitely();
            KmsKey stored = withMaterial(key, material);
            storage.with(new Change.KeyCreated(stored, material));
            keys.add(stored);
            ciphertexts.add(node.encrypt(stored));
            accessKeys.add(accessKey(node, owner, "AKIA%016d".formatted(i)));
            storage.with(new Change.AccessKeyCreated(accessKeys.getLast()));
        }
        try (SecretBytes secret = SecretBytes.copyOf(PLAINTEXT.getBytes(StandardCharsets.UTF_8))) {
            WrappedSecret wrapped = node.keyring.current().wrap(secret, StoredAuditKey.binding(AUDIT_KEY), random);
            storage.addAuditKey(new StoredAuditKey(
                            AUDIT_KEY, wrapped.sealed(), wrapped.domainKeyId(), wrapped.toBlob(), NOW))
                    .await()
                    .indefinitely();
        }
        return this;
    }

    private AccessKey accessKey(Node node, User owner, String id) {
        try (SecretBytes secret = SecretBytes.copyOf(id.getBytes(StandardCharsets.UTF_8))) {
            WrappedSecret wrapped =
                    node.keyring.current().wrap(secret, SecretBinding.accessKeySecret(ACCOUNT, id), random);
            return new AccessKey(id, ACCOUNT, owner.uniqueId(), true, wrapped.domainKeyId(), wrapped.toBlob(), NOW, 0);
        }
    }

    public static KmsKey withMaterial(KmsKey key, KeyMaterial material) {
        return new KmsKey(
                key.account(),
                key.region(),
                key.id(),
                key.spec(),
                key.usage(),
                key.origin(),
                key.state(),
                key.description(),
                key.createdAt(),
                null,
                null,
                material.id(),
                null,
                key.policy(),
                key.tags(),
                0);
    }

    /** The root keys as a file has them. */
    public FileRootKey rootKey(RootKeyFile from) {
        try (RootKeys loaded = from.load()) {
            return new FileRootKey(loaded, aead, random, Runnable::run);
        }
    }

    public List<StoredDomainKey> domainKeys() {
        return storage.domainKeys().await().indefinitely();
    }

    public StoredDomainKey currentDomainKey() {
        return domainKeys().stream()
                .filter(StoredDomainKey::current)
                .findFirst()
                .orElseThrow();
    }

    /** How many secrets are wrapped under another domain key than the current one. */
    public int notUnderCurrent() {
        UUID current = currentDomainKey().id();
        return storage.materialsNotUnder(current, 10_000).await().indefinitely().size()
                + storage.accessKeysNotUnder(current, 10_000)
                        .await()
                        .indefinitely()
                        .size()
                + (int) storage.auditKeys().await().indefinitely().stream()
                        .filter(key -> !key.domainKeyId().equals(current))
                        .count();
    }

    /** One process on the database. */
    public final class Node implements RootKeyRotation.Progress {
        private final InterceptedStorage.Both database;
        private final Keyring keyring;
        private final RootKeyRotation rotation;
        private final List<String> progress = new ArrayList<>();
        private List<String> lastIds;

        private Node(InterceptedStorage.Both database, FileRootKey rootKey) {
            this.database = database;
            this.keyring = new Keyring(database, aead, random);
            try (RootKeys loaded = file.load()) {
                this.lastIds = loaded.ids();
            }
            keyring.use(rootKey);
            this.rotation =
                    new RootKeyRotation(this::reload, keyring, database, new TestWorkers(), random, clock, GRACE, this);
        }

        private Optional<RootKey> reload() {
            try (RootKeys loaded = file.load()) {
                if (loaded.ids().equals(lastIds)) {
                    return Optional.empty();
                }
                lastIds = loaded.ids();
                return Optional.of(new FileRootKey(loaded, aead, random, Runnable::run));
            }
        }

        public Keyring keyring() {
            return keyring;
        }

        public RootKeyRotation rotation() {
            return rotation;
        }

        public List<String> progress() {
            return List.copyOf(progress);
        }

        /** A key store that has nothing in its cache. */
        public KeyStore keyStore() {
            return keyStore(new TestWorkers());
        }

        public KeyStore keyStore(Workers workers) {
            return new InternalKeyStore(database, workers, keyring, aead, random, 1_000, Duration.ofMinutes(5));
        }

        public StoredCredentials credentials() {
            return new StoredCredentials(database, keyring, new TestWorkers(), 1_000, Duration.ofMinutes(5));
        }

        public void beat(String id) {
            storage.heartbeat(id, keyring.knownRootKeyIds()).await().indefinitely();
        }

        /** Runs the job; fails as it does. */
        public void rotate() {
            rotation.run().await().indefinitely();
        }

        public Blob encrypt(KmsKey key) {
            try (SecretBytes plaintext = SecretBytes.copyOf(PLAINTEXT.getBytes(StandardCharsets.UTF_8))) {
                return keyStore()
                        .encrypt(key, plaintext, CONTEXT)
                        .await()
                        .indefinitely()
                        .ciphertext();
            }
        }

        public String decrypt(KmsKey key, Blob ciphertext) {
            CiphertextEnvelope envelope =
                    CiphertextEnvelope.parse(ciphertext.toByteArray()).orElseThrow();
            try (SecretBytes plaintext =
                    keyStore().decrypt(key, envelope, CONTEXT).await().indefinitely()) {
                return new String(plaintext.reveal(), StandardCharsets.UTF_8);
            }
        }

        /** Opens every secret of the database, from the database, and fails where one does not hold what it should. */
        public void openEverything() {
            for (int i = 0; i < keys.size(); i++) {
                require(PLAINTEXT.equals(decrypt(keys.get(i), ciphertexts.get(i))));
                AccessKey accessKey = accessKeys.get(i);
                Credential credential = credentials()
                        .find(accessKey.id())
                        .await()
                        .indefinitely()
                        .orElseThrow();
                require(accessKey.id().equals(new String(credential.secret().reveal(), StandardCharsets.UTF_8)));
            }
            database.auditKeys()
                    .flatMap(stored -> Uni.join()
                            .all(stored.stream().map(this::open).toList())
                            .andFailFast())
                    .await()
                    .indefinitely();
        }

        private Uni<String> open(StoredAuditKey stored) {
            return keyring.find(stored.domainKeyId()).map(domainKey -> {
                WrappedSecret wrapped = WrappedSecret.parse(
                                stored.wrappedPrivateKey().toByteArray())
                        .orElseThrow();
                try (SecretBytes secret = domainKey.unwrap(wrapped, StoredAuditKey.binding(stored.id()))) {
                    require(PLAINTEXT.equals(new String(secret.reveal(), StandardCharsets.UTF_8)));
                    return stored.id();
                } catch (io.claviger.crypto.aes.SealBrokenException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private static void require(boolean isTrue) {
            if (!isTrue) {
                throw new AssertionError("a secret is not what it was");
            }
        }

        @Override
        public void begun(String rootKeyId) {
            progress.add("begun " + rootKeyId);
        }

        @Override
        public void complete(String rootKeyId) {
            progress.add("complete " + rootKeyId);
        }

        @Override
        public void stuck(int secrets) {
            progress.add("stuck " + secrets);
        }
    }
}
