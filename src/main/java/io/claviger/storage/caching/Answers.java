package io.claviger.storage.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers that are kept, within a budget of bytes. A row that was found is served while its account's view is
 * fresh; that there is none, only for the bound after the database was asked.
 */
final class Answers {
    private static final int MOST_ABSENT = 10_000;

    /** Ready to be returned, so that a hit costs no more than the look-up. */
    private record Found(AccountView view, Object value, Uni<?> answer, int weightBytes) {}

    private final Cache<Lookup, Found> found;
    private final Cache<Lookup, Long> absent =
            Caffeine.newBuilder().maximumSize(MOST_ABSENT).build();
    private final AtomicLong changes = new AtomicLong();
    private final LongSupplier nanoTime;
    private final long boundNanos;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    Answers(long maxBytes, long boundNanos, LongSupplier nanoTime) {
        this.found = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Lookup lookup, Found entry) -> entry.weightBytes())
                .build();
        this.boundNanos = boundNanos;
        this.nanoTime = nanoTime;
    }

    /** The answer that may be given now, if there is one. */
    @SuppressWarnings("unchecked") // a Lookup is stored by the one method that asks it
    <T> @Nullable Uni<T> get(Lookup lookup) {
        Found entry = fresh(lookup);
        count(entry != null);
        return entry == null ? null : (Uni<T>) entry.answer();
    }

    /** The same without being counted, for questions that need several answers. */
    <T> @Nullable T peek(Lookup lookup, Class<T> type) {
        Found entry = fresh(lookup);
        return entry == null ? null : type.cast(entry.value());
    }

    void count(boolean isHit) {
        (isHit ? hits : misses).increment();
    }

    private @Nullable Found fresh(Lookup lookup) {
        Found entry = found.getIfPresent(lookup);
        if (entry == null) {
            return null;
        }
        long now = nanoTime.getAsLong();
        if (!entry.view().isFresh(now, boundNanos)) {
            return null;
        }
        entry.view().used(now);
        return entry;
    }

    boolean isKnownAbsent(Lookup lookup) {
        Long askedNanos = absent.getIfPresent(lookup);
        boolean isKnown = askedNanos != null && nanoTime.getAsLong() - askedNanos <= boundNanos;
        if (isKnown) {
            hits.increment();
        }
        return isKnown;
    }

    /** Begins a reading of the database whose result is to be kept. */
    Reading reading() {
        return new Reading(changes.get(), nanoTime.getAsLong());
    }

    /** Keeps what was read under this view, unless a change has become known since. */
    <T> void keep(Lookup lookup, AccountView view, long changesBefore, T answer, int weightBytes) {
        var entry = new Found(view, answer, Uni.createFrom().item(answer), weightBytes);
        found.asMap()
                .compute(lookup, (key, old) -> view.changes() == changesBefore && !view.isDropped() ? entry : null);
    }

    void keepAbsent(Lookup lookup, Reading reading) {
        absent.asMap()
                .compute(
                        lookup, (key, old) -> changes.get() == reading.changesBefore() ? reading.startedNanos() : null);
    }

    /** Call it after the change has been counted in the account's view. */
    void forget(Lookup lookup) {
        changes.incrementAndGet();
        found.asMap().remove(lookup);
        absent.asMap().remove(lookup);
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    long size() {
        return found.estimatedSize();
    }

    /** When a reading began, and how many changes were known then. */
    record Reading(long changesBefore, long startedNanos) {}
}
