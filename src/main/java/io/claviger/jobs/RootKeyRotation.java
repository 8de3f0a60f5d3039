package io.claviger.jobs;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
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
import io.claviger.storage.KeyringStorage.StoredSessionKey;
import io.claviger.storage.StorageConflictException;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Follows the root key: when its primary is another than the one that the current domain key is wrapped under, makes a
 * new domain key and wraps every stored secret anew under it, in small transactions, while requests go on. What is left
 * to do stands in the rows themselves, so that it goes on after a kill, and two nodes at once do no harm.
 *
 * <p>Nothing begins before every live node can use the new root key. The former domain keys go when nothing is wrapped
 * under them and every node has noticed the new one.
 */
public final class RootKeyRotation {
    private static final int BATCH = 200;
    private static final int LIVE_SECONDS = 30;

    private final Supplier<Optional<RootKey>> file;
    private final Keyring keyring;
    private final KeyringStorage storage;
    private final Workers workers;
    private final RandomSource random;
    private final Clock clock;
    private final Duration grace;
    private final Progress progress;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean hasBegun;
    private volatile int pending;

    /** Hears how a rotation goes; for logs. Must be quick and never fail. */
    public interface Progress {

        /** Secrets are being wrapped anew, or again after a restart. */
        void begun(String rootKeyId);

        /** Everything is wrapped under this root key, and nothing needs an older one any more. */
        void complete(String rootKeyId);

        /** So many secrets do not open, so that the older root keys are still needed; at the end of each run. */
        void stuck(int secrets);
    }

    /**
     * A job over the given root keys.
     *
     * @param file reads the root keys anew; empty when they have not changed; runs on a worker
     * @param grace for how long other nodes may still wrap under the former domain key: longer than they take to notice
     *     the new one
     */
    public RootKeyRotation(
            Supplier<Optional<RootKey>> file,
            Keyring keyring,
            KeyringStorage storage,
            Workers workers,
            RandomSource random,
            Clock clock,
            Duration grace,
            Progress progress) {
        this.file = file;
        this.keyring = keyring;
        this.storage = storage;
        this.workers = workers;
        this.random = random;
        this.clock = clock;
        this.grace = grace;
        this.progress = progress;
    }

    /** How many secrets are known to wait for being wrapped anew; there may be more. */
    public int pending() {
        return pending;
    }

    /** Does what is to be done now. Completes at once when the last run has not ended yet. */
    public Uni<Void> run() {
        return Uni.createFrom().deferred(() -> {
            if (!running.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            return workers.run(Workers.Pool.KEYGEN, () -> file.get())
                    .invoke(changed -> changed.ifPresent(keyring::use))
                    .flatMap(ignored -> followCurrent())
                    .flatMap(ignored -> rotateIfDue())
                    .flatMap(ignored -> rewrapAll())
                    .flatMap(this::removeUnused)
                    .eventually(() -> running.set(false));
        });
    }

    /** Another node may have made a newer domain key. */
    private Uni<Void> followCurrent() {
        return keyring.load(clock.instant());
    }

    private Uni<Void> rotateIfDue() {
        return storage.domainKeys().flatMap(stored -> {
            StoredDomainKey current = current(stored);
            String primary = keyring.rootKeyId();
            if (!current.rootKeyId().equals(primary)) {
                return rotate(current, primary);
            }
            if (stored.size() > 1) {
                begun(primary);
            }
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> rotate(StoredDomainKey current, String primary) {
        return storage.liveNodes(LIVE_SECONDS).flatMap(nodes -> {
            boolean allKnow = nodes.stream().allMatch(node -> node.rootKeyIds().contains(primary));
            if (!allKnow) {
                throw new IllegalStateException("not every node has root key " + primary);
            }
            return keyring.rotate(current.id(), clock.instant())
                    .invoke(() -> begun(primary))
                    .onFailure(StorageConflictException.class)
                    .recoverWithUni(other -> followCurrent());
        });
    }

    private void begun(String rootKeyId) {
        if (!hasBegun) {
            hasBegun = true;
            progress.begun(rootKeyId);
        }
    }

    private static StoredDomainKey current(List<StoredDomainKey> stored) {
        return stored.stream()
                .filter(StoredDomainKey::current)
                .findFirst()
                .orElseThrow(() -> new BugException("no domain key is current"));
    }

    /** One look at what is to be wrapped anew. */
    private record Round(int found, int done) {
        /** Another node has made a newer domain key: that node does the work. */
        static final Round SUPERSEDED = new Round(0, 0);
    }

    /** Round after round, until there is nothing left that opens; the last one. */
    private Uni<Round> rewrapAll() {
        UUID current = keyring.current().id();
        return Uni.createFrom()
                .deferred(() -> rewrapRound(current))
                .repeat()
                .whilst(round -> round.done() > 0)
                .collect()
                .last();
    }

    private Uni<Round> rewrapRound(UUID current) {
        return Uni.combine()
                .all()
                .unis(
                        storage.materialsNotUnder(current, BATCH),
                        storage.accessKeysNotUnder(current, BATCH),
                        storage.auditKeys(),
                        storage.sessionKeys(),
                        storage.domainKeys())
                .asTuple()
                .flatMap(found -> {
                    if (!current(found.getItem5()).id().equals(current)) {
                        // or the two would take the secrets from each other for ever
                        return Uni.createFrom().item(Round.SUPERSEDED);
                    }
                    Batch batch = new Batch(
                            found.getItem1(),
                            found.getItem2(),
                            found.getItem3().stream()
                                    .filter(key -> !key.domainKeyId().equals(current))
                                    .toList(),
                            found.getItem4().stream()
                                    .filter(key -> !key.domainKeyId().equals(current))
                                    .toList());
                    pending = batch.size();
                    return rewrap(batch).map(done -> new Round(batch.size(), done));
                });
    }

    private record Batch(
            List<KeyMaterial> materials,
            List<AccessKey> accessKeys,
            List<StoredAuditKey> auditKeys,
            List<StoredSessionKey> sessionKeys) {
        /** To be filled. */
        static Batch empty() {
            return new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        int size() {
            return materials.size() + accessKeys.size() + auditKeys.size() + sessionKeys.size();
        }
    }

    private Uni<Integer> rewrap(Batch batch) {
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
        batch.sessionKeys()
                .forEach(item ->
                        part(byDomainKey, item.domainKeyId()).sessionKeys().add(item));
        Uni<Integer> all = Uni.createFrom().item(0);
        for (Map.Entry<UUID, Batch> part : byDomainKey.entrySet()) {
            all = all.flatMap(before -> rewrap(part.getKey(), part.getValue()).map(done -> before + done));
        }
        return all;
    }

    private static Batch part(Map<UUID, Batch> parts, UUID domainKey) {
        return parts.computeIfAbsent(domainKey, id -> Batch.empty());
    }

    /** What does not open is left as it is: it must not keep the rest from being wrapped anew. */
    private Uni<Integer> rewrap(UUID fromId, Batch part) {
        return keyring.find(fromId)
                .flatMap(from -> workers.run(Workers.Pool.KEYGEN, () -> anew(from, part)))
                .flatMap(anew -> anew.size() == 0
                        ? Uni.createFrom().item(0)
                        : store(fromId, anew).replaceWith(anew.size()))
                .onFailure(failure ->
                        failure instanceof KmsException unavailable && unavailable.code() == ErrorCode.KEY_UNAVAILABLE)
                .recoverWithItem(0);
    }

    private Uni<Void> store(UUID fromId, Batch anew) {
        Uni<Void> all = storage.rewrap(fromId, anew.materials(), anew.accessKeys(), anew.auditKeys());
        for (StoredSessionKey key : anew.sessionKeys()) {
            all = all.chain(() -> storage.rewrapSessionKey(fromId, key));
        }
        return all;
    }

    private Batch anew(DomainKey from, Batch part) {
        DomainKey to = keyring.current();
        Batch anew = Batch.empty();
        for (KeyMaterial old : part.materials()) {
            anew(from, to, old.wrapped(), SecretBinding.keyMaterial(old.account(), old.keyId(), old.id()))
                    .map(wrapped ->
                            new KeyMaterial(old.account(), old.keyId(), old.id(), to.id(), wrapped, old.createdAt()))
                    .ifPresent(anew.materials()::add);
        }
        for (AccessKey old : part.accessKeys()) {
            anew(from, to, old.wrappedSecret(), SecretBinding.accessKeySecret(old.account(), old.id()))
                    .map(wrapped -> new AccessKey(
                            old.id(),
                            old.account(),
                            old.userUniqueId(),
                            old.active(),
                            to.id(),
                            wrapped,
                            old.createdAt(),
                            old.version()))
                    .ifPresent(anew.accessKeys()::add);
        }
        for (StoredAuditKey old : part.auditKeys()) {
            anew(from, to, old.wrappedPrivateKey(), StoredAuditKey.binding(old.id()))
                    .map(wrapped -> new StoredAuditKey(old.id(), old.publicKey(), to.id(), wrapped, old.createdAt()))
                    .ifPresent(anew.auditKeys()::add);
        }
        for (StoredSessionKey old : part.sessionKeys()) {
            anew(from, to, old.wrapped(), StoredSessionKey.binding(old.id()))
                    .map(wrapped -> new StoredSessionKey(old.id(), to.id(), wrapped, old.createdAt()))
                    .ifPresent(anew.sessionKeys()::add);
        }
        return anew;
    }

    private Optional<Blob> anew(DomainKey from, DomainKey to, Blob wrapped, SecretBinding binding) {
        Optional<WrappedSecret> old = WrappedSecret.parse(wrapped.toByteArray());
        if (old.isEmpty()) {
            return Optional.empty();
        }
        try (SecretBytes secret = from.unwrap(old.get(), binding)) {
            return Optional.of(to.wrap(secret, binding, random).toBlob());
        } catch (SealBrokenException e) {
            return Optional.empty();
        }
    }

    private Uni<Void> removeUnused(Round last) {
        if (last.found() > 0) {
            progress.stuck(last.found());
            return Uni.createFrom().voidItem();
        }
        return storage.domainKeys().flatMap(stored -> {
            StoredDomainKey current = current(stored);
            List<UUID> former = stored.stream()
                    .map(StoredDomainKey::id)
                    .filter(id -> !id.equals(current.id()))
                    .toList();
            return mayRemove(current, former)
                    .flatMap(may -> may ? remove(former) : Uni.createFrom().item(former.isEmpty()))
                    .invoke(areGone -> {
                        if (areGone && hasBegun) {
                            hasBegun = false;
                            progress.complete(current.rootKeyId());
                        }
                    })
                    .replaceWithVoid();
        });
    }

    /** Where other nodes live, one of them may not have noticed the new domain key yet. */
    private Uni<Boolean> mayRemove(StoredDomainKey current, List<UUID> former) {
        if (former.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        boolean isNoticed = !clock.instant().isBefore(current.createdAt().plus(grace));
        return storage.liveNodes(LIVE_SECONDS).map(nodes -> isNoticed || nodes.size() <= 1);
    }

    /** Whether all of them are gone; one that is used again stays for another run. */
    private Uni<Boolean> remove(List<UUID> former) {
        Uni<Boolean> all = Uni.createFrom().item(true);
        for (UUID id : former) {
            all = all.flatMap(before -> storage.removeUnusedDomainKey(id).map(removed -> before && removed));
        }
        return all;
    }
}
