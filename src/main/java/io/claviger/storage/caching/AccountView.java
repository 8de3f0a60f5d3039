package io.claviger.storage.caching;

import io.claviger.common.AccountId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this node knows about how far an account has come. Thread-safe, without locks.
 *
 * <p>INVARIANT: what the cache holds under a view was read from the database after some epoch of it was known, and has
 * been thrown out if a change up to {@link #epoch()} was about it.
 */
final class AccountView {
    private final AccountId account;
    private final AtomicLong epoch;
    private final AtomicLong changes = new AtomicLong();
    private volatile long verifiedNanos;
    private volatile long usedNanos;
    private volatile boolean isDropped;

    AccountView(AccountId account, long epoch, long readStartedNanos) {
        this.account = account;
        this.epoch = new AtomicLong(epoch);
        this.verifiedNanos = readStartedNanos;
        this.usedNanos = readStartedNanos;
    }

    AccountId account() {
        return account;
    }

    /** All changes up to this one are accounted for. */
    long epoch() {
        return epoch.get();
    }

    boolean isFresh(long nowNanos, long boundNanos) {
        return !isDropped && nowNanos - verifiedNanos <= boundNanos;
    }

    /** The database was asked at this time, and all that it told is accounted for. */
    void verified(long readStartedNanos) {
        verifiedNanos = readStartedNanos;
    }

    void caughtUp(long to) {
        epoch.accumulateAndGet(to, Math::max);
    }

    /** A commit of this node: accounted for, unless commits of others lie between. */
    void committed(long newEpoch) {
        epoch.compareAndSet(newEpoch - 1, newEpoch);
    }

    /**
     * How many changes are known. What is read while this moves may be older than one of them and must not be kept:
     * {@link #changed()} comes before the old answers are thrown out, and whoever stores one compares first, while
     * holding its place in the map.
     */
    long changes() {
        return changes.get();
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** Makes all answers of this view void at once. */
    void drop() {
        isDropped = true;
        changes.incrementAndGet();
    }

    boolean isDropped() {
        return isDropped;
    }

    /** Written at most once a second, for readers of all threads share it. */
    void used(long nowNanos) {
        if (nowNanos - usedNanos > 1_000_000_000L) {
            usedNanos = nowNanos;
        }
    }

    long idleNanos(long nowNanos) {
        return nowNanos - usedNanos;
    }
}
