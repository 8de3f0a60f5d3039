package io.claviger.audit;

import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.chain.ChainHead;
import io.claviger.audit.chain.SealedBlock;
import io.claviger.audit.chain.TimeRule;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.keystore.Workers;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one node: one committer, so that the records of all calls that wait while a block is being written share
 * the next one, and a commit with it. Each process writes a chain of its own.
 *
 * <p>After a failure whose outcome is unknown the tail of the chain is read again before anything is written, so a block
 * that did reach the database is never written twice and never skipped. That holds for one that reaches it later, too:
 * the next block then meets it, and is sealed anew behind it.
 */
public final class GroupCommitter implements AuditJournal {
    // INVARIANT: so many records of the largest size still fit into a block (BlockLimits)
    private static final int MAX_RECORDS_PER_BLOCK = 100;
    private static final int MAX_RECORD_BYTES = 150_000;
    private static final int MAX_ATTEMPTS = 4;

    private final Supplier<UUID> chainIds;
    private final Storage storage;
    private final Workers workers;
    private final AuditEncoder encoder;
    private final BlockSealer sealer;
    private final ArrayBlockingQueue<Entry> waiting;
    private final AtomicBoolean writing = new AtomicBoolean();

    // only the one writer changes these three
    private volatile UUID chainId;
    private volatile long latestMillis;

    /** Absent while the end of the chain is unknown. */
    private volatile @Nullable ChainHead tail;

    /**
     * A committer that begins a chain of its own.
     *
     * @param chainIds gives an id that was never used: for the first chain, and for another one whenever the clock is
     *     set back further than one chain tolerates
     * @param maxWaiting how many records may wait before further calls are throttled
     */
    public GroupCommitter(
            Supplier<UUID> chainIds,
            Storage storage,
            Workers workers,
            AuditEncoder encoder,
            BlockSealer sealer,
            int maxWaiting) {
        this.chainIds = chainIds;
        this.chainId = chainIds.get();
        this.storage = storage;
        this.workers = workers;
        this.encoder = encoder;
        this.sealer = sealer;
        this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    }

    private record Entry(
            AuditEvent event, List<Change> changes, UniEmitter<? super @Nullable Void> caller, Executor context) {

        long millis() {
            return event.time().toEpochMilli();
        }

        Workers.Completion completion() {
            return new Workers.Completion(context, () -> caller.complete(null));
        }

        void fail(Throwable failure) {
            context.execute(() -> caller.fail(failure));
        }
    }

    @Override
    public Uni<Void> append(AuditEvent event, List<Change> changes) {
        return Uni.createFrom().emitter(caller -> {
            Entry entry = new Entry(event, changes, caller, workers.callerContext());
            if (!waiting.offer(entry)) {
                caller.fail(new KmsException(
                        ErrorCode.THROTTLING,
                        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."));
                return;
            }
            writeIfIdle();
        });
    }

    /** Records that wait for their block; for metrics. */
    public int waitingRecords() {
        return waiting.size();
    }

    /** The number of the chain's blocks as far as this node knows. */
    public long sequence() {
        ChainHead known = tail;
        return known == null ? 0 : known.nextSequence();
    }

    /** Whether nothing waits and nothing is being written. */
    public boolean isIdle() {
        return waiting.isEmpty() && !writing.get();
    }

    public UUID chainId() {
        return chainId;
    }

    private void writeIfIdle() {
        if (writing.compareAndSet(false, true)) {
            writeNext();
        }
    }

    private void writeNext() {
        List<Entry> batch = new ArrayList<>();
        waiting.drainTo(batch, MAX_RECORDS_PER_BLOCK);
        if (batch.isEmpty()) {
            writing.set(false);
            if (!waiting.isEmpty()) {
                writeIfIdle();
            }
            return;
        }
        write(batch).subscribe().with(ignored -> writeNext(), bug -> {
            // write() deals with every failure; whatever still comes here must not stop the journal
            tail = null;
            batch.forEach(entry -> entry.fail(bug));
            writeNext();
        });
    }

    /** Writes a batch and completes its entries, whatever happens. The result never fails. */
    private Uni<Void> write(List<Entry> batch) {
        return write(batch, 1);
    }

    private Uni<Void> write(List<Entry> batch, int attempt) {
        return seal(batch).onItemOrFailure().transformToUni((next, failure) -> {
            if (next != null) {
                return commit(batch, next, attempt);
            }
            boolean isNobodysFault = failure instanceof StorageUnavailableException || failure instanceof KmsException;
            return batch.size() == 1 || isNobodysFault ? failAll(batch, failure) : each(batch);
        });
    }

    private Uni<SealedBlock> seal(List<Entry> batch) {
        long first = batch.stream().mapToLong(Entry::millis).min().orElseThrow();
        long last = batch.stream().mapToLong(Entry::millis).max().orElseThrow();
        if (!TimeRule.mayFollow(latestMillis, first)) {
            beginChain();
        }
        // before the outcome is known: a block that was written after all counts too
        latestMillis = Math.max(latestMillis, last);
        return knownTail()
                .flatMap(end -> workers.run(Workers.Pool.AUDIT, () -> sealer.seal(end, encode(batch), first, last)));
    }

    private Uni<Void> commit(List<Entry> batch, SealedBlock next, int attempt) {
        List<Change> changes =
                batch.stream().flatMap(entry -> entry.changes().stream()).toList();
        return storage.commit(changes, next.block()).onItemOrFailure().transformToUni((epochs, failure) -> {
            if (failure == null) {
                tail = next.head();
                workers.complete(batch.stream().map(Entry::completion).toList());
                return Uni.createFrom().voidItem();
            }
            // also after a conflict, which may be one with a block of this chain that was written late
            tail = null;
            return switch (failure) {
                case StorageConflictException conflict -> onConflict(batch, conflict, attempt);
                case StorageUnavailableException unavailable -> failAll(batch, unavailable);
                // the database rejects what one of them wants to write: that one alone shall fail
                default -> batch.size() == 1 ? failAll(batch, failure) : apart(batch);
            };
        });
    }

    /** One change of several conflicts: nobody else's may suffer, so each call with changes gets a block of its own. */
    private Uni<Void> onConflict(List<Entry> batch, Throwable conflict, int attempt) {
        List<Entry> recordsOnly =
                batch.stream().filter(entry -> entry.changes().isEmpty()).toList();
        if (recordsOnly.size() == batch.size()) {
            // nothing but the block itself can have conflicted
            return attempt < MAX_ATTEMPTS
                    ? write(batch, attempt + 1)
                    : failAll(batch, new BugException("somebody else writes this node's audit chain", conflict));
        }
        return batch.size() == 1 ? failAll(batch, conflict) : apart(batch);
    }

    /** The records alone in one block, then each call that changes something in one of its own. */
    private Uni<Void> apart(List<Entry> batch) {
        List<Entry> recordsOnly =
                batch.stream().filter(entry -> entry.changes().isEmpty()).toList();
        if (recordsOnly.size() == batch.size()) {
            return each(batch);
        }
        Uni<Void> all = recordsOnly.isEmpty() ? Uni.createFrom().voidItem() : write(recordsOnly);
        List<Entry> changing =
                batch.stream().filter(entry -> !entry.changes().isEmpty()).toList();
        return all.flatMap(ignored -> each(changing));
    }

    /** A block for each: what is wrong with one call then fails that call alone. */
    private Uni<Void> each(List<Entry> batch) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Entry entry : batch) {
            all = all.flatMap(ignored -> write(List.of(entry)));
        }
        return all;
    }

    private static Uni<Void> failAll(List<Entry> batch, Throwable failure) {
        batch.forEach(entry -> entry.fail(failure));
        return Uni.createFrom().voidItem();
    }

    private void beginChain() {
        chainId = chainIds.get();
        tail = null;
        latestMillis = 0;
    }

    private Uni<ChainHead> knownTail() {
        ChainHead known = tail;
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        UUID chain = chainId;
        return storage.lastBlock(chain)
                .map(last -> last.map(block -> new ChainHead(chain, block.sequence(), block.hash()))
                        .orElseGet(() -> ChainHead.start(chain)))
                .invoke(read -> tail = read);
    }

    private List<byte[]> encode(List<Entry> batch) {
        List<byte[]> records = new ArrayList<>(batch.size());
        for (Entry entry : batch) {
            byte[] record = encoder.encode(entry.event());
            // CloudTrail, too, leaves out request parameters of more than 100 KB
            records.add(
                    record.length <= MAX_RECORD_BYTES
                            ? record
                            : encoder.encode(entry.event().withoutRequest()));
        }
        return records;
    }
}
