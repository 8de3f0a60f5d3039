package io.claviger.storage;

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
import io.claviger.key.GrantLead;
import io.claviger.key.GrantToken;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.PolicyText;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Port to the database of keys, aliases, principals and the audit journal.
 *
 * <p>Every read fails with {@link StorageUnavailableException} when the database does not answer in time, and never
 * looks empty instead. Reads of single rows may be answered from a cache: the answer is then no older than the
 * authorization bound (one second by default), and a node reads its own writes. Lists and counts come from the database
 * and see everything that was committed before they began. Nothing is read from a replica.
 */
public interface Storage {

    Uni<Optional<Account>> findAccount(AccountId account);

    /** Accounts in the order of their ids. */
    Uni<Page<Account>> listAccounts(@Nullable AccountId after, int limit);

    Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key);

    Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name);

    /** Materials never change once written, save for their wrapping. */
    Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material);

    Uni<Optional<AccessKey>> findAccessKey(String accessKeyId);

    /** The access keys of a user, or of the account's root where no user is given, in the order of their ids. */
    Uni<List<AccessKey>> listAccessKeys(AccountId account, @Nullable String userUniqueId);

    /** By its id, as {@link Entity#id} has it. */
    <E extends Entity> Uni<Optional<E>> findEntity(EntityKind<E> kind, AccountId account, String id);

    /** By name without regard to path and case. That there is none is not remembered. */
    <E extends Entity> Uni<Optional<E>> findEntityNamed(EntityKind<E> kind, AccountId account, String name);

    /**
     * In the order of their names in lower case (by code point).
     *
     * @param pathPrefix what the path begins with; {@code /} selects all
     * @param afterName the last one of the page before, in any case
     */
    <E extends Entity> Uni<Page<E>> listEntities(
            EntityKind<E> kind, AccountId account, String pathPrefix, @Nullable String afterName, int limit);

    /**
     * Who refers to this one, in the order of kind, use and id.
     *
     * @param after {@link Referrer#place} of the last one of the page before
     */
    Uni<Page<Referrer>> listReferrers(
            AccountId account, EntityKind<?> target, String id, @Nullable String after, int limit);

    /** How many there are of each kind, by {@link EntityKind#name}, and of access keys as {@link #ACCESS_KEYS}. */
    Uni<Map<String, Long>> countEntities(AccountId account);

    /** What {@link #countEntities} counts access keys as. */
    String ACCESS_KEYS = "access-key";

    /**
     * Whether this is the first call for the id, over all nodes and restarts. The id is remembered until that time at
     * least: what it stands for must not be accepted any more then. Fails rather than answers wrongly: of a call whose outcome
     * is unknown, the id counts as used.
     *
     * @param namespace who gives the ids out; at most 200 characters, as the id
     */
    Uni<Boolean> useOnce(String namespace, String id, Instant until);

    /** A grant by its id. Always read from the database, so that a grant counts on every node as soon as it is made. */
    Uni<Optional<Grant>> findGrant(AccountId account, Region region, KeyId key, GrantId id);

    /** The named grant of a key with this {@linkplain Grant#fingerprint fingerprint}. Always read from the database. */
    Uni<Optional<Grant>> findGrantLike(AccountId account, Region region, KeyId key, String fingerprint);

    /**
     * The grants that the search is for, in no order. Of those that one {@linkplain GrantLead#isExact exact} lead and one
     * identity have in common, one may stand for all, save for CreateGrant. May be answered from a cache, as single rows
     * are, and costs about the same however many grants the key has.
     *
     * @param suffices whether one grant is all that the caller needs: if a grant that is at hand passes, the rest of the
     *     answer may be left out. Pure
     */
    Uni<List<Grant>> findGrants(GrantSearch search, Predicate<Grant> suffices);

    /** Grants of a key in the order of their ids. */
    Uni<Page<Grant>> listGrants(
            AccountId account, Region region, KeyId key, GrantFilter filter, @Nullable GrantId after, int limit);

    /**
     * Grants of a region's keys of all accounts that name this retiring principal, in the order of account, key and id.
     *
     * @param retiringIdentity as {@link io.claviger.key.GrantPrincipal#identity} has it
     * @param after the last one of the page before
     */
    Uni<Page<Grant>> listRetirableGrants(Region region, String retiringIdentity, @Nullable GrantToken after, int limit);

    /** How many grants a key has; may stop at {@code limit}. */
    Uni<Long> countGrants(AccountId account, Region region, KeyId key, long limit);

    /** Keys in the order of their ids. */
    Uni<Page<KeyId>> listKeys(AccountId account, Region region, @Nullable KeyId after, int limit);

    /** Aliases in the order of their names (by code point), of one key where a target is given. */
    Uni<Page<Alias>> listAliases(
            AccountId account, Region region, @Nullable KeyId target, @Nullable String after, int limit);

    Uni<Long> countKeys(AccountId account, Region region);

    Uni<Long> countAliases(AccountId account, Region region, KeyId target);

    /**
     * Writes all changes and the block of audit records, or nothing. Advances the authorization epoch of every account
     * that a change belongs to. Complete only when it is durable.
     *
     * <p>Fails with {@link StorageConflictException} when a change conflicts, when what a change refers to does not exist,
     * or when the chain has a block of that sequence, and with
     * {@link StorageUnavailableException} when the outcome may be unknown. Serialization failures (SQLSTATE 40001,
     * 40P01) are retried inside.
     *
     * @return the new epoch of each account that changed
     */
    Uni<Map<AccountId, Long>> commit(List<Change> changes, Block block);

    /**
     * The text of a policy that is or was in force for a key or a principal, by its hash: texts are kept after they are
     * replaced, so that old decisions can be explained.
     */
    Uni<Optional<PolicyText>> findPolicyText(String sha256);

    /**
     * Audit blocks that may hold a record of this time, give or take a tolerance, oldest first; at most {@code limit}.
     * Always read from the database.
     */
    Uni<List<Block>> blocksAround(Instant time, Duration tolerance, int limit);

    /** Where an audit chain ends: empty when it has no block. Always read from the database. */
    Uni<Optional<Block>> lastBlock(UUID chainId);

    /** The authorization epoch of each of these accounts that exists. Always read from the database. */
    Uni<Map<AccountId, Long>> epochs(Collection<AccountId> accounts);

    /**
     * What changed in an account after an epoch, oldest first, at most {@code limit}. Always read from the database. Old
     * changes are removed in the end: some are missing if the first one is not of the next epoch.
     */
    Uni<List<EpochChange>> changesSince(AccountId account, long epoch, int limit);

    /** One subject that the change to this epoch was about; several may share an epoch. */
    record EpochChange(long epoch, Subject subject) {}
}
