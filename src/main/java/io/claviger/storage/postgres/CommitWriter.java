package io.claviger.storage.postgres;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /**
     * The accounts' rows come first, in the order of their ids: each row that a commit touches belongs to one of them,
     * so commits wait for each other there and nowhere else, and never in a circle.
     */
    private Uni<Map<AccountId, Long>> write(Mutiny.StatelessSession session, List<Change> changes, Block block) {
        var subjects = new EpochWriter.Subjects();
        changes.forEach(change -> subjects.add(change.account(), change.subject()));
        return inOrder(session, changes.stream().filter(CommitWriter::createsAccount))
                .chain(() -> epochWriter.advance(session, subjects))
                .call(() -> inOrder(session, changes.stream().filter(change -> !createsAccount(change))))
                .call(() -> session.insert(BlockRow.of(block)));
    }

    private static boolean createsAccount(Change change) {
        return change instanceof Change.AccountCreated;
    }

    private Uni<Void> inOrder(Mutiny.StatelessSession session, Stream<Change> changes) {
        return Multi.createFrom()
                .items(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> changeWriter.write(session, change))
                .onItem()
                .ignoreAsUni();
    }
}
