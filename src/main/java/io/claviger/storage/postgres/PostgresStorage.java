package io.claviger.storage.postgres;

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
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Both ports on PostgreSQL, without a cache. Methods may be called from any thread, concurrently; they answer on the
 * caller's Vert.x context where there is one. Instants are kept to the microsecond.
 *
 * <p>A block whose chain and sequence exist is a conflict like that of a change: somebody else writes this chain, or an
 * earlier commit of unknown outcome was written.
 */
public final class PostgresStorage implements Storage, KeyringStorage {
    private final KeyQueries keys;
    private final GrantQueries grants;
    private final GrantFinder grantFinder;
    private final PrincipalQueries principals;
    private final EntityQueries entities;
    private final SingleUses singleUses;
    private final JournalQueries journal;
    private final CommitWriter commitWriter;
    private final Keyring keyring;

    /**
     * @param pool the one that {@code sessions} uses
     * @param timeout after which a call fails
     * @param notifies whether commits notify other nodes; switch it off for an engine without {@code pg_notify}
     */
    public PostgresStorage(Mutiny.SessionFactory sessions, Pool pool, Vertx vertx, Duration timeout, boolean notifies) {
        var database = new Database(sessions, pool, vertx, timeout);
        var epochWriter = new EpochWriter();
        var announcer = new Announcer(pool, notifies);
        keys = new KeyQueries(database);
        grants = new GrantQueries(database);
        grantFinder = new GrantFinder(database);
        principals = new PrincipalQueries(database);
        entities = new EntityQueries(database);
        singleUses = new SingleUses(database);
        journal = new JournalQueries(database);
        commitWriter = new CommitWriter(database, epochWriter, announcer);
        keyring = new Keyring(database, new Rewrapper(epochWriter));
    }

    @Override
    public Uni<Optional<Account>> findAccount(AccountId account) {
        return principals.findAccount(account);
    }

    @Override
    public Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key) {
        return keys.findKey(account, region, key);
    }

    @Override
    public Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name) {
        return keys.findAlias(account, region, name);
    }

    @Override
    public Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material) {
        return keys.findMaterial(account, key, material);
    }

    @Override
    public Uni<Optional<AccessKey>> findAccessKey(String accessKeyId) {
        return principals.findAccessKey(accessKeyId);
    }

    @Override
    public Uni<Page<Account>> listAccounts(@Nullable AccountId after, int limit) {
        return principals.listAccounts(after, limit);
    }

    @Override
    public Uni<List<AccessKey>> listAccessKeys(AccountId account, @Nullable String userUniqueId) {
        return principals.listAccessKeys(account, userUniqueId);
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntity(EntityKind<E> kind, AccountId account, String id) {
        return entities.find(kind, account, id);
    }

    @Override
    public <E extends Entity> Uni<Optional<E>> findEntityNamed(EntityKind<E> kind, AccountId account, String name) {
        return entities.findNamed(kind, account, name);
    }

    @Override
    public <E extends Entity> Uni<Page<E>> listEntities(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit) {
        return entities.list(kind, account, pathPrefix, afterName, limit);
    }

    @Override
    public Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit) {
        return entities.listReferrers(account, target, id, after, limit);
    }

    @Override
    public Uni<Map<String, Long>> countEntities(AccountId account) {
        return entities.count(account);
    }

    @Override
    public Uni<Boolean> useOnce(String namespace, String id, Instant until) {
        return singleUses.use(namespace, id, until);
    }

    @Override
    public Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id) {
        return grants.findGrant(account, region, key, id);
    }

    @Override
    public Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return grants.findGrantLike(account, region, key, fingerprint);
    }

    @Override
    public Uni<List<Grant>> findGrants(GrantSearch search, Predicate<Grant> suffices) {
        return grantFinder.find(search);
    }

    @Override
    public Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit) {
        return grants.listGrants(account, region, key, filter, after, limit);
    }

    @Override
    public Uni<Page<Grant>> listRetirableGrants(
            Region region, String retiringIdentity, @Nullable GrantToken after, int limit) {
        return grants.listRetirableGrants(region, retiringIdentity, after, limit);
    }

    @Override
    public Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit) {
        return grants.countGrants(account, region, key, limit);
    }

    @Override
    public Uni<Page<KeyId>> listKeys(AccountId account, Region region, @Nullable KeyId after, int limit) {
        return keys.listKeys(account, region, after, limit);
    }

    @Override
    public Uni<Page<Alias>> listAliases(
            AccountId account, Region region, @Nullable KeyId target, @Nullable String after, int limit) {
        return keys.listAliases(account, region, target, after, limit);
    }

    @Override
    public Uni<Long> countKeys(AccountId account, Region region) {
        return keys.countKeys(account, region);
    }

    @Override
    public Uni<Long> countAliases(AccountId account, Region region, KeyId target) {
        return keys.countAliases(account, region, target);
    }

    @Override
    public Uni<Map<AccountId, Long>> commit(List<Change> changes, Block block) {
        return commitWriter.commit(List.copyOf(changes), block);
    }

    @Override
    public Uni<Optional<PolicyText>> findPolicyText(String sha256) {
        return journal.findPolicyText(sha256);
    }

    @Override
    public Uni<List<Block>> blocksAround(Instant time, Duration tolerance, int limit) {
        return journal.blocksAround(time, tolerance, limit);
    }

    @Override
    public Uni<Optional<Block>> lastBlock(UUID chainId) {
        return journal.lastBlock(chainId);
    }

    @Override
    public Uni<Map<AccountId, Long>> epochs(Collection<AccountId> accounts) {
        return journal.epochs(accounts);
    }

    @Override
    public Uni<List<EpochChange>> changesSince(AccountId account, long epoch, int limit) {
        return journal.changesSince(account, epoch, limit);
    }

    @Override
    public Uni<List<StoredDomainKey>> domainKeys() {
        return keyring.domainKeys();
    }

    @Override
    public Uni<Void> addDomainKey(StoredDomainKey key, @Nullable UUID expectedCurrent) {
        return keyring.addDomainKey(key, expectedCurrent);
    }

    @Override
    public Uni<Boolean> removeUnusedDomainKey(UUID id) {
        return keyring.removeUnusedDomainKey(id);
    }

    @Override
    public Uni<List<StoredAuditKey>> auditKeys() {
        return keyring.auditKeys();
    }

    @Override
    public Uni<Void> addAuditKey(StoredAuditKey key) {
        return keyring.addAuditKey(key);
    }

    @Override
    public Uni<List<StoredSessionKey>> sessionKeys() {
        return keyring.sessionKeys();
    }

    @Override
    public Uni<Void> addSessionKey(StoredSessionKey key) {
        return keyring.addSessionKey(key);
    }

    @Override
    public Uni<Void> rewrapSessionKey(UUID from, StoredSessionKey key) {
        return keyring.rewrapSessionKey(from, key);
    }

    @Override
    public Uni<List<KeyMaterial>> materialsNotUnder(UUID domainKey, int limit) {
        return keyring.materialsNotUnder(domainKey, limit);
    }

    @Override
    public Uni<List<AccessKey>> accessKeysNotUnder(UUID domainKey, int limit) {
        return keyring.accessKeysNotUnder(domainKey, limit);
    }

    @Override
    public Uni<Void> rewrap(
            UUID from, List<KeyMaterial> materials, List<AccessKey> accessKeys, List<StoredAuditKey> auditKeys) {
        return keyring.rewrap(from, materials, accessKeys, auditKeys);
    }

    @Override
    public Uni<Void> heartbeat(String nodeId, Set<String> rootKeyIds) {
        return keyring.heartbeat(nodeId, rootKeyIds);
    }

    @Override
    public Uni<List<Node>> liveNodes(int seconds) {
        return keyring.liveNodes(seconds);
    }
}
