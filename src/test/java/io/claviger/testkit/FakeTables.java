package io.claviger.testkit;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.User;
import io.claviger.iam.UserPolicy;
import io.claviger.key.Alias;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage.Node;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.KeyringStorage.StoredSessionKey;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** The rows of {@link FakeStorage}, by primary key. A commit works on a copy. */
final class FakeTables {
    final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    final Map<AccountId, Long> epochs = new LinkedHashMap<>();
    final Map<AccountId, List<EpochChange>> changes = new LinkedHashMap<>();
    final Map<List<Object>, User> users = new LinkedHashMap<>();
    final Map<List<Object>, UserPolicy> userPolicies = new LinkedHashMap<>();
    final Map<List<Object>, PolicyText> userBoundaries = new LinkedHashMap<>();
    final Map<String, AccessKey> accessKeys = new LinkedHashMap<>();
    final Map<List<Object>, KmsKey> keys = new LinkedHashMap<>();
    final Map<List<Object>, KeyMaterial> materials = new LinkedHashMap<>();
    final Map<List<Object>, Alias> aliases = new LinkedHashMap<>();
    final FakeGrants grants;
    final Map<List<Object>, Block> blocks = new LinkedHashMap<>();
    final Map<UUID, StoredDomainKey> domainKeys = new LinkedHashMap<>();
    final Map<String, StoredAuditKey> auditKeys = new LinkedHashMap<>();
    final Map<UUID, StoredSessionKey> sessionKeys = new LinkedHashMap<>();
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final Map<String, PolicyText> policyTexts = new LinkedHashMap<>();

    FakeTables() {
        grants = new FakeGrants();
    }

    FakeTables(FakeTables other) {
        accounts.putAll(other.accounts);
        epochs.putAll(other.epochs);
        other.changes.forEach((account, list) -> changes.put(account, new ArrayList<>(list)));
        users.putAll(other.users);
        userPolicies.putAll(other.userPolicies);
        userBoundaries.putAll(other.userBoundaries);
        accessKeys.putAll(other.accessKeys);
        keys.putAll(other.keys);
        materials.putAll(other.materials);
        aliases.putAll(other.aliases);
        grants = new FakeGrants(other.grants);
        blocks.putAll(other.blocks);
        domainKeys.putAll(other.domainKeys);
        auditKeys.putAll(other.auditKeys);
        sessionKeys.putAll(other.sessionKeys);
        nodes.putAll(other.nodes);
        policyTexts.putAll(other.policyTexts);
    }

    Map<AccountId, Long> apply(List<Change> list, Block block) {
        Map<AccountId, SequencedSet<Subject>> subjects = new LinkedHashMap<>();
        for (Change change : list) {
            apply(change);
            note(subjects, change.account(), change.subject());
        }
        create(blocks, List.of(block.chainId(), block.sequence()), block);
        return advance(subjects);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.AccountCreated(var account) -> {
                create(accounts, account.id(), account);
                epochs.put(account.id(), 0L);
            }
            case Change.UserCreated(var user) -> {
                require(accounts.containsKey(user.account()));
                require(userNamed(user.account(), user.name()).isEmpty());
                create(users, List.of(user.account(), user.uniqueId()), user);
            }
            case Change.UserPolicyPut(var policy) -> {
                require(users.containsKey(List.of(policy.account(), policy.userUniqueId())));
                userPolicies.put(List.of(policy.account(), policy.userUniqueId(), policy.name()), policy);
                policyTexts.put(policy.policy().sha256(), policy.policy());
            }
            case Change.UserBoundaryPut(var boundary) -> {
                List<Object> user = List.of(boundary.account(), boundary.userUniqueId());
                require(users.containsKey(user));
                userBoundaries.put(user, boundary.policy());
                policyTexts.put(boundary.policy().sha256(), boundary.policy());
            }
            case Change.UserBoundaryDeleted(var account, var user) ->
                require(userBoundaries.remove(List.of(account, user)) != null);
            case Change.AccessKeyCreated(var key) -> {
                String user = key.userUniqueId();
                require(accounts.containsKey(key.account()));
                require(user == null || users.containsKey(List.of(key.account(), user)));
                create(accessKeys, key.id(), versioned(key, 1));
            }
            case Change.AccessKeyUpdated(var key) -> {
                expect(accessKeys.get(key.id()), AccessKey::version, key.version());
                accessKeys.put(key.id(), versioned(key, key.version() + 1));
            }
            case Change.KeyCreated(var key, var material) -> {
                require(accounts.containsKey(key.account()));
                create(keys, id(key), versioned(key, 1));
                create(materials, id(material), material);
                policyTexts.put(key.policy().sha256(), key.policy());
            }
            case Change.KeyUpdated(var key) -> {
                expect(keys.get(id(key)), KmsKey::version, key.version());
                keys.put(id(key), versioned(key, key.version() + 1));
                policyTexts.put(key.policy().sha256(), key.policy());
            }
            case Change.AliasCreated(var alias) -> {
                require(keys.containsKey(List.of(alias.account(), alias.region(), alias.target())));
                create(aliases, id(alias), versioned(alias, 1));
            }
            case Change.AliasUpdated(var alias) -> {
                require(keys.containsKey(List.of(alias.account(), alias.region(), alias.target())));
                expect(aliases.get(id(alias)), Alias::version, alias.version());
                aliases.put(id(alias), versioned(alias, alias.version() + 1));
            }
            case Change.AliasDeleted(var alias) -> {
                expect(aliases.get(id(alias)), Alias::version, alias.version());
                aliases.remove(id(alias));
            }
            case Change.GrantCreated(var grant) -> {
                require(keys.containsKey(List.of(grant.account(), grant.region(), grant.keyId())));
                require(grants.create(grant));
            }
            case Change.GrantDeleted(var grant) -> require(grants.delete(grant));
        }
    }

    void rewrap(UUID from, List<KeyMaterial> newMaterials, List<AccessKey> newKeys, List<StoredAuditKey> newAuditKeys) {
        Map<AccountId, SequencedSet<Subject>> subjects = new LinkedHashMap<>();
        for (KeyMaterial material : newMaterials) {
            KeyMaterial old = materials.get(id(material));
            if (old != null && old.domainKeyId().equals(from)) {
                materials.put(id(material), material);
                note(
                        subjects,
                        material.account(),
                        Subject.material(material.account(), material.keyId(), material.id()));
            }
        }
        for (AccessKey key : newKeys) {
            AccessKey old = accessKeys.get(key.id());
            if (old != null && old.domainKeyId().equals(from)) {
                accessKeys.put(
                        key.id(),
                        new AccessKey(
                                old.id(),
                                old.account(),
                                old.userUniqueId(),
                                old.active(),
                                key.domainKeyId(),
                                key.wrappedSecret(),
                                old.createdAt(),
                                old.version() + 1));
                note(subjects, key.account(), Subject.accessKey(key.account(), key.id()));
            }
        }
        for (StoredAuditKey key : newAuditKeys) {
            StoredAuditKey old = auditKeys.get(key.id());
            if (old != null && old.domainKeyId().equals(from)) {
                auditKeys.put(key.id(), key);
            }
        }
        advance(subjects);
    }

    boolean isUsed(UUID domainKey) {
        return materials.values().stream().anyMatch(row -> row.domainKeyId().equals(domainKey))
                || accessKeys.values().stream()
                        .anyMatch(row -> row.domainKeyId().equals(domainKey))
                || auditKeys.values().stream().anyMatch(row -> row.domainKeyId().equals(domainKey))
                || sessionKeys.values().stream()
                        .anyMatch(row -> row.domainKeyId().equals(domainKey));
    }

    Optional<User> userNamed(AccountId account, String name) {
        return users.values().stream()
                .filter(user -> user.account().equals(account)
                        && user.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static void note(Map<AccountId, SequencedSet<Subject>> subjects, AccountId account, Subject subject) {
        subjects.computeIfAbsent(account, absent -> new LinkedHashSet<>()).add(subject);
    }

    private Map<AccountId, Long> advance(Map<AccountId, SequencedSet<Subject>> subjects) {
        Map<AccountId, Long> advanced = new LinkedHashMap<>();
        subjects.forEach((account, list) -> {
            require(epochs.containsKey(account));
            long epoch = epochs.merge(account, 1L, Long::sum);
            list.forEach(subject -> changes.computeIfAbsent(account, absent -> new ArrayList<>())
                    .add(new EpochChange(epoch, subject)));
            advanced.put(account, epoch);
        });
        return advanced;
    }

    static BlockHeader header(Block block) {
        try {
            return block.decodeHeader();
        } catch (BlockFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<Object> id(KmsKey key) {
        return List.of(key.account(), key.region(), key.id());
    }

    private static List<Object> id(KeyMaterial material) {
        return List.of(material.account(), material.keyId(), material.id());
    }

    private static List<Object> id(Alias alias) {
        return List.of(alias.account(), alias.region(), alias.name());
    }

    private static <K, V> void create(Map<K, V> table, K id, V row) {
        require(table.putIfAbsent(id, row) == null);
    }

    private static <T> void expect(T row, ToLongFunction<T> version, long expected) {
        require(row != null && version.applyAsLong(row) == expected);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new StorageConflictException("the row exists, is gone, or has another version");
        }
    }

    private static KmsKey versioned(KmsKey key, long version) {
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
                key.deletionDate(),
                key.pendingWindowDays(),
                key.currentMaterial(),
                key.multiRegion(),
                key.policy(),
                key.tags(),
                version);
    }

    private static Alias versioned(Alias alias, long version) {
        return new Alias(
                alias.account(),
                alias.region(),
                alias.name(),
                alias.target(),
                alias.createdAt(),
                alias.updatedAt(),
                version);
    }

    private static AccessKey versioned(AccessKey key, long version) {
        return new AccessKey(
                key.id(),
                key.account(),
                key.userUniqueId(),
                key.active(),
                key.domainKeyId(),
                key.wrappedSecret(),
                key.createdAt(),
                version);
    }
}
