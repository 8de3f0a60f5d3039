package io.claviger.storage;

import io.claviger.common.Blob;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.iam.AccessKey;
import io.claviger.key.KeyMaterial;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port to the stored part of the key hierarchy: domain keys, the audit signing key, the key of session tokens, and what
 * must be wrapped anew when one of them changes. Nothing here is cached. Failures are {@link StorageUnavailableException} and, where it says so,
 * {@link StorageConflictException}.
 */
public interface KeyringStorage {

    /**
     * A domain key as it rests.
     *
     * @param rootKeyId the root key that it is wrapped under
     * @param current whether new secrets are wrapped under it; exactly one is
     */
    record StoredDomainKey(UUID id, String rootKeyId, Blob wrapped, boolean current, Instant createdAt) {}

    /** The Ed25519 key that signs the audit journal; the public key is X.509 SubjectPublicKeyInfo. */
    record StoredAuditKey(String id, Blob publicKey, UUID domainKeyId, Blob wrappedPrivateKey, Instant createdAt) {
        /** What the wrapping of an audit key's private half is bound to. */
        public static SecretBinding binding(String id) {
            return SecretBinding.auditSigningKey("deployment", id);
        }
    }

    /** The key that session tokens are sealed with. */
    record StoredSessionKey(UUID id, UUID domainKeyId, Blob wrapped, Instant createdAt) {
        /** What its wrapping is bound to. */
        public static SecretBinding binding(UUID id) {
            return SecretBinding.sessionTokenKey(id);
        }
    }

    /** A node that is or was running, and the root keys that it can use. */
    record Node(String id, Instant lastSeen, Set<String> rootKeyIds) {}

    Uni<List<StoredDomainKey>> domainKeys();

    /**
     * Adds a domain key and makes it the current one. Conflicts unless the current one is {@code expectedCurrent}
     * (absent: there is none yet), so that of two nodes one wins.
     */
    Uni<Void> addDomainKey(StoredDomainKey key, @Nullable UUID expectedCurrent);

    /** Removes a domain key that is not current; does nothing while a secret is wrapped under it. */
    Uni<Boolean> removeUnusedDomainKey(UUID id);

    Uni<List<StoredAuditKey>> auditKeys();

    /** Adds the deployment's audit key. Conflicts when there is one. */
    Uni<Void> addAuditKey(StoredAuditKey key);

    Uni<List<StoredSessionKey>> sessionKeys();

    /** Adds the deployment's key of session tokens. Conflicts when there is one. */
    Uni<Void> addSessionKey(StoredSessionKey key);

    /**
     * Replaces the wrapping of the key of session tokens. It is left alone if its row has meanwhile another domain key
     * than {@code from}.
     */
    Uni<Void> rewrapSessionKey(UUID from, StoredSessionKey key);

    /** Materials wrapped under another domain key than this, at most {@code limit}, in a stable order. */
    Uni<List<KeyMaterial>> materialsNotUnder(UUID domainKey, int limit);

    Uni<List<AccessKey>> accessKeysNotUnder(UUID domainKey, int limit);

    /**
     * Replaces the wrapping of these secrets in one transaction. One whose row has meanwhile another domain key than
     * {@code from}, or is gone, is left alone. Advances the authorization epochs of the accounts concerned, so that caches
     * do not keep a secret under a domain key that goes.
     */
    Uni<Void> rewrap(
            UUID from, List<KeyMaterial> materials, List<AccessKey> accessKeys, List<StoredAuditKey> auditKeys);

    /** Says that this node is alive, by the database's clock. */
    Uni<Void> heartbeat(String nodeId, Set<String> rootKeyIds);

    /** Nodes seen within the last {@code seconds}, by the database's clock. */
    Uni<List<Node>> liveNodes(int seconds);
}
