package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A KMS key: everything about it that is not material.
 *
 * @param deletionDate when it will be deleted; only in state PendingDeletion
 * @param pendingWindowDays the waiting period asked for; only while a deletion is pending
 * @param currentMaterial the material that encrypts; absent before a first import
 * @param multiRegion absent for a single-Region key
 * @param tags in the order in which they were added
 * @param version the row version that this was read at; 0 for a key not stored yet
 */
public record KmsKey(
        AccountId account,
        Region region,
        KeyId id,
        KeySpec spec,
        KeyUsage usage,
        Origin origin,
        KeyState state,
        String description,
        Instant createdAt,
        @Nullable Instant deletionDate,
        @Nullable Integer pendingWindowDays,
        @Nullable MaterialId currentMaterial,
        @Nullable MultiRegion multiRegion,
        PolicyText policy,
        List<Tag> tags,
        long version) {

    public KmsKey {
        tags = List.copyOf(tags);
    }

    public Arn arn() {
        return Arn.key(region, account, id);
    }

    public boolean isEnabled() {
        return state == KeyState.ENABLED;
    }

    public Optional<MaterialId> currentMaterialId() {
        return Optional.ofNullable(currentMaterial);
    }

    /** In a new state, with no deletion pending. */
    public KmsKey inState(KeyState newState) {
        return with(newState, description, null, null, policy, tags);
    }

    public KmsKey pendingDeletion(Instant date, int windowDays) {
        return with(KeyState.PENDING_DELETION, description, date, windowDays, policy, tags);
    }

    public KmsKey described(String newDescription) {
        return with(state, newDescription, deletionDate, pendingWindowDays, policy, tags);
    }

    public KmsKey governedBy(PolicyText newPolicy) {
        return with(state, description, deletionDate, pendingWindowDays, newPolicy, tags);
    }

    public KmsKey tagged(List<Tag> newTags) {
        return with(state, description, deletionDate, pendingWindowDays, policy, newTags);
    }

    private KmsKey with(
            KeyState newState,
            String newDescription,
            @Nullable Instant newDeletionDate,
            @Nullable Integer newWindowDays,
            PolicyText newPolicy,
            List<Tag> newTags) {
        return new KmsKey(
                account,
                region,
                id,
                spec,
                usage,
                origin,
                newState,
                newDescription,
                createdAt,
                newDeletionDate,
                newWindowDays,
                currentMaterial,
                multiRegion,
                newPolicy,
                newTags,
                version);
    }
}
