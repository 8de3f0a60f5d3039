package io.claviger.storage.postgres;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.CHAIN;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.block;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.BugException;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.Eventually;
import io.claviger.testkit.TcpProxy;
import io.claviger.testkit.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresStorageFailureTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestDatabase database;
    private TcpProxy proxy;
    private PostgresNode node;

    @BeforeEach
    void connect() {
        database = TestDatabase.fresh();
        proxy = new TcpProxy(database.host(), database.port());
        node = PostgresNode.connect(database, database.reactiveUrl(proxy.port()), TIMEOUT, false);
        Eventually.holds(SOON, this::answers);
        node.storage().addDomainKey(domainKey(DOMAIN_KEY), null).await().atMost(SOON);
        commit(new Change.AccountCreated(account(ACCOUNT)));
    }

    @AfterEach
    void disconnect() {
        node.close();
        proxy.close();
    }

    @Test
    void cutConnectionIsUnavailableUntilItIsBack() {
        proxy.cut();

        assertUnavailable(node.storage().findAccount(ACCOUNT));
        assertUnavailable(node.storage().listKeys(ACCOUNT, REGION, null, 10));
        assertUnavailable(node.storage().epochs(List.of(ACCOUNT)));
        assertUnavailable(node.storage().commit(List.of(), block(CHAIN, 0)));
        assertUnavailable(node.storage().commit(List.of(keyCreated(key(1))), block(CHAIN, 0)));
        assertUnavailable(node.storage().domainKeys());

        proxy.restore();
        Eventually.holds(SOON, this::answers);
        assertThat(node.storage().lastBlock(CHAIN).await().atMost(SOON)).isEmpty();
    }

    @Test
    void silentNetworkIsUnavailableInTime() {
        proxy.hang();
        long start = System.nanoTime();

        assertUnavailable(node.storage().findAccount(ACCOUNT));
        assertUnavailable(node.storage().commit(List.of(), block(CHAIN, 0)));
        assertUnavailable(node.storage().commit(List.of(keyCreated(key(1))), block(CHAIN, 1)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(6));
        proxy.restore();
        Eventually.holds(SOON, this::answers);
    }

    @Test
    void connectionsThatFellSilentAreReplaced() {
        proxy.strand();
        List<Uni<?>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(node.storage().findAccount(ACCOUNT).onFailure().recoverWithNull());
        }

        Uni.combine().all().unis(calls).discardItems().await().atMost(SOON);

        Eventually.holds(SOON, this::answers);
    }

    @Test
    void changesWhoseTimeHasPassedAreNotCommittedLater() throws Exception {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from account for update");
            assertUnavailable(node.storage().commit(List.of(keyCreated(key(1))), block(CHAIN, 0)));
            other.rollback();
        }

        Eventually.holds(
                SOON,
                () -> database.query("select 1 from pg_stat_activity where datname = current_database()"
                                + " and state like 'idle in transaction%'")
                        .isEmpty());
        assertThat(node.storage().lastBlock(CHAIN).await().atMost(SOON)).isEmpty();
        assertThat(node.storage().findKey(ACCOUNT, REGION, keyId(1)).await().atMost(SOON))
                .isEmpty();
    }

    @Test
    void callsBeyondTheBoundFailAtOnce() {
        proxy.hang();
        List<Uni<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            calls.add(node.storage()
                    .findAccount(ACCOUNT)
                    .replaceWith(false)
                    .onFailure(StorageUnavailableException.class)
                    .recoverWithItem(failure -> failure.getMessage().contains("too many")));
        }

        List<Boolean> refused =
                Uni.join().all(calls).andCollectFailures().await().atMost(SOON);

        assertThat(refused.stream().filter(Boolean::booleanValue)).hasSize(500);
        proxy.restore();
        Eventually.holds(SOON, this::answers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void commitThatTheServerCouldNotSerializeIsTriedAgain(String sqlState) {
        failInserts("alias", sqlState, 2);
        failInserts("audit_block", sqlState, 2);

        try (PostgresNode patient = PostgresNode.connect(database)) {
            patient.storage()
                    .commit(
                            List.of(keyCreated(key(1)), new Change.AliasCreated(alias("alias/a", key(1)))),
                            block(CHAIN, 0))
                    .await()
                    .atMost(SOON);
            database.execute("alter sequence audit_block_attempts restart");
            patient.storage().commit(List.of(), block(CHAIN, 1)).await().atMost(SOON);

            assertThat(patient.storage().epochs(List.of(ACCOUNT)).await().atMost(SOON))
                    .containsEntry(ACCOUNT, 2L);
        }

        assertThat(database.query("select last_value from alias_attempts")).containsExactly("5");
        assertThat(database.query("select last_value from audit_block_attempts"))
                .containsExactly("3");
        assertThat(node.storage().lastBlock(CHAIN).await().atMost(SOON)).contains(block(CHAIN, 1));
    }

    @Test
    void commitThatIsNeverSerializedIsGivenUp() {
        failInserts("audit_block", "40001", 1_000);

        try (PostgresNode patient = PostgresNode.connect(database)) {
            assertUnavailable(patient.storage().commit(List.of(), block(CHAIN, 0)));
        }

        assertThat(database.query("select last_value from audit_block_attempts"))
                .containsExactly("8");
    }

    /** Sequences count failed attempts too. */
    private void failInserts(String table, String sqlState, int times) {
        database.execute("create sequence " + table + "_attempts");
        database.execute("create function fail_" + table + "() returns trigger language plpgsql as $$ begin"
                + " if nextval('" + table + "_attempts') <= " + times + " then"
                + " raise exception 'not now' using errcode = '" + sqlState + "'; end if; return new; end $$");
        database.execute("create trigger fail before insert on " + table + " for each row execute function fail_"
                + table + "()");
    }

    private void commit(Change... changes) {
        node.storage().commit(List.of(changes), anyBlock()).await().atMost(SOON);
    }

    @Test
    void statementThatTheDatabaseRejectsIsABug() {
        database.execute("alter table audit_block rename to elsewhere");

        assertThatThrownBy(() ->
                        node.storage().commit(List.of(), anyBlock()).await().atMost(SOON))
                .isInstanceOf(BugException.class);
    }

    @Test
    void readOnlyServerIsUnavailable() {
        String url = database.reactiveUrl() + "&options=-c%20default_transaction_read_only%3Don";
        try (PostgresNode reader = PostgresNode.connect(database, url, SOON, false)) {
            assertUnavailable(reader.storage().commit(List.of(), anyBlock()));
            assertUnavailable(reader.storage().commit(List.of(keyCreated(key(1))), anyBlock()));
        }
    }

    private boolean answers() {
        return node.storage()
                .findAccount(ACCOUNT)
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false)
                .await()
                .atMost(SOON);
    }

    private static void assertUnavailable(Uni<?> uni) {
        assertThatThrownBy(() -> uni.await().atMost(SOON)).isInstanceOf(StorageUnavailableException.class);
    }
}
