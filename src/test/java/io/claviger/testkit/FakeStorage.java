package io.claviger.testkit;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.User;
import io.claviger.key.Alias;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantToken;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Both ports in memory, answering on the caller's thread when subscribed to. Passes the contract suite, and does not
 * look for the domain keys that secrets name. {@link #setUnavailable} and {@link #failNextCommit} make it fail.
 */
public final class FakeStorage implements Storage, KeyringStorage {
    private final Clock clock;
    private FakeTables tables = new FakeTables();
    private final List<Change> committed = new ArrayList<>();
    private boolean unavailable;
    private @Nullable RuntimeException nextCommitFailure;
    private long reads;

    public FakeStorage() {
        this(Clock.systemUTC());
    }

    /** @param clock the database's, for nodes' heartbeats */
    public FakeStorage(Clock clock) {
        this.clock = clock;
    }

    /** Commits these changes at once, with a block of no meaning: to set a test up. */
    public synchronized FakeStorage with(Change... changes) {
        write(List.of(changes), StorageSamples.anyBlock());
        committed.clear();
        return this;
    }

    /** Commits the user, as it is now, with its permissions changed so. */
    public synchronized FakeStorage permit(User user, UnaryOperator<Permissions> change) {
        User current = tables.entities
                .find(EntityKind.USER, user.account(), user.uniqueId())
                .orElseThrow();
        return with(new Change.EntityUpdated(current.withPermissions(change.apply(current.permissions()))));
    }

    /** Commits a managed policy and makes it the user's permissions boundary. */
    public synchronized FakeStorage limit(User user, PolicyText policy) {
        ManagedPolicy boundary = StorageSamples.managedPolicy(user.account(), "boundary-" + UUID.randomUUID(), policy);
        return with(new Change.EntityCreated(boundary)).permit(user, own -> own.withBoundary(boundary.id()));
    }

    /** Becomes what the other one is, as a database that is set back to a backup. */
    public synchronized void restore(FakeStorage backup) {
        tables = new FakeTables(backup.tables);
    }

    /** Every change committed since the last {@link #with}, in order. */
    public synchronized List<Change> committedChanges() {
        return List.copyOf(committed);
    }

    /** All blocks of a chain, in order. */
    public synchronized List<Block> blocks(UUID chainId) {
        return select(tables.blocks.values(), block -> block.chainId().equals(chainId))
                .sorted(Comparator.comparingLong(Block::sequence))
                .toList();
    }

    /** All blocks of all chains, in the order in which they were committed. */
    public synchronized List<Block> blocks() {
        return List.copyOf(tables.blocks.values());
    }

    /** How many reads there were: for tests of caches. */
    public synchronized long reads() {
        return reads;
    }

    /** Makes every call fail until it is set back. */
    public synchronized void setUnavailable(boolean value) {
        unavailable = value;
    }

    /** Makes the next commit fail so, with nothing written. */
    public synchronized void failNextCommit(RuntimeException failure) {
        nextCommitFailure = failure;
    }

    @Override
    public Uni<Optional<Account>> findAccount(AccountId account) {
        return read(() -> Optional.ofNullable(tables.accounts.get(account)));
    }

    @Override
    public Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key) {
        return read(() -> Optional.ofNullable(tables.keys.get(List.of(account, region, key))));
    }

    @Override
    public Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name) {
        return read(() -> Optional.ofNullable(tables.aliases.get(List.of(account, region, name))));
    }

    @Override
    public Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material) {
        return read(() -> Optional.ofNullable(tables.materials.get(List.of(account, key, material))));
    }

    @Override
    public Uni<Optional<AccessKey>> findAccessKey(String accessKeyId) {
        return read(() -> Optional.ofNullable(tables.accessKeys.get(accessKeyId)));
    }

    @Override
    public Uni<List<AccessKey>> listAccessKeys(AccountId account, @Nullable String userUniqueId) {
        return read(() -> select(
                        tables.accessKeys.values(),
                        key -> key.account().equals(account) && Objects.equals(key.userUniqueId(), userUniqueId))
                .sorted(Comparator.comparing(AccessKey::id))
                .toList());
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntity(EntityKind<E> kind, AccountId account, String id) {
        return read(() -> tables.entities.find(kind, account, id));
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntityNamed(EntityKind<E> kind, AccountId account, String name) {
        return read(() -> tables.entities.named(kind, account, name));
    }

    @Override
    public <E extends Entity> Uni<Page<E>> listEntities(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        return read(() -> tables.entities.list(kind, account, pathPrefix, afterName, limit));
    }

    @Override
    public Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        return read(() -> tables.entities.referrers(account, target, id, after, limit));
    }

    @Override
    public Uni<Map<String, Long>> countEntities(AccountId account) {
        return read(() -> {
            Map<String, Long> counts = tables.entities.count(account);
            long keys = select(tables.accessKeys.values(), key -> key.account().equals(account))
                    .count();
            if (keys > 0) {
                counts.put(ACCESS_KEYS, keys);
            }
            return counts;
        });
    }

    @Override
    public Uni<Boolean> useOnce(String namespace, String id, Instant until) {
        return answer(() -> tables.usedOnce.putIfAbsent(List.of(namespace, id), until) == null);
    }

    @Override
    public Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id) {
        return read(() -> tables.grants.find(account, region, key, id));
    }

    @Override
    public Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return read(() -> tables.grants.findLike(account, region, key, fingerprint));
    }

    @Override
    public Uni<List<Grant>> findGrants(GrantSearch search, Predicate<Grant> suffices) {
        return read(() -> tables.grants.find(search));
    }

    @Override
    public Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit) {
        return read(() -> page(
                tables.grants.matching(account, region, key, filter),
                grant -> grant.id().value(),
                after == null ? null : after.value(),
                limit));
    }

    @Override
    public Uni<Page<Grant>> listRetirableGrants(
            Region region, String retiringIdentity, @Nullable GrantToken after, int limit) {
        return read(() -> page(
                tables.grants.retirable(region, retiringIdentity),
                FakeGrants::order,
                FakeGrants.orderOf(after),
                limit));
    }

    @Override
    public Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit) {
        return read(() -> tables.grants.ofKey(account, region, key).limit(limit).count());
    }

    @Override
    public Uni<Page<Account>> listAccounts(@Nullable AccountId after, int limit) {
        return read(() -> page(
                tables.accounts.values().stream(),
                account -> account.id().value(),
                after == null ? null : after.value(),
                limit));
    }

    @Override
    public Uni<Page<KeyId>> listKeys(AccountId account, Region region, @Nullable KeyId after, int limit) {
        return read(() -> page(
                select(tables.keys.values(), isIn(account, region)).map(KmsKey::id),
                KeyId::value,
                after == null ? null : after.value(),
                limit));
    }

    @Override
    public Uni<Page<Alias>> listAliases(
            AccountId account, Region region, @Nullable KeyId target, @Nullable String after, int limit) {
        return read(() -> page(aliases(account, region, target), Alias::name, after, limit));
    }

    @Override
    public Uni<Long> countKeys(AccountId account, Region region) {
        return read(() -> select(tables.keys.values(), isIn(account, region)).count());
    }

    @Override
    public Uni<Long> countAliases(AccountId account, Region region, KeyId target) {
        return read(() -> aliases(account, region, target).count());
    }

    @Override
    public Uni<Map<AccountId, Long>> commit(List<Change> changes, Block block) {
        return answer(() -> {
            RuntimeException failure = nextCommitFailure;
            nextCommitFailure = null;
            if (failure != null) {
                throw failure;
            }
            return write(changes, block);
        });
    }

    private Map<AccountId, Long> write(List<Change> changes, Block block) {
        var next = new FakeTables(tables);
        Map<AccountId, Long> epochs = next.apply(changes, block);
        tables = next;
        committed.addAll(changes);
        return epochs;
    }

    @Override
    public Uni<Optional<Block>> lastBlock(UUID chainId) {
        return read(() -> blocks(chainId).stream().reduce((first, second) -> second));
    }

    @Override
    public Uni<Optional<PolicyText>> findPolicyText(String sha256) {
        return read(() -> Optional.ofNullable(tables.policyTexts.get(sha256)));
    }

    @Override
    public Uni<List<Block>> blocksAround(Instant time, Duration tolerance, int limit) {
        long from = time.minus(tolerance).toEpochMilli();
        long to = time.plus(tolerance).toEpochMilli();
        return read(() -> select(tables.blocks.values(), block -> {
                    BlockHeader header = FakeTables.header(block);
                    return header.lastMillis() >= from && header.firstMillis() <= to;
                })
                .sorted(Comparator.comparingLong(
                                (Block block) -> FakeTables.header(block).lastMillis())
                        .thenComparing(Block::chainId)
                        .thenComparingLong(Block::sequence))
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<Map<AccountId, Long>> epochs(Collection<AccountId> accounts) {
        return read(() -> {
            Map<AccountId, Long> known = new HashMap<>(tables.epochs);
            known.keySet().retainAll(Set.copyOf(accounts));
            return known;
        });
    }

    @Override
    public Uni<List<EpochChange>> changesSince(AccountId account, long epoch, int limit) {
        return read(() -> tables.changes.getOrDefault(account, List.of()).stream()
                .filter(change -> change.epoch() > epoch)
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<List<StoredDomainKey>> domainKeys() {
        return read(() -> List.copyOf(tables.domainKeys.values()));
    }

    @Override
    public Uni<Void> addDomainKey(StoredDomainKey key, @Nullable UUID expectedCurrent) {
        return answer(() -> {
            Optional<StoredDomainKey> current = tables.domainKeys.values().stream()
                    .filter(StoredDomainKey::current)
                    .findFirst();
            if (!current.map(StoredDomainKey::id).equals(Optional.ofNullable(expectedCurrent))
                    || tables.domainKeys.containsKey(key.id())) {
                throw new StorageConflictException("another domain key is current");
            }
            current.ifPresent(old -> tables.domainKeys.put(
                    old.id(), new StoredDomainKey(old.id(), old.rootKeyId(), old.wrapped(), false, old.createdAt())));
            tables.domainKeys.put(
                    key.id(), new StoredDomainKey(key.id(), key.rootKeyId(), key.wrapped(), true, key.createdAt()));
            return null;
        });
    }

    @Override
    public Uni<Boolean> removeUnusedDomainKey(UUID id) {
        return answer(() -> {
            StoredDomainKey key = tables.domainKeys.get(id);
            boolean removable = key != null && !key.current() && !tables.isUsed(id);
            if (removable) {
                tables.domainKeys.remove(id);
            }
            return removable;
        });
    }

    @Override
    public Uni<List<StoredAuditKey>> auditKeys() {
        return read(() -> List.copyOf(tables.auditKeys.values()));
    }

    @Override
    public Uni<Void> addAuditKey(StoredAuditKey key) {
        return answer(() -> {
            if (!tables.auditKeys.isEmpty()) {
                throw new StorageConflictException("there is an audit key");
            }
            tables.auditKeys.put(key.id(), key);
            return null;
        });
    }

    @Override
    public Uni<List<StoredSessionKey>> sessionKeys() {
        return read(() -> List.copyOf(tables.sessionKeys.values()));
    }

    @Override
    public Uni<Void> addSessionKey(StoredSessionKey key) {
        return answer(() -> {
            if (!tables.sessionKeys.isEmpty()) {
                throw new StorageConflictException("there is a key of session tokens");
            }
            tables.sessionKeys.put(key.id(), key);
            return null;
        });
    }

    @Override
    public Uni<Void> rewrapSessionKey(UUID from, StoredSessionKey key) {
        return answer(() -> {
            tables.sessionKeys.computeIfPresent(
                    key.id(), (id, old) -> old.domainKeyId().equals(from) ? key : old);
            return null;
        });
    }

    @Override
    public Uni<List<KeyMaterial>> materialsNotUnder(UUID domainKey, int limit) {
        return read(() -> select(
                        tables.materials.values(), row -> !row.domainKeyId().equals(domainKey))
                .sorted(Comparator.comparing(row -> row.account() + ":" + row.keyId() + ":" + row.id()))
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<List<AccessKey>> accessKeysNotUnder(UUID domainKey, int limit) {
        return read(() -> select(
                        tables.accessKeys.values(), row -> !row.domainKeyId().equals(domainKey))
                .sorted(Comparator.comparing(AccessKey::id))
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<Void> rewrap(
            UUID from, List<KeyMaterial> materials, List<AccessKey> accessKeys, List<StoredAuditKey> auditKeys) {
        return answer(() -> {
            tables.rewrap(from, materials, accessKeys, auditKeys);
            return null;
        });
    }

    @Override
    public Uni<Void> heartbeat(String nodeId, Set<String> rootKeyIds) {
        return answer(() -> {
            tables.nodes.put(nodeId, new Node(nodeId, clock.instant(), Set.copyOf(rootKeyIds)));
            return null;
        });
    }

    @Override
    public Uni<List<Node>> liveNodes(int seconds) {
        return read(() -> {
            Instant earliest = clock.instant().minusSeconds(seconds);
            return select(tables.nodes.values(), node -> !node.lastSeen().isBefore(earliest))
                    .sorted(Comparator.comparing(Node::id))
                    .toList();
        });
    }

    private Stream<Alias> aliases(AccountId account, Region region, @Nullable KeyId target) {
        return select(
                tables.aliases.values(),
                alias -> alias.account().equals(account)
                        && alias.region().equals(region)
                        && (target == null || alias.target().equals(target)));
    }

    private static Predicate<KmsKey> isIn(AccountId account, Region region) {
        return key -> key.account().equals(account) && key.region().equals(region);
    }

    private static <T> Stream<T> select(Collection<T> rows, Predicate<T> condition) {
        return rows.stream().filter(condition);
    }

    private static <T> Page<T> page(Stream<T> rows, Function<T, String> order, @Nullable String after, int limit) {
        List<T> rest = rows.filter(row -> after == null || order.apply(row).compareTo(after) > 0)
                .sorted(Comparator.comparing(order))
                .toList();
        return new Page<>(rest.stream().limit(limit).toList(), rest.size() > limit);
    }

    private <T> Uni<T> read(Supplier<T> work) {
        return answer(() -> {
            reads++;
            return work.get();
        });
    }

    private <T> Uni<T> answer(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                if (unavailable) {
                    throw new StorageUnavailableException("set unavailable", new IllegalStateException());
                }
                return work.get();
            }
        });
    }
}
