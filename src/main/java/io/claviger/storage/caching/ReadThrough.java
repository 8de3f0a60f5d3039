package io.claviger.storage.caching;

import io.claviger.common.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Answers from memory where it may, else from the database, and keeps what it read. */
final class ReadThrough {
    /** The weight of an answer that must not be kept. */
    static final int NOT_KEPT = -1;

    private final Answers answers;
    private final Epochs epochs;

    ReadThrough(Answers answers, Epochs epochs) {
        this.answers = answers;
        this.epochs = epochs;
    }

    /** A row of an account; that there is none is remembered too. */
    <T> Uni<Optional<T>> row(
            Lookup lookup, AccountId account, Supplier<Uni<Optional<T>>> read, ToIntFunction<T> weightBytes) {
        Uni<Optional<T>> cached = answers.get(lookup);
        if (cached != null) {
            return cached;
        }
        return answers.isKnownAbsent(lookup)
                ? Uni.createFrom().item(Optional.empty())
                : readRow(lookup, account, read, weightBytes);
    }

    /** Whatever belongs to an account and has a weight. */
    <T> Uni<T> answer(Lookup lookup, AccountId account, Supplier<Uni<T>> read, ToIntFunction<T> weightBytes) {
        Uni<T> cached = answers.get(lookup);
        return cached != null ? cached : Uni.createFrom().deferred(() -> read(lookup, account, read, weightBytes));
    }

    private <T> Uni<Optional<T>> readRow(
            Lookup lookup, AccountId account, Supplier<Uni<Optional<T>>> read, ToIntFunction<T> weightBytes) {
        return Uni.createFrom().deferred(() -> {
            Answers.Reading reading = answers.reading();
            return read(
                            lookup,
                            account,
                            read,
                            found -> found.isPresent() ? weightBytes.applyAsInt(found.get()) : NOT_KEPT)
                    .invoke(found -> {
                        if (found.isEmpty()) {
                            answers.keepAbsent(lookup, reading);
                        }
                    });
        });
    }

    private <T> Uni<T> read(Lookup lookup, AccountId account, Supplier<Uni<T>> read, ToIntFunction<T> weightBytes) {
        AccountView view = epochs.view(account);
        if (view != null) {
            return read(lookup, view, read, weightBytes);
        }
        return epochs.follow(account)
                .chain(followed -> followed.isPresent() ? read(lookup, followed.get(), read, weightBytes) : read.get());
    }

    private <T> Uni<T> read(Lookup lookup, AccountView view, Supplier<Uni<T>> read, ToIntFunction<T> weightBytes) {
        long changesBefore = view.changes();
        return read.get().invoke(found -> {
            int weight = weightBytes.applyAsInt(found);
            if (weight != NOT_KEPT) {
                answers.keep(lookup, view, changesBefore, found, weight);
            }
        });
    }
}
