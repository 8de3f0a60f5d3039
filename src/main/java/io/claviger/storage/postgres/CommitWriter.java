package io.claviger.storage.postgres;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes changes and the block that tells of them. */
final class CommitWriter {
    private final Database database;
    private final ChangeWriter changeWriter = new ChangeWriter();
    private final EpochWriter epochWriter;
    private final Announcer announcer;

    CommitWriter(Database database, EpochWriter epochWriter, Announcer announcer) {
        this.database = database;
        this.epochWriter = epochWriter;
        this.announcer = announcer;
    }

    Uni<Map<AccountId, Long>> commit(List<Change> changes, Block block) {
        if (changes.isEmpty()) {
            // The hot path, hundreds of times a second: one INSERT, which is a transaction by itself.
            return database.statement(
                            pool -> pool.preparedQuery(BlockRow.INSERT).execute(BlockRow.tuple(block)))
                    .replaceWith(Map.of());
        }
        return database.write(session -> write(session, changes, block)).invoke(announcer::announce);
    }

    /** The accounts' rows come late: they are locked until the end, and whoever changes the same account waits. */
    private Uni<Map<AccountId, Long>> write(Mutiny.StatelessSession session, List<Change> changes, Block block) {
        var subjects = new EpochWriter.Subjects();
        changes.forEach(change -> subjects.add(change.account(), change.subject()));
        return inOrder(session, changes)
                .chain(() -> session.insert(BlockRow.of(block)))
                .chain(() -> epochWriter.advance(session, subjects));
    }

    private Uni<Void> inOrder(Mutiny.StatelessSession session, List<Change> changes) {
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> changeWriter.write(session, change))
                .onItem()
                .ignoreAsUni();
    }
}
