package io.claviger.storage.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
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
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single rows and answers to searches for grants in memory in front of a database.
 *
 * <p>A row is served from memory only while this node has read its account's epoch within the bound, measured from when
 * that reading began, and knows of no change to the row. When epochs cannot be read for longer, reads go to the
 * database and fail when it does not answer. That a row does not exist is remembered for the bound at most; that there
 * is no grant, as long as that there is one. What this node commits it sees at once, also when the outcome is unknown.
 *
 * <p>A hit is decided when the method is called: subscribe then. All methods may be called from any thread.
 */
public final class CachingStorage implements Storage, AutoCloseable {
    private static final int MOST_NAMES = 100_000;

    private final Storage database;
    private final Answers answers;
    private final Epochs epochs;
    private final ReadThrough reads;
    private final GrantReads grants;
    private final Poller poller;

    /** Where an access key belongs never changes. */
    private final Cache<String, AccountId> accountsOfAccessKeys =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();

    /** Only a hint at which entity to look at: its own row confirms it. */
    private final Cache<EntityName, String> idsByName =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();

    private record EntityName(String kind, AccountId account, String lowerName) {
        static EntityName of(EntityKind<?> kind, AccountId account, String name) {
            return new EntityName(kind.name(), account, name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * @param bound how old an answer may be
     * @param pollInterval how often epochs are read; a third of the bound or less
     * @param maxBytes roughly what the rows may occupy
     * @param nanoTime a monotonic clock
     */
    public CachingStorage(
            Storage database,
            Vertx vertx,
            Duration bound,
            Duration pollInterval,
            long maxBytes,
            LongSupplier nanoTime) {
        this.database = database;
        this.answers = new Answers(maxBytes, bound.toNanos(), nanoTime);
        this.epochs = new Epochs(database, answers, nanoTime);
        this.reads = new ReadThrough(answers, epochs);
        this.grants = new GrantReads(database, answers, epochs);
        this.poller = new Poller(epochs, vertx, pollInterval, nanoTime);
    }

    /** Begins to read epochs. Before that, and after {@link #close()}, memory serves no longer than the bound. */
    public void start() {
        poller.start();
    }

    @Override
    public void close() {
        poller.close();
    }

    /** Reads the epochs as soon as possible: for a hint that another node has changed something. */
    public void pollSoon() {
        poller.pollSoon();
    }

    /** Reads the epochs once, now. */
    Uni<Void> poll() {
        return epochs.poll();
    }

    /** Time since the start of the last successful reading of epochs. */
    public Duration epochAge() {
        return poller.age();
    }

    public long hits() {
        return answers.hits();
    }

    public long misses() {
        return answers.misses();
    }

    public long cachedRows() {
        return answers.size();
    }

    public int followedAccounts() {
        return epochs.size();
    }

    @Override
    public Uni<Optional<Account>> findAccount(AccountId account) {
        var lookup = new Lookup.OfAccount(account);
        return reads.row(lookup, account, () -> database.findAccount(account), Weights::of);
    }

    @Override
    public Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key) {
        var lookup = new Lookup.OfKey(account, region, key);
        return reads.row(lookup, account, () -> database.findKey(account, region, key), Weights::of);
    }

    @Override
    public Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name) {
        var lookup = new Lookup.OfAlias(account, region, name);
        return reads.row(lookup, account, () -> database.findAlias(account, region, name), found -> Weights.SMALL_ROW);
    }

    @Override
    public Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material) {
        var lookup = new Lookup.OfMaterial(account, key, material);
        // Which materials a new key brings is not told by its subject, so absence must not be remembered.
        return reads.answer(
                lookup,
                account,
                () -> database.findMaterial(account, key, material),
                found -> found.map(Weights::of).orElse(ReadThrough.NOT_KEPT));
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntity(EntityKind<E> kind, AccountId account, String id) {
        var lookup = Lookup.OfEntity.of(kind, account, id);
        return reads.row(lookup, account, () -> database.findEntity(kind, account, id), Weights::of);
    }

    @Override
    public Uni<Optional<AccessKey>> findAccessKey(String accessKeyId) {
        var lookup = new Lookup.OfAccessKey(accessKeyId);
        AccountId account = accountsOfAccessKeys.getIfPresent(accessKeyId);
        if (account != null) {
            return findAccessKey(lookup, account);
        }
        return answers.isKnownAbsent(lookup) ? Uni.createFrom().item(Optional.empty()) : locateAccessKey(lookup);
    }

    private Uni<Optional<AccessKey>> findAccessKey(Lookup.OfAccessKey lookup, AccountId account) {
        return reads.row(lookup, account, () -> database.findAccessKey(lookup.id()), found -> Weights.SMALL_ROW);
    }

    /** Reads it twice: to be kept, a row must be read while its account is known. */
    private Uni<Optional<AccessKey>> locateAccessKey(Lookup.OfAccessKey lookup) {
        return Uni.createFrom().deferred(() -> {
            Answers.Reading reading = answers.reading();
            return database.findAccessKey(lookup.id()).chain(found -> {
                if (found.isEmpty()) {
                    answers.keepAbsent(lookup, reading);
                    return Uni.createFrom().item(found);
                }
                accountsOfAccessKeys.put(lookup.id(), found.get().account());
                return findAccessKey(lookup, found.get().account());
            });
        });
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntityNamed(EntityKind<E> kind, AccountId account, String name) {
        var entityName = EntityName.of(kind, account, name);
        String id = idsByName.getIfPresent(entityName);
        if (id == null) {
            return locate(kind, entityName);
        }
        return findEntity(kind, account, id)
                .chain(found -> found.filter(entity -> EntityName.of(kind, account, entity.name())
                                        .equals(entityName))
                                .isPresent()
                        ? Uni.createFrom().item(found)
                        : locate(kind, entityName));
    }

    private <E extends Entity> Uni<Optional<E>> locate(EntityKind<E> kind, EntityName name) {
        return database.findEntityNamed(kind, name.account(), name.lowerName())
                .invoke(found -> found.ifPresent(entity -> idsByName.put(name, entity.id())));
    }

    @Override
    public Uni<Map<AccountId, Long>> commit(List<Change> changes, Block block) {
        Uni<Map<AccountId, Long>> commit = database.commit(changes, block);
        return changes.isEmpty()
                ? commit
                : commit.onTermination()
                        .invoke(() -> changes.forEach(change -> epochs.forget(change.account(), change.subject())))
                        .invoke(epochs::committed);
    }

    @Override
    public Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id) {
        return database.findGrant(account, region, key, id);
    }

    @Override
    public Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return database.findGrantLike(account, region, key, fingerprint);
    }

    @Override
    public Uni<List<Grant>> findGrants(GrantSearch search, Predicate<Grant> suffices) {
        return grants.find(search, suffices);
    }

    @Override
    public Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit) {
        return database.listGrants(account, region, key, filter, after, limit);
    }

    @Override
    public Uni<Page<Grant>> listRetirableGrants(
            Region region, String retiringIdentity, @Nullable GrantToken after, int limit) {
        return database.listRetirableGrants(region, retiringIdentity, after, limit);
    }

    @Override
    public Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit) {
        return database.countGrants(account, region, key, limit);
    }

    @Override
    public Uni<Page<Account>> listAccounts(@Nullable AccountId after, int limit) {
        return database.listAccounts(after, limit);
    }

    @Override
    public Uni<List<AccessKey>> listAccessKeys(AccountId account, @Nullable String userUniqueId) {
        return database.listAccessKeys(account, userUniqueId);
    }

    @Override
    public <E extends Entity> Uni<Page<E>> listEntities(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        return database.listEntities(kind, account, pathPrefix, afterName, limit);
    }

    @Override
    public Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        return database.listReferrers(account, target, id, after, limit);
    }

    @Override
    public Uni<Map<String, Long>> countEntities(AccountId account) {
        return database.countEntities(account);
    }

    @Override
    public Uni<Boolean> useOnce(String namespace, String id, Instant until) {
        return database.useOnce(namespace, id, until);
    }

    @Override
    public Uni<Page<KeyId>> listKeys(AccountId account, Region region, @Nullable KeyId after, int limit) {
        return database.listKeys(account, region, after, limit);
    }

    @Override
    public Uni<Page<Alias>> listAliases(
            AccountId account, Region region, @Nullable KeyId target, @Nullable String after, int limit) {
        return database.listAliases(account, region, target, after, limit);
    }

    @Override
    public Uni<Long> countKeys(AccountId account, Region region) {
        return database.countKeys(account, region);
    }

    @Override
    public Uni<Long> countAliases(AccountId account, Region region, KeyId target) {
        return database.countAliases(account, region, target);
    }

    @Override
    public Uni<Optional<PolicyText>> findPolicyText(String sha256) {
        return database.findPolicyText(sha256);
    }

    @Override
    public Uni<List<Block>> blocksAround(Instant time, Duration tolerance, int limit) {
        return database.blocksAround(time, tolerance, limit);
    }

    @Override
    public Uni<Optional<Block>> lastBlock(UUID chainId) {
        return database.lastBlock(chainId);
    }

    @Override
    public Uni<Map<AccountId, Long>> epochs(Collection<AccountId> accounts) {
        return database.epochs(accounts);
    }

    @Override
    public Uni<List<EpochChange>> changesSince(AccountId account, long epoch, int limit) {
        return database.changesSince(account, epoch, limit);
    }
}
