package io.claviger.testkit;

import io.claviger.audit.AuditEvent;
import io.claviger.audit.GroupCommitter;
import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.AwsApi;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.EntityKind;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes accounts, users and access keys in the running service, through its own journal and keyring. */
@Singleton
public final class TestIdentities {
    public static final String ALLOW_ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";

    /** An account in which service control policies deny KMS to its root and to users with {@link #LIMITED} names. */
    public static final AccountId DENIED_ACCOUNT = new AccountId("300000000001");

    /** An account in which the second level of service control policies does not allow KMS to the same. */
    public static final AccountId UNALLOWED_ACCOUNT = new AccountId("300000000002");

    /** What the names begin with of users whom service-control-policies.json limits. */
    public static final String LIMITED = "limited-";

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final AtomicLong ACCOUNTS = new AtomicLong(200_000_000_000L);

    private final Storage storage;
    private final GroupCommitter journal;
    private final Keyring keyring;
    private final RandomSource random;

    TestIdentities(Storage storage, GroupCommitter journal, Keyring keyring, RandomSource random) {
        this.storage = storage;
        this.journal = journal;
        this.keyring = keyring;
        this.random = random;
    }

    /** An account that nobody else uses. */
    public AccountId account() {
        AccountId id = new AccountId(String.valueOf(ACCOUNTS.incrementAndGet()));
        commit(id, List.of(new Change.AccountCreated(new Account(id, CREATED))));
        return id;
    }

    /** An administrator with a name of its own in this account, which is made if it is not there: tests share it. */
    public synchronized Identity administrator(AccountId account) {
        if (storage.findAccount(account).await().atMost(PATIENCE).isEmpty()) {
            commit(account, List.of(new Change.AccountCreated(new Account(account, CREATED))));
        }
        return user(account, "admin-" + UUID.randomUUID(), ALLOW_ALL);
    }

    /** An administrator, in an account that nobody else uses. */
    public Identity administrator() {
        return user(account(), "admin", ALLOW_ALL);
    }

    /** A user with these identity policies, which may be none. */
    public Identity user(AccountId account, String name, String... policies) {
        Permissions permissions = Permissions.NONE;
        for (int i = 0; i < policies.length; i++) {
            permissions = permissions.withInline("policy" + i, PolicyText.of(policies[i]));
        }
        User user = new User(account, "/", name, "AIDA" + text(17), CREATED).withPermissions(permissions);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.EntityCreated(user));
        return withKey(account, user.arn(), user.uniqueId(), changes);
    }

    /** The account's root user, with an access key. */
    public Identity root(AccountId account) {
        return withKey(account, Arn.root(account), null, new ArrayList<>());
    }

    /** Gives the user this policy in place of the first one that it has. */
    public void putPolicy(Identity identity, String policy) {
        User user = find(identity);
        change(user, user.permissions().withInline("policy0", PolicyText.of(policy)));
    }

    /** Gives the user this permissions boundary: a managed policy that is made for it. */
    public void putBoundary(Identity identity, String policy) {
        User user = find(identity);
        String name = "boundary-" + text(12);
        ManagedPolicy boundary = new ManagedPolicy(
                user.account(),
                "/",
                name,
                "ANPA" + text(17),
                CREATED,
                CREATED,
                "",
                List.of(),
                List.of(new ManagedPolicy.Version(1, PolicyText.of(policy), CREATED)),
                1,
                1,
                0);
        commit(
                user.account(),
                List.of(
                        new Change.EntityCreated(boundary),
                        new Change.EntityUpdated(
                                user.withPermissions(user.permissions().withBoundary(boundary.id())))));
    }

    public void deleteBoundary(Identity identity) {
        User user = find(identity);
        change(user, user.permissions().withBoundary(null));
    }

    private void change(User user, Permissions permissions) {
        commit(user.account(), List.of(new Change.EntityUpdated(user.withPermissions(permissions))));
    }

    private User find(Identity identity) {
        return storage.findEntity(EntityKind.USER, identity.account(), uniqueId(identity))
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
    }

    private static String uniqueId(Identity user) {
        String uniqueId = user.uniqueId();
        if (uniqueId == null) {
            throw new IllegalArgumentException("the root has no policies");
        }
        return uniqueId;
    }

    public void deactivate(Identity identity) {
        AccessKey key = storage.findAccessKey(identity.accessKeyId())
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
        AccessKey inactive = new AccessKey(
                key.id(),
                key.account(),
                key.userUniqueId(),
                false,
                key.domainKeyId(),
                key.wrappedSecret(),
                key.createdAt(),
                key.version());
        commit(identity.account(), List.of(new Change.AccessKeyUpdated(inactive)));
    }

    private Identity withKey(AccountId account, Arn arn, @Nullable String uniqueId, List<Change> changes) {
        Identity identity = new Identity(account, arn.toString(), uniqueId, "AKIA" + text(16), text(40));
        byte[] bytes = identity.secret().getBytes(StandardCharsets.UTF_8);
        try (SecretBytes secret = SecretBytes.owning(bytes)) {
            WrappedSecret wrapped = keyring.current()
                    .wrap(secret, SecretBinding.accessKeySecret(account, identity.accessKeyId()), random);
            changes.add(new Change.AccessKeyCreated(new AccessKey(
                    identity.accessKeyId(),
                    account,
                    uniqueId,
                    true,
                    wrapped.domainKeyId(),
                    wrapped.toBlob(),
                    CREATED,
                    0)));
        }
        commit(account, changes);
        return identity;
    }

    private void commit(AccountId account, List<Change> changes) {
        AuditEvent event = new AuditEvent(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                Instant.now(),
                AwsApi.KMS,
                "TestSetup",
                false,
                new Caller(new Caller.Root(account), "test"),
                new Region(ServiceProfile.REGION),
                "test",
                null,
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
        journal.append(event, changes).await().atMost(PATIENCE);
    }

    private String text(int length) {
        byte[] bytes = random.bytes(length);
        char[] text = new char[length];
        Arrays.setAll(new int[length], i -> text[i] = ALPHABET.charAt(bytes[i] & 31));
        return new String(text);
    }
}
