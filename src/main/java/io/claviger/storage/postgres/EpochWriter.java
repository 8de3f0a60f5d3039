package io.claviger.storage.postgres;

import io.claviger.common.AccountId;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.Subject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Advances the epochs of accounts in a transaction and tells what they are about. That locks the accounts' rows until
 * the end, in the order of their ids, so that two transactions never wait for each other.
 */
final class EpochWriter {
    private static final String ADVANCE = "update account set epoch = epoch + 1 where id = :account returning epoch";
    private static final String LOCK = "select id from account where id = any (:accounts) order by id for update";
    private static final long PRUNE_EVERY = 1_024;
    private static final long KEPT_EPOCHS = 8_192;

    /** What one transaction changes, by account. */
    static final class Subjects {
        private final Map<AccountId, SequencedSet<Subject>> byAccount =
                new TreeMap<>(Comparator.comparing(AccountId::value));

        void add(AccountId account, Subject subject) {
            byAccount.computeIfAbsent(account, absent -> new LinkedHashSet<>()).add(subject);
        }
    }

    /** Returns the new epochs. Conflicts when one of the accounts does not exist. */
    Uni<Map<AccountId, Long>> advance(Mutiny.StatelessSession session, Subjects subjects) {
        return Multi.createFrom()
                .iterable(subjects.byAccount.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> advance(session, entry.getKey(), entry.getValue())
                        .map(epoch -> Map.entry(entry.getKey(), epoch)))
                .collect()
                .in(LinkedHashMap::new, (epochs, entry) -> epochs.put(entry.getKey(), entry.getValue()));
    }

    /** Locks the rows of these accounts, as {@link #advance} will, where it is not known yet whether to advance. */
    static Uni<Void> lock(Mutiny.StatelessSession session, Collection<AccountId> accounts) {
        return session.createNativeQuery(LOCK, String.class)
                .setParameter(
                        "accounts", accounts.stream().map(AccountId::value).toArray(String[]::new))
                .getResultList()
                .replaceWithVoid();
    }

    private Uni<Long> advance(Mutiny.StatelessSession session, AccountId account, SequencedSet<Subject> subjects) {
        return session.createNativeQuery(ADVANCE, Long.class)
                .setParameter("account", account.value())
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> new StorageConflictException("the account does not exist"))
                .call(epoch -> session.insertMultiple(rows(account, epoch, subjects)))
                .call(epoch -> epoch % PRUNE_EVERY == 0
                        ? prune(session, account, epoch)
                        : Uni.createFrom().voidItem());
    }

    private static List<AuthorizationChangeRow> rows(AccountId account, long epoch, SequencedSet<Subject> subjects) {
        List<AuthorizationChangeRow> rows = new ArrayList<>(subjects.size());
        subjects.forEach(subject -> rows.add(AuthorizationChangeRow.of(account.value(), epoch, rows.size(), subject)));
        return rows;
    }

    /** A node that is so far behind forgets the whole account, as after every gap. */
    private static Uni<Integer> prune(Mutiny.StatelessSession session, AccountId account, long epoch) {
        return session.createMutationQuery(
                        "delete from AuthorizationChangeRow c where c.account = :account and c.epoch <= :last")
                .setParameter("account", account.value())
                .setParameter("last", epoch - KEPT_EPOCHS)
                .executeUpdate();
    }
}
