package io.claviger.storage.postgres;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.block;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.storage.postgres.embedded.EmbeddedPostgres;
import io.claviger.testkit.Eventually;
import io.claviger.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A database server that is killed in the middle of commits. */
final class ServerKillTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WRITERS = 8;
    private static final int BEFORE_KILL = 60;
    private static final UUID CHAIN = UUID.fromString("c4a1b000-0000-4000-8000-000000000009");

    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final CountDownLatch enough = new CountDownLatch(BEFORE_KILL);

    @Test
    void killedServerHasWrittenAllOfACommitOrNothing() throws Exception {
        Path directory = TestDatabase.temporaryDirectory();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            TestDatabase database = TestDatabase.on(server);
            try (PostgresNode node = PostgresNode.connect(database)) {
                node.storage().addDomainKey(domainKey(DOMAIN_KEY), null).await().atMost(SOON);
                node.storage()
                        .commit(List.of(new Change.AccountCreated(account(ACCOUNT))), anyBlock())
                        .await()
                        .atMost(SOON);

                commitUntilKilled(node, directory);
                Eventually.holds(SOON, () -> answers(node));
            }

            assertWhole(database);
        } finally {
            TestDatabase.delete(directory);
        }
    }

    private void commitUntilKilled(PostgresNode node, Path directory) throws Exception {
        List<Thread> writers = java.util.stream.IntStream.range(0, WRITERS)
                .mapToObj(writer -> Thread.ofVirtual().start(() -> commitUntilFailure(node)))
                .toList();
        enough.await();
        kill(directory);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void commitUntilFailure(PostgresNode node) {
        try {
            while (true) {
                int number = numbers.incrementAndGet();
                List<Change> changes = List.of(
                        keyCreated(key(number)), new Change.AliasCreated(alias("alias/" + number, key(number))));
                node.storage().commit(changes, block(CHAIN, number)).await().atMost(SOON);
                acknowledged.add(number);
                enough.countDown();
            }
        } catch (StorageUnavailableException e) {
            // the server is gone, and whether this one was written remains to be seen
        }
    }

    private void assertWhole(TestDatabase database) {
        Set<String> blocks = new TreeSet<>(
                database.query("select sequence::text from audit_block where chain_id = '" + CHAIN + "'"));
        Set<String> aliases = new TreeSet<>(database.query("select substr(name, 7) from alias"));
        Set<String> keys = new TreeSet<>(database.query("select substr(description, 5) from kms_key"));
        long materials = database.query("select key_id from key_material").size();
        String epoch = database.query("select epoch from account").getFirst();
        String told = database.query("select count(distinct epoch) from authorization_change")
                .getFirst();

        assertThat(keys).isEqualTo(blocks);
        assertThat(aliases).isEqualTo(blocks);
        assertThat(materials).isEqualTo(blocks.size());
        assertThat(epoch).isEqualTo(String.valueOf(blocks.size() + 1)).isEqualTo(told);
        assertThat(blocks)
                .containsAll(acknowledged.stream().map(String::valueOf).toList());
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE_KILL);
    }

    private static void kill(Path directory) throws IOException {
        Path location = directory.resolve("postgres/data/postmaster.pid");
        long process = Long.parseLong(Files.readAllLines(location).getFirst().strip());
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
    }

    private static boolean answers(PostgresNode node) {
        return node.storage()
                .findAccount(ACCOUNT)
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false)
                .await()
                .atMost(SOON);
    }
}
