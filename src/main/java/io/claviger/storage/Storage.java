package io.claviger.storage;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.User;
import io.claviger.iam.UserPolicy;
import io.claviger.key.Alias;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    Uni<Optional<KmsKey>> findKey(AccountId account, Region region, KeyId key);

    Uni<Optional<Alias>> findAlias(AccountId account, Region region, String name);

    /** Materials never change once written, save for their wrapping. */
    Uni<Optional<KeyMaterial>> findMaterial(AccountId account, KeyId key, MaterialId material);

    Uni<Optional<AccessKey>> findAccessKey(String accessKeyId);

    Uni<Optional<User>> findUser(AccountId account, String uniqueId);

    /** By name without regard to the path; names are unique in an account without regard to case. */
    Uni<Optional<User>> findUserNamed(AccountId account, String name);

    /** The user's inline policies in the order of their names. */
    Uni<List<UserPolicy>> userPolicies(AccountId account, String uniqueId);

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
