package io.claviger.storage.caching;

import io.claviger.common.AccountId;
import io.claviger.storage.Storage;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.Subject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The views of accounts that the cache holds something of, and how they follow the database. */
final class Epochs {
    private static final int MOST_CHANGES = 500;
    private static final int MOST_AT_ONCE = 4;
    private static final long IDLE_NANOS = 600_000_000_000L;

    private final Storage database;
    private final Answers answers;
    private final LongSupplier nanoTime;
    private final Map<AccountId, AccountView> views = new ConcurrentHashMap<>();

    Epochs(Storage database, Answers answers, LongSupplier nanoTime) {
        this.database = database;
        this.answers = answers;
        this.nanoTime = nanoTime;
    }

    @Nullable
    AccountView view(AccountId account) {
        return views.get(account);
    }

    /** Begins to follow an account; empty when it does not exist. */
    Uni<Optional<AccountView>> follow(AccountId account) {
        return Uni.createFrom().deferred(() -> {
            long started = nanoTime.getAsLong();
            return database.epochs(List.of(account)).map(epochs -> {
                Long epoch = epochs.get(account);
                return epoch == null
                        ? Optional.empty()
                        : Optional.of(views.computeIfAbsent(account, id -> new AccountView(id, epoch, started)));
            });
        });
    }

    /** Throws out what a change of this node was about. */
    void forget(AccountId account, Subject subject) {
        AccountView view = views.get(account);
        if (view != null) {
            view.changed();
        }
        Lookup.concerning(subject).ifPresentOrElse(lookups -> lookups.forEach(answers::forget), () -> drop(account));
    }

    void committed(Map<AccountId, Long> epochs) {
        epochs.forEach((account, epoch) -> {
            AccountView view = views.get(account);
            if (view != null) {
                view.committed(epoch);
            }
        });
    }

    /** Asks the database once and follows it. */
    Uni<Void> poll() {
        long started = nanoTime.getAsLong();
        views.values().stream()
                .filter(view -> view.idleNanos(started) > IDLE_NANOS)
                .forEach(view -> drop(view.account()));
        if (views.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<AccountId, Long> before = HashMap.newHashMap(views.size());
        views.forEach((account, view) -> before.put(account, view.epoch()));
        return database.epochs(before.keySet())
                .chain(epochs -> Multi.createFrom()
                        .iterable(before.entrySet())
                        .onItem()
                        .transformToUni(
                                entry -> follow(entry.getKey(), entry.getValue(), epochs.get(entry.getKey()), started))
                        .merge(MOST_AT_ONCE)
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> follow(AccountId account, long before, @Nullable Long now, long started) {
        AccountView view = views.get(account);
        if (view == null) {
            return Uni.createFrom().voidItem();
        }
        if (now == null || now < before) {
            // gone, or the database was set back to an earlier state
            drop(account);
            return Uni.createFrom().voidItem();
        }
        long known = view.epoch();
        if (now <= known) {
            view.verified(started);
            return Uni.createFrom().voidItem();
        }
        return database.changesSince(account, known, MOST_CHANGES)
                .invoke(changes -> apply(view, known, now, changes, started))
                .replaceWithVoid();
    }

    private void apply(AccountView view, long known, long now, List<EpochChange> changes, long started) {
        long reached = known;
        for (EpochChange change : changes) {
            if (change.epoch() > reached + 1) {
                break;
            }
            reached = change.epoch();
        }
        // A full page may end in the middle of an epoch.
        if (reached < now || changes.size() >= MOST_CHANGES) {
            drop(view.account());
            return;
        }
        changes.forEach(change -> forget(view.account(), change.subject()));
        view.caughtUp(reached);
        view.verified(started);
    }

    private void drop(AccountId account) {
        AccountView view = views.remove(account);
        if (view != null) {
            view.drop();
        }
    }

    int size() {
        return views.size();
    }
}
