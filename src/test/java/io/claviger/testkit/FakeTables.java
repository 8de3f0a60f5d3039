package io.claviger.testkit;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.EntityKind;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** The rows of {@link FakeStorage}, by primary key. A commit works on a copy. */
final class FakeTables {
    final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    final Map<AccountId, Long> epochs = new LinkedHashMap<>();
    final Map<AccountId, List<EpochChange>> changes = new LinkedHashMap<>();
    final FakeDirectory entities;
    final Map<List<Object>, Instant> usedOnce = new LinkedHashMap<>();
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
        entities = new FakeDirectory();
    }

    FakeTables(FakeTables other) {
        accounts.putAll(other.accounts);
        epochs.putAll(other.epochs);
        other.changes.forEach((account, list) -> changes.put(account, new ArrayList<>(list)));
        entities = new FakeDirectory(other.entities);
        usedOnce.putAll(other.usedOnce);
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
                create(accounts, account.id(), account.atVersion(1));
                epochs.put(account.id(), 0L);
            }
            case Change.AccountUpdated(var account) -> {
                expect(accounts.get(account.id()), Account::version, account.version());
                require(account.alias() == null
                        || accounts.values().stream()
                                .noneMatch(other -> !other.id().equals(account.id())
                                        && account.alias().equals(other.alias())));
                accounts.put(account.id(), account.atVersion(account.version() + 1));
                account.controlLevels().stream().flatMap(List::stream).forEach(this::keepText);
            }
            case Change.EntityCreated(var entity) -> {
                require(accounts.containsKey(entity.account()));
                require(entities.create(entity));
                entity.policyTexts().forEach(this::keepText);
            }
            case Change.EntityUpdated(var entity) -> {
                require(entities.update(entity));
                entity.policyTexts().forEach(this::keepText);
            }
            case Change.EntityDeleted(var entity) -> {
                require(accessKeys.values().stream()
                        .noneMatch(key -> key.account().equals(entity.account())
                                && entity.kind().equals(EntityKind.USER)
                                && entity.id().equals(key.userUniqueId())));
                require(entities.delete(entity));
            }
            case Change.AccessKeyCreated(var key) -> {
                String user = key.userUniqueId();
                require(accounts.containsKey(key.account()));
                require(user == null
                        || entities.find(EntityKind.USER, key.account(), user).isPresent());
                create(accessKeys, key.id(), versioned(key, 1));
            }
            case Change.AccessKeyUpdated(var key) -> {
                expect(accessKeys.get(key.id()), AccessKey::version, key.version());
                accessKeys.put(key.id(), versioned(key, key.version() + 1));
            }
            case Change.AccessKeyDeleted(var key) -> {
                expect(accessKeys.get(key.id()), AccessKey::version, key.version());
                accessKeys.remove(key.id());
            }
            case Change.KeyCreated(var key, var material) -> {
                require(accounts.containsKey(key.account()));
                create(keys, id(key), versioned(key, 1));
                create(materials, id(material), material);
                keepText(key.policy());
            }
            case Change.KeyUpdated(var key) -> {
                expect(keys.get(id(key)), KmsKey::version, key.version());
                keys.put(id(key), versioned(key, key.version() + 1));
                keepText(key.policy());
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

    private void keepText(PolicyText policy) {
        policyTexts.put(policy.sha256(), policy);
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
