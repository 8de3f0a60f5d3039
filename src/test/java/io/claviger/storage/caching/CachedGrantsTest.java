package io.claviger.storage.caching;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
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
import io.claviger.storage.Change;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.InterceptedStorage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CachedGrantsTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final String ALICE = "AROA1:alice:of:colons";
    private static final String BOB = "AIDABOB";
    private static final GrantConstraints TENANT = new GrantConstraints(null, Map.of("tenant", "1"), null);
    private static final GrantLead ANY = GrantLead.of(GrantConstraints.NONE, GrantOperation.DECRYPT);
    private static final GrantLead OF_TENANT = GrantLead.of(TENANT, GrantOperation.DECRYPT);
    private static final Grant FREE =
            grant(key(1), 1, ALICE, GrantConstraints.NONE, GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
    private static final Grant FOR_TENANT =
            grant(key(1), 2, ALICE, TENANT, GrantOperation.DECRYPT, GrantOperation.ENCRYPT);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final FakeStorage database = new FakeStorage();
    private CachingStorage cache;

    @BeforeEach
    void fill() {
        database.with(new Change.AccountCreated(account(ACCOUNT)), keyCreated(key(1)), keyCreated(key(2)));
        cache = cache(database);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void secondSearchIsAnsweredFromMemory() {
        database.with(new Change.GrantCreated(FREE), new Change.GrantCreated(FOR_TENANT));
        find(ALICE, ANY, OF_TENANT);

        assertThat(databaseReadsDuring(
                        () -> assertThat(find(ALICE, ANY, OF_TENANT)).containsExactlyInAnyOrder(FREE, FOR_TENANT)))
                .isZero();
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(1);
    }

    @Test
    void thatThereIsNoGrantIsRememberedAsLongAsTheAccountIsFollowed() {
        find(ALICE, ANY, OF_TENANT);

        for (int i = 0; i < 5; i++) {
            pass(BOUND);
            poll();
            assertThat(databaseReadsDuring(
                            () -> assertThat(find(ALICE, ANY, OF_TENANT)).isEmpty()))
                    .isZero();
        }
    }

    @Test
    void grantOfAnotherNodeIsSeenAfterAPoll() {
        find(ALICE, ANY, OF_TENANT);
        database.with(new Change.GrantCreated(FREE), new Change.GrantCreated(FOR_TENANT));
        assertThat(find(ALICE, ANY, OF_TENANT)).isEmpty();

        poll();

        assertThat(find(ALICE, ANY, OF_TENANT)).containsExactlyInAnyOrder(FREE, FOR_TENANT);
    }

    @Test
    void deletionByAnotherNodeIsSeenAfterAPoll() {
        database.with(new Change.GrantCreated(FREE), new Change.GrantCreated(FOR_TENANT));
        find(ALICE, ANY, OF_TENANT);
        database.with(new Change.GrantDeleted(FREE));
        assertThat(find(ALICE, ANY, OF_TENANT)).hasSize(2);

        poll();

        assertThat(find(ALICE, ANY, OF_TENANT)).containsExactly(FOR_TENANT);
    }

    @Test
    void ownChangesAreSeenAtOnce() {
        find(ALICE, ANY);
        commit(new Change.GrantCreated(FREE));
        assertThat(find(ALICE, ANY)).containsExactly(FREE);

        commit(new Change.GrantDeleted(FREE));

        assertThat(find(ALICE, ANY)).isEmpty();
    }

    @Test
    void ownChangeOfUnknownOutcomeIsReadFromTheDatabase() {
        find(ALICE, ANY);
        database.failNextCommit(new StorageUnavailableException("lost", new IllegalStateException()));
        assertThatThrownBy(() -> commit(new Change.GrantCreated(FREE))).isInstanceOf(StorageUnavailableException.class);

        assertThat(databaseReadsDuring(() -> find(ALICE, ANY))).isEqualTo(1);
    }

    @Test
    void changeConcernsAllOperationsAndLeadsOfTheGranteeAndNothingElse() {
        database.with(
                new Change.GrantCreated(FREE),
                new Change.GrantCreated(FOR_TENANT),
                new Change.GrantCreated(grant(key(1), 3, BOB, GrantConstraints.NONE, GrantOperation.DECRYPT)),
                new Change.GrantCreated(grant(key(2), 4, ALICE, GrantConstraints.NONE, GrantOperation.DECRYPT)));
        find(ALICE, ANY, OF_TENANT);
        find(search(2, GrantOperation.DECRYPT, ALICE, ANY));
        find(search(1, GrantOperation.ENCRYPT, ALICE, ANY, OF_TENANT));
        find(BOB, ANY, OF_TENANT);

        commit(new Change.GrantDeleted(FREE), new Change.GrantDeleted(FOR_TENANT));

        assertThat(find(ALICE, ANY, OF_TENANT)).isEmpty();
        assertThat(find(search(1, GrantOperation.ENCRYPT, ALICE, ANY, OF_TENANT)))
                .isEmpty();
        assertThat(databaseReadsDuring(() -> {
                    assertThat(find(BOB, ANY, OF_TENANT)).hasSize(1);
                    assertThat(find(search(2, GrantOperation.DECRYPT, ALICE, ANY)))
                            .hasSize(1);
                }))
                .isZero();
    }

    @Test
    void grantAtHandThatSufficesLeavesTheRestUnasked() {
        database.with(new Change.GrantCreated(FREE), new Change.GrantCreated(FOR_TENANT));
        find(ALICE, ANY);

        assertThat(databaseReadsDuring(() -> assertThat(
                                find(search(1, GrantOperation.DECRYPT, ALICE, ANY, OF_TENANT), FREE::equals))
                        .containsExactly(FREE)))
                .isZero();
        assertThat(find(search(1, GrantOperation.DECRYPT, ALICE, ANY, OF_TENANT), FOR_TENANT::equals))
                .contains(FOR_TENANT);
    }

    @Test
    void allThatIsMissingIsAskedForInOneQueryAndKeptInParts() {
        database.with(
                new Change.GrantCreated(FREE),
                new Change.GrantCreated(FOR_TENANT),
                new Change.GrantCreated(grant(key(1), 3, BOB, TENANT, GrantOperation.DECRYPT)));
        find(ALICE, OF_TENANT);
        var search = new GrantSearch(
                ACCOUNT,
                REGION,
                keyId(1),
                GrantOperation.DECRYPT,
                List.of(ALICE, BOB, "AIDANOBODY"),
                List.of(ANY, OF_TENANT));

        assertThat(databaseReadsDuring(() -> assertThat(find(search)).hasSize(3).doesNotHaveDuplicates()))
                .isEqualTo(1);
        assertThat(databaseReadsDuring(() -> {
                    assertThat(find(ALICE, ANY)).containsExactly(FREE);
                    assertThat(find(BOB, ANY)).isEmpty();
                    assertThat(find(BOB, OF_TENANT)).hasSize(1);
                    assertThat(find("AIDANOBODY", ANY, OF_TENANT)).isEmpty();
                }))
                .isZero();
    }

    @Test
    void whatIsAskedAnewDoesNotDropWhatIsAtHand() {
        database.with(new Change.GrantCreated(FREE), new Change.GrantCreated(FOR_TENANT));
        find(ALICE, ANY);
        find(ALICE, OF_TENANT);
        find(search(1, GrantOperation.ENCRYPT, ALICE, ANY));

        assertThat(databaseReadsDuring(() -> {
                    find(ALICE, ANY, OF_TENANT);
                    find(search(1, GrantOperation.ENCRYPT, ALICE, ANY));
                }))
                .isZero();
    }

    @Test
    void databaseIsAskedWhenTheLastPollIsOlderThanTheBound() {
        database.with(new Change.GrantCreated(FREE));
        find(ALICE, ANY);
        pass(BOUND);
        assertThat(databaseReadsDuring(() -> find(ALICE, ANY))).isZero();

        pass(Duration.ofNanos(1));

        assertThat(databaseReadsDuring(() -> find(ALICE, ANY))).isEqualTo(1);
        database.setUnavailable(true);
        assertThatThrownBy(() -> find(ALICE, ANY)).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> find(search(1, GrantOperation.DECRYPT, ALICE, ANY), FREE::equals))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void searchThatBeganBeforeAChangeIsNotKept() {
        List<Runnable> waiting = new ArrayList<>();
        cache = cache(InterceptedStorage.around(
                database, (method, call) -> method.equals("findGrants") ? delayed(call.get(), waiting) : call.get()));
        List<List<Grant>> answers = new ArrayList<>();
        cache.findGrants(search(1, GrantOperation.DECRYPT, ALICE, ANY), grant -> false)
                .subscribe()
                .with(answers::add);
        commit(new Change.GrantCreated(FREE));

        waiting.removeFirst().run();

        assertThat(answers).containsExactly(List.of());
        cache.findGrants(search(1, GrantOperation.DECRYPT, ALICE, ANY), grant -> false)
                .subscribe()
                .with(answers::add);
        waiting.removeFirst().run();
        assertThat(answers.getLast()).containsExactly(FREE);
    }

    @Test
    void searchThatBeganBeforeAPolledChangeIsNotKeptUnderAGenerationThatIsNewer() {
        List<Runnable> waiting = new ArrayList<>();
        cache = cache(InterceptedStorage.around(
                database, (method, call) -> method.equals("findGrants") ? delayed(call.get(), waiting) : call.get()));
        cache.findGrants(search(1, GrantOperation.DECRYPT, ALICE, ANY), grant -> false)
                .subscribe()
                .with(grants -> {});
        database.with(new Change.GrantCreated(FREE));
        poll();
        cache.findGrants(search(1, GrantOperation.DECRYPT, ALICE, OF_TENANT), grant -> false)
                .subscribe()
                .with(grants -> {});
        waiting.removeLast().run();

        waiting.removeFirst().run();

        List<List<Grant>> answers = new ArrayList<>();
        cache.findGrants(search(1, GrantOperation.DECRYPT, ALICE, ANY), grant -> false)
                .subscribe()
                .with(answers::add);
        waiting.removeFirst().run();
        assertThat(answers).containsExactly(List.of(FREE));
    }

    @Test
    void keyOfAnAccountThatDoesNotExistHasNoGrants() {
        var search =
                new GrantSearch(OTHER_ACCOUNT, REGION, keyId(1), GrantOperation.DECRYPT, List.of(ALICE), List.of(ANY));

        assertThat(find(search)).isEmpty();
        assertThat(find(search)).isEmpty();
    }

    @Test
    void grantsByIdAndListsComeFromTheDatabase() {
        database.with(new Change.GrantCreated(FREE));
        find(ALICE, ANY);

        assertThat(await(cache.findGrant(ACCOUNT, REGION, keyId(1), FREE.id()))).contains(FREE);
        database.with(new Change.GrantDeleted(FREE));

        assertThat(await(cache.findGrant(ACCOUNT, REGION, keyId(1), FREE.id()))).isEmpty();
        assertThat(await(cache.countGrants(ACCOUNT, REGION, keyId(1), 10))).isZero();
    }

    @Test
    void memoryIsBoundedWhateverIsAskedFor() {
        for (int i = 0; i < 5_000; i++) {
            var context = new GrantConstraints(null, Map.of("id", "number " + i), null);
            find(ALICE, GrantLead.of(context, GrantOperation.DECRYPT));
        }

        assertThat(cache.cachedRows()).isLessThan(3_000);
    }

    private CachingStorage cache(Storage behind) {
        return new CachingStorage(behind, vertx, BOUND, Duration.ofMillis(300), 1 << 20, nanos::get);
    }

    private List<Grant> find(String identity, GrantLead... leads) {
        return find(search(1, GrantOperation.DECRYPT, identity, leads));
    }

    private List<Grant> find(GrantSearch search) {
        return find(search, grant -> false);
    }

    private List<Grant> find(GrantSearch search, Predicate<Grant> suffices) {
        return await(cache.findGrants(search, suffices));
    }

    private static GrantSearch search(int key, GrantOperation operation, String identity, GrantLead... leads) {
        return new GrantSearch(ACCOUNT, REGION, keyId(key), operation, List.of(identity), Arrays.asList(leads));
    }

    private void commit(Change... changes) {
        await(cache.commit(List.of(changes), anyBlock()));
    }

    private long databaseReadsDuring(Runnable work) {
        long before = database.reads();
        work.run();
        return database.reads() - before;
    }

    private void poll() {
        await(cache.poll());
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    /** Reads now and answers when the test says so. */
    private static <T> Uni<T> delayed(Uni<T> answer, List<Runnable> waiting) {
        T read = await(answer);
        return Uni.createFrom().emitter(emitter -> waiting.add(() -> emitter.complete(read)));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
