package io.claviger.storage.caching;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.grant;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.storage.Change;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.storage.postgres.AuthorizationListener;
import io.claviger.storage.postgres.PostgresNode;
import io.claviger.testkit.Eventually;
import io.claviger.testkit.TcpProxy;
import io.claviger.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one database, each with its cache. */
final class TwoNodesTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestDatabase database;
    private TcpProxy proxy;
    private PostgresNode first;
    private PostgresNode second;

    @BeforeEach
    void connect() {
        database = TestDatabase.fresh();
        proxy = open(new TcpProxy(database.host(), database.port()));
        first = open(PostgresNode.connect(database));
        second = open(PostgresNode.connect(database, database.reactiveUrl(proxy.port()), Duration.ofSeconds(1), false));
        first.storage().addDomainKey(domainKey(DOMAIN_KEY), null).await().atMost(SOON);
        first.storage()
                .commit(List.of(new Change.AccountCreated(account(ACCOUNT)), keyCreated(key(1))), anyBlock())
                .await()
                .atMost(SOON);
    }

    @AfterEach
    void disconnect() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    @Test
    void changeIsSeenOnTheOtherNodeWithinTheBoundWithoutNotification() {
        CachingStorage writer = cache(first, BOUND, INTERVAL);
        CachingStorage reader = cache(second, BOUND, INTERVAL);

        for (int i = 0; i < 5; i++) {
            String description = "change " + i;
            find(reader);
            describe(writer, description);
            assertThat(find(writer).description()).isEqualTo(description);

            Duration took =
                    Eventually.holds(SOON, () -> find(reader).description().equals(description));

            assertThat(took).isLessThan(BOUND);
        }
        assertThat(reader.hits()).isPositive();
    }

    @Test
    void grantsOfTheOtherNodeComeAndGoWithinTheBoundWithoutNotification() {
        CachingStorage writer = cache(first, BOUND, INTERVAL);
        CachingStorage reader = cache(second, BOUND, INTERVAL);
        Grant grant = grant(key(1), 1, "AIDA1", GrantConstraints.NONE, GrantOperation.DECRYPT);
        assertThat(grants(reader)).isEmpty();

        commit(writer, new Change.GrantCreated(grant));
        Duration came = Eventually.holds(SOON, () -> grants(reader).equals(List.of(grant)));
        commit(writer, new Change.GrantDeleted(grant));
        Duration went = Eventually.holds(SOON, () -> grants(reader).isEmpty());

        assertThat(came).isLessThan(BOUND);
        assertThat(went).isLessThan(BOUND);
        assertThat(reader.hits()).isPositive();
    }

    @Test
    void notificationMakesItInstant() {
        CachingStorage writer = cache(first, NEVER, NEVER);
        CachingStorage reader = cache(second, NEVER, NEVER);
        var listener =
                open(new AuthorizationListener(second.pool(), second.vertx(), Duration.ofMillis(50), reader::pollSoon));
        listener.start();
        find(reader);
        Eventually.holds(SOON, () -> isListening());

        describe(writer, "new");

        Eventually.holds(SOON, () -> find(reader).description().equals("new"));
    }

    @Test
    void listenerThatWasCutOffConnectsAgainAndAsksForWhatItMissed() {
        CachingStorage writer = cache(first, NEVER, NEVER);
        CachingStorage reader = cache(second, NEVER, NEVER);
        var listener =
                open(new AuthorizationListener(second.pool(), second.vertx(), Duration.ofMillis(50), reader::pollSoon));
        listener.start();
        find(reader);
        Eventually.holds(SOON, () -> isListening());
        proxy.cut();
        Eventually.holds(SOON, () -> !isListening());
        describe(writer, "missed");

        proxy.restore();

        Eventually.holds(SOON, () -> find(reader).description().equals("missed"));
        describe(writer, "heard");
        Eventually.holds(SOON, () -> find(reader).description().equals("heard"));
    }

    @Test
    void nodeThatCannotPollRefusesAfterTheBoundAndServesAgainWhenItCan() {
        CachingStorage writer = cache(first, BOUND, INTERVAL);
        CachingStorage reader = cache(second, BOUND, INTERVAL);
        find(reader);
        proxy.cut();
        describe(writer, "unseen");

        assertAnswersStop(BOUND, () -> isRefused(reader));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> find(reader)).isInstanceOf(StorageUnavailableException.class);
        }
        assertThat(reader.epochAge()).isGreaterThan(BOUND);
        proxy.restore();
        Eventually.holds(SOON, () -> !isRefused(reader));
        assertThat(find(reader).description()).isEqualTo("unseen");
    }

    @Test
    void nodeBehindASilentNetworkRefuses() {
        CachingStorage reader = cache(second, BOUND, INTERVAL);
        find(reader);
        proxy.hang();

        Eventually.holds(SOON, () -> isRefused(reader));

        proxy.restore();
        Eventually.holds(SOON, () -> !isRefused(reader));
    }

    /** No question that is asked later than this from now on has the old answer. */
    private static void assertAnswersStop(Duration limit, BooleanSupplier hasChanged) {
        long start = System.nanoTime();
        long asked = System.nanoTime();
        while (!hasChanged.getAsBoolean()) {
            assertThat(Duration.ofNanos(asked - start)).isLessThanOrEqualTo(limit);
            asked = System.nanoTime();
        }
    }

    private CachingStorage cache(PostgresNode node, Duration bound, Duration interval) {
        var cache = open(new CachingStorage(node.storage(), node.vertx(), bound, interval, 1 << 20, System::nanoTime));
        cache.start();
        return cache;
    }

    private static void describe(CachingStorage node, String description) {
        KmsKey changed = find(node).described(description);
        commit(node, new Change.KeyUpdated(changed));
    }

    private static void commit(CachingStorage node, Change change) {
        node.commit(List.of(change), anyBlock()).await().atMost(SOON);
    }

    private static List<Grant> grants(CachingStorage node) {
        var search = new GrantSearch(
                ACCOUNT,
                REGION,
                keyId(1),
                GrantOperation.DECRYPT,
                List.of("AIDA1"),
                List.of(GrantLead.of(GrantConstraints.NONE, GrantOperation.DECRYPT)));
        return node.findGrants(search, grant -> false).await().atMost(SOON);
    }

    private static KmsKey find(CachingStorage node) {
        return node.findKey(ACCOUNT, REGION, keyId(1)).await().atMost(SOON).orElseThrow();
    }

    private static boolean isRefused(CachingStorage node) {
        return node.findKey(ACCOUNT, REGION, keyId(1))
                .replaceWith(false)
                .onFailure(StorageUnavailableException.class)
                .recoverWithItem(true)
                .await()
                .atMost(SOON);
    }

    private boolean isListening() {
        return !database.query("select 1 from pg_stat_activity where query ilike 'listen claviger_authorization'")
                .isEmpty();
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
