package io.claviger.testkit;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.chain.BlockSigner;
import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.Hash;
import io.claviger.common.AccountId;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.Group;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.OidcProvider;
import io.claviger.iam.Permissions;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.Role;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.User;
import io.claviger.key.Alias;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records to store, numbered where several are wanted. All of one account and region where nothing else is said. */
public final class StorageSamples {
    public static final AccountId ACCOUNT = new AccountId("111122223333");
    public static final AccountId OTHER_ACCOUNT = new AccountId("444455556666");
    public static final Region REGION = new Region("us-west-2");
    public static final Region OTHER_REGION = new Region("eu-central-1");
    public static final UUID CHAIN = UUID.fromString("c4a1b000-0000-4000-8000-000000000001");
    public static final UUID DOMAIN_KEY = UUID.fromString("d0000000-0000-4000-8000-000000000001");
    private static final BlockSigner SIGNER = signer();
    public static final Instant NOW = Instant.parse("2026-03-01T10:20:30.123456Z");

    private StorageSamples() {}

    public static Account account(AccountId id) {
        return new Account(id, NOW);
    }

    public static StoredDomainKey domainKey(UUID id) {
        return new StoredDomainKey(id, "root-1", blob("domain key " + id), true, NOW);
    }

    public static StoredAuditKey auditKey(String id) {
        return new StoredAuditKey(id, blob("public " + id), DOMAIN_KEY, blob("wrapped " + id), NOW);
    }

    public static KeyId keyId(int number) {
        return new KeyId("00000000-0000-4000-8000-%012x".formatted(number));
    }

    public static MaterialId materialId(int number) {
        return new MaterialId("%064x".formatted(number));
    }

    public static KmsKey key(int number) {
        return key(ACCOUNT, number);
    }

    public static KmsKey key(AccountId account, int number) {
        return new KmsKey(
                account,
                REGION,
                keyId(number),
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsage.ENCRYPT_DECRYPT,
                Origin.AWS_KMS,
                KeyState.ENABLED,
                "key " + number,
                NOW,
                null,
                null,
                materialId(number),
                null,
                policyText("policy of key " + number),
                List.of(new Tag("purpose", "test"), new Tag("Alpha", "")),
                0);
    }

    public static KeyMaterial material(KmsKey key) {
        return new KeyMaterial(
                key.account(),
                key.id(),
                key.currentMaterialId().orElseThrow(),
                DOMAIN_KEY,
                blob("material of " + key.id()),
                NOW);
    }

    /** A key together with its material. */
    public static Change.KeyCreated keyCreated(KmsKey key) {
        return new Change.KeyCreated(key, material(key));
    }

    public static Alias alias(String name, KmsKey target) {
        return new Alias(target.account(), target.region(), name, target.id(), NOW, NOW, 0);
    }

    public static GrantId grantId(int number) {
        return new GrantId("%064x".formatted(number));
    }

    public static GrantPrincipal principal(String identity) {
        return new GrantPrincipal("arn:aws:iam::" + ACCOUNT + ":user/" + identity, identity, false);
    }

    /** A grant without a name that nobody may retire. */
    public static Grant grant(
            KmsKey key, int number, String grantee, GrantConstraints constraints, GrantOperation... operations) {
        return new Grant(
                key.account(),
                key.region(),
                key.id(),
                grantId(number),
                principal(grantee),
                null,
                List.of(operations),
                constraints,
                null,
                key.account(),
                NOW);
    }

    public static User user(String name) {
        return user(ACCOUNT, name);
    }

    public static User user(AccountId account, String name) {
        return new User(account, "/team/", name, "AIDA" + name.toUpperCase(java.util.Locale.ROOT), NOW);
    }

    /** The user with one more inline policy. */
    public static User withPolicy(User user, String name, String text) {
        return user.withPermissions(user.permissions().withInline(name, policyText(text)));
    }

    public static Role role(String name) {
        return new Role(
                ACCOUNT,
                "/service/",
                name,
                "AROA" + name.toUpperCase(java.util.Locale.ROOT),
                NOW,
                "",
                List.of(),
                Permissions.NONE,
                policyText("trust of " + name),
                3600,
                0);
    }

    public static Group group(String name) {
        return new Group(
                ACCOUNT, "/", name, "AGPA" + name.toUpperCase(java.util.Locale.ROOT), NOW, Permissions.NONE, 0);
    }

    /** A policy with one version. */
    public static ManagedPolicy managedPolicy(String name, PolicyText text) {
        return managedPolicy(ACCOUNT, name, text);
    }

    public static ManagedPolicy managedPolicy(AccountId account, String name, PolicyText text) {
        return new ManagedPolicy(
                account,
                "/",
                name,
                "ANPA" + name.toUpperCase(java.util.Locale.ROOT),
                NOW,
                NOW,
                "",
                List.of(),
                List.of(new ManagedPolicy.Version(1, text, NOW)),
                1,
                1,
                0);
    }

    /** An entity of each kind that uses every member, in an order in which they can be created. */
    public static List<Entity> oneOfEachKind() {
        ManagedPolicy policy = new ManagedPolicy(
                ACCOUNT,
                "/a/b/",
                "Policy+=,.@-_1",
                "ANPA1",
                NOW,
                NOW.plusSeconds(1),
                "quotes ' \" \\ and \u00fcber",
                List.of(new Tag("z", "\"1\""), new Tag("a", "")),
                List.of(
                        new ManagedPolicy.Version(2, policyText("{ \"Statement\" : [ ] }\r\n\t"), NOW),
                        new ManagedPolicy.Version(7, policyText("\ud83d\udd11"), NOW.plusSeconds(2))),
                2,
                9,
                0);
        Permissions permissions = Permissions.NONE
                .withInline("b", policyText("{\"b\": 1}"))
                .withInline("A", policyText("{\"a\": \"\\u00e9\"}"))
                .withAttached(policy.id())
                .withAttached("arn:aws:iam::aws:policy/AdministratorAccess");
        Group group = new Group(ACCOUNT, "/g/", "Group", "AGPA1", NOW, permissions, 0);
        List<Tag> tags = List.of(new Tag("Team", "red"), new Tag("team", ""));
        return List.of(
                policy,
                group,
                new User(
                        ACCOUNT,
                        "/u/",
                        "User",
                        "AIDA1",
                        NOW,
                        tags,
                        permissions.withBoundary(policy.id()),
                        new TreeSet<>(List.of(group.uniqueId())),
                        new User.Upstream("https://login.example.com/realms/main", "f:1:\u00e9", false),
                        0),
                new Role(
                        ACCOUNT,
                        "/r/",
                        "Role",
                        "AROA1",
                        NOW,
                        "described",
                        tags,
                        permissions.withBoundary(policy.id()),
                        policyText("{\"trust\": 1}"),
                        7200,
                        0),
                new OidcProvider(
                        ACCOUNT,
                        "login.example.com/realms/main",
                        "https://login.example.com/realms/main",
                        NOW,
                        List.of("b", "a"),
                        List.of("00".repeat(20)),
                        tags,
                        0),
                new TokenIssuer(
                        ACCOUNT,
                        "https://login.example.com/realms/Main",
                        NOW,
                        List.of("kms", "api"),
                        "https://login.example.com/keys",
                        "{\"keys\": []}",
                        "[{\"when\": {}}]",
                        false,
                        0),
                new RegisteredService(
                        ACCOUNT,
                        "ec2",
                        NOW,
                        OTHER_ACCOUNT,
                        "https://ec2.example.com/keys",
                        "{\"keys\": [1]}",
                        List.of("us-west-2", "eu-central-1"),
                        false,
                        0));
    }

    public static AccessKey accessKey(String id, AccountId account, @Nullable User user) {
        return new AccessKey(
                id, account, user == null ? null : user.uniqueId(), true, DOMAIN_KEY, blob("secret of " + id), NOW, 0);
    }

    /** A policy of which only the text matters. */
    public static PolicyText policyText(String text) {
        return new PolicyText(text, "%064x".formatted(text.hashCode() & 0xffffffffL));
    }

    /** A block to be stored under a place in a chain; it links to no other. */
    public static Block block(UUID chain, long sequence) {
        return block(chain, sequence, "records " + sequence);
    }

    public static Block block(UUID chain, long sequence, String record) {
        return block(chain, sequence, record, NOW);
    }

    public static synchronized Block block(UUID chain, long sequence, String record, Instant time) {
        ChainHead before = sequence == 0
                ? ChainHead.start(chain)
                : new ChainHead(chain, sequence - 1, Hash.sha256(bytes("block " + (sequence - 1))));
        try (BlockSealer sealer = new BlockSealer(SIGNER)) {
            return sealer.seal(before, List.of(bytes(record)), time.toEpochMilli(), time.toEpochMilli())
                    .block();
        }
    }

    private static BlockSigner signer() {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            AuditPublicKey publicKey = AuditPublicKey.ofSpki(keys.getPublic().getEncoded());
            return new BlockSigner(
                    keys.getPrivate(),
                    publicKey,
                    KeyPairGenerator.getInstance("Ed25519").getProvider());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A block that no other one collides with. */
    public static Block anyBlock() {
        return block(UUID.randomUUID(), 0);
    }

    public static Blob blob(String text) {
        return Blob.owning(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
