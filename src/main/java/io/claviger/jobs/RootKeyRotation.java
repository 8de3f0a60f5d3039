package io.claviger.jobs;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.crypto.wrap.DomainKey;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.crypto.wrap.WrappedSecret;
import io.claviger.iam.AccessKey;
import io.claviger.key.KeyMaterial;
import io.claviger.keystore.Workers;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.RootKey;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Follows the root key: when its primary is another than the one that the current domain key is wrapped under, makes a
 * new domain key and wraps every stored secret anew under it, in small transactions, while requests go on. What is left
 * to do stands in the rows themselves, so that it goes on after a kill, and two nodes at once do no harm.
 *
 * <p>Nothing begins before every live node can use the new root key.
 */
public final class RootKeyRotation {
    private static final int BATCH = 200;
    private static final int LIVE_SECONDS = 30;

    private final Supplier<RootKey> file;
    private final Keyring keyring;
    private final KeyringStorage storage;
    private final Workers workers;
    private final RandomSource random;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * A job over the given root keys.
     *
     * @param file reads the root keys anew; runs on a worker
     */
    public RootKeyRotation(
            Supplier<RootKey> file,
            Keyring keyring,
            KeyringStorage storage,
            Workers workers,
            RandomSource random,
            Clock clock) {
        this.file = file;
        this.keyring = keyring;
        this.storage = storage;
        this.workers = workers;
        this.random = random;
        this.clock = clock;
    }

    /** Does what is to be done now. Completes at once when the last run has not ended yet. */
    public Uni<Void> run() {
        if (!running.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return workers.run(Workers.Pool.KEYGEN, file::get)
                .invoke(keyring::use)
                .flatMap(ignored -> followCurrent())
                .flatMap(ignored -> storage.domainKeys())
                .flatMap(this::rotateIfDue)
                .flatMap(ignored -> rewrapAll())
                .eventually(() -> running.set(false));
    }

    /** Another node may have made a newer domain key. */
    private Uni<Void> followCurrent() {
        return keyring.load(clock.instant());
    }

    private Uni<Void> rotateIfDue(List<StoredDomainKey> stored) {
        StoredDomainKey current = stored.stream()
                .filter(StoredDomainKey::current)
                .findFirst()
                .orElseThrow(() -> new BugException("no domain key is current"));
        String primary = keyring.rootKey().rootKeyId();
        if (current.rootKeyId().equals(primary)) {
            return Uni.createFrom().voidItem();
        }
        return storage.liveNodes(LIVE_SECONDS).flatMap(nodes -> {
            boolean allKnow = nodes.stream().allMatch(node -> node.rootKeyIds().contains(primary));
            if (!allKnow) {
                throw new IllegalStateException("not every node has root key " + primary);
            }
            return keyring.rotate(current.id(), clock.instant())
                    .onFailure(StorageConflictException.class)
                    .recoverWithUni(other -> followCurrent());
        });
    }

    private Uni<Void> rewrapAll() {
        UUID current = keyring.current().id();
        return rewrapBatch(current).flatMap(found -> found ? rewrapAll() : removeUnused(current));
    }

    /** Whether there was anything left to wrap anew. */
    private Uni<Boolean> rewrapBatch(UUID current) {
        return Uni.combine()
                .all()
                .unis(
                        storage.materialsNotUnder(current, BATCH),
                        storage.accessKeysNotUnder(current, BATCH),
                        storage.auditKeys())
                .asTuple()
                .flatMap(found -> {
                    Batch batch = new Batch(
                            found.getItem1(),
                            found.getItem2(),
                            found.getItem3().stream()
                                    .filter(key -> !key.domainKeyId().equals(current))
                                    .toList());
                    return batch.isEmpty()
                            ? Uni.createFrom().item(false)
                            : rewrap(batch).replaceWith(true);
                });
    }

    private record Batch(List<KeyMaterial> materials, List<AccessKey> accessKeys, List<StoredAuditKey> auditKeys) {
        boolean isEmpty() {
            return materials.isEmpty() && accessKeys.isEmpty() && auditKeys.isEmpty();
        }
    }

    private Uni<Void> rewrap(Batch batch) {
        Map<UUID, Batch> byDomainKey = new HashMap<>();
        batch.materials()
                .forEach(item ->
                        part(byDomainKey, item.domainKeyId()).materials().add(item));
        batch.accessKeys()
                .forEach(item ->
                        part(byDomainKey, item.domainKeyId()).accessKeys().add(item));
        batch.auditKeys()
                .forEach(item ->
                        part(byDomainKey, item.domainKeyId()).auditKeys().add(item));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<UUID, Batch> part : byDomainKey.entrySet()) {
            all = all.flatMap(ignored -> keyring.find(part.getKey())
                    .flatMap(from -> workers.run(Workers.Pool.KEYGEN, () -> anew(from, part.getValue())))
                    .flatMap(anew ->
                            storage.rewrap(part.getKey(), anew.materials(), anew.accessKeys(), anew.auditKeys())));
        }
        return all;
    }

    private static Batch part(Map<UUID, Batch> parts, UUID domainKey) {
        return parts.computeIfAbsent(
                domainKey, id -> new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private Batch anew(DomainKey from, Batch part) {
        DomainKey to = keyring.current();
        List<KeyMaterial> materials = part.materials().stream()
                .map(old -> new KeyMaterial(
                        old.account(),
                        old.keyId(),
                        old.id(),
                        to.id(),
                        anew(from, to, old.wrapped(), SecretBinding.keyMaterial(old.account(), old.keyId(), old.id())),
                        old.createdAt()))
                .toList();
        List<AccessKey> accessKeys = part.accessKeys().stream()
                .map(old -> new AccessKey(
                        old.id(),
                        old.account(),
                        old.userUniqueId(),
                        old.active(),
                        to.id(),
                        anew(from, to, old.wrappedSecret(), SecretBinding.accessKeySecret(old.account(), old.id())),
                        old.createdAt(),
                        old.version()))
                .toList();
        List<StoredAuditKey> auditKeys = part.auditKeys().stream()
                .map(old -> new StoredAuditKey(
                        old.id(),
                        old.publicKey(),
                        to.id(),
                        anew(from, to, old.wrappedPrivateKey(), StoredAuditKey.binding(old.id())),
                        old.createdAt()))
                .toList();
        return new Batch(materials, accessKeys, auditKeys);
    }

    private Blob anew(DomainKey from, DomainKey to, Blob wrapped, SecretBinding binding) {
        WrappedSecret old = WrappedSecret.parse(wrapped.toByteArray())
                .orElseThrow(() -> new BugException("a stored secret is malformed"));
        try (SecretBytes secret = from.unwrap(old, binding)) {
            return to.wrap(secret, binding, random).toBlob();
        } catch (SealBrokenException e) {
            throw new BugException("a stored secret does not open", e);
        }
    }

    private Uni<Void> removeUnused(UUID current) {
        return storage.domainKeys().flatMap(stored -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (StoredDomainKey key : stored) {
                if (!key.id().equals(current)) {
                    all = all.flatMap(
                            ignored -> storage.removeUnusedDomainKey(key.id()).replaceWithVoid());
                }
            }
            return all;
        });
    }
}
