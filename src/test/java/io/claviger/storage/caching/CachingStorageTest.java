package io.claviger.storage.caching;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.blob;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.material;
import static io.claviger.testkit.StorageSamples.materialId;
import static io.claviger.testkit.StorageSamples.policyText;
import static io.claviger.testkit.StorageSamples.role;
import static io.claviger.testkit.StorageSamples.user;
import static io.claviger.testkit.StorageSamples.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.iam.AccessKey;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Role;
import io.claviger.iam.User;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CachingStorageTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final long MAX_BYTES = 1 << 20;
    private static final User ALICE = withPolicy(user("Alice"), "p", "old");
    private static final AccessKey ACCESS_KEY = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, ALICE);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final FakeStorage database = new FakeStorage();
    private CachingStorage cache;

    @BeforeEach
    void fill() {
        database.with(
                new Change.AccountCreated(account(ACCOUNT)),
                keyCreated(key(1)),
                keyCreated(key(2)),
                new Change.AliasCreated(alias("alias/a", key(1))),
                new Change.EntityCreated(ALICE),
                new Change.AccessKeyCreated(ACCESS_KEY));
        cache = cache(database);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void secondReadOfEveryRowComesFromMemory() {
        readAll();

        assertThat(databaseReadsDuring(this::readAll)).isZero();
        assertThat(cache.hits()).isEqualTo(7);
    }

    @Test
    void changeOfAnotherNodeIsSeenAfterAPoll() {
        readAll();
        database.with(new Change.KeyUpdated(stored(1).described("new")));
        assertThat(find(1).description()).isEqualTo("key 1");

        poll();

        assertThat(find(1).description()).isEqualTo("new");
    }

    @Test
    void changeOfOneRowLeavesTheOthersInMemory() {
        readAll();
        database.with(new Change.KeyUpdated(stored(2).described("new")));

        poll();

        assertThat(databaseReadsDuring(this::readAll)).isZero();
    }

    @Test
    void changeOfAnyKindIsSeenAfterAPoll() {
        readAll();
        AccessKey accessKey = await(database.findAccessKey(ACCESS_KEY.id())).orElseThrow();
        database.with(
                new Change.AliasUpdated(await(database.findAlias(ACCOUNT, REGION, "alias/a"))
                        .orElseThrow()
                        .retargeted(keyId(2), StorageSamples.NOW)),
                new Change.EntityUpdated(withPolicy(ALICE.atVersion(1), "p", "new")),
                new Change.AccessKeyUpdated(inactive(accessKey)));

        poll();

        assertThat(await(cache.findAlias(ACCOUNT, REGION, "alias/a"))
                        .orElseThrow()
                        .target())
                .isEqualTo(keyId(2));
        assertThat(await(cache.findEntity(EntityKind.USER, ACCOUNT, ALICE.uniqueId())))
                .contains(withPolicy(ALICE.atVersion(2), "p", "new"));
        assertThat(await(cache.findAccessKey(ACCESS_KEY.id())).orElseThrow().active())
                .isFalse();
    }

    @Test
    void entityOfEveryKindIsKeptAndItsChangesAreSeenAfterAPoll() {
        for (Entity entity : StorageSamples.oneOfEachKind()) {
            database.with(new Change.EntityCreated(entity));
            await(cache.findEntity(entity.kind(), ACCOUNT, entity.id()));
            assertThat(databaseReadsDuring(() -> await(cache.findEntity(entity.kind(), ACCOUNT, entity.id()))))
                    .isZero();
            database.with(new Change.EntityUpdated(entity.atVersion(1)));
            assertThat(version(entity)).isEqualTo(1);

            poll();

            assertThat(version(entity)).isEqualTo(2);
        }
    }

    private long version(Entity entity) {
        return await(cache.findEntity(entity.kind(), ACCOUNT, entity.id()))
                .orElseThrow()
                .version();
    }

    @Test
    void entityWithAVeryLongIdIsForgottenToo() {
        ManagedPolicy policy = StorageSamples.managedPolicy("long", policyText("1"));
        ManagedPolicy longer = new ManagedPolicy(
                ACCOUNT,
                "/" + "x".repeat(510) + "/",
                policy.name(),
                policy.uniqueId(),
                policy.createdAt(),
                policy.updatedAt(),
                "",
                List.of(),
                policy.versions(),
                1,
                1,
                0);
        database.with(new Change.EntityCreated(longer));
        assertThat(version(longer)).isEqualTo(1);
        database.with(new Change.EntityUpdated(longer.atVersion(1)));

        poll();

        assertThat(version(longer)).isEqualTo(2);
    }

    @Test
    void nameIsOnlyAHint() {
        readAll();
        database.with(new Change.EntityUpdated(ALICE.withName("/", "Alicia").atVersion(1)));
        User other = new User(ACCOUNT, "/", "alice", "AIDAOTHER", StorageSamples.NOW);
        database.with(new Change.EntityCreated(other));

        poll();

        assertThat(await(cache.findEntityNamed(EntityKind.USER, ACCOUNT, "Alice")))
                .contains(other.atVersion(1));
        assertThat(await(cache.findEntityNamed(EntityKind.USER, ACCOUNT, "Alicia"))
                        .orElseThrow()
                        .uniqueId())
                .isEqualTo(ALICE.uniqueId());
    }

    @Test
    void deletedEntityIsGoneAfterAPoll() {
        Role role = role("auditor");
        database.with(new Change.EntityCreated(role));
        assertThat(version(role)).isEqualTo(1);
        database.with(new Change.EntityDeleted(role.atVersion(1)));

        poll();

        assertThat(await(cache.findEntity(EntityKind.ROLE, ACCOUNT, role.uniqueId())))
                .isEmpty();
        assertThat(await(cache.findEntityNamed(EntityKind.ROLE, ACCOUNT, "auditor")))
                .isEmpty();
    }

    @Test
    void accountIsSeenAsItWasChanged() {
        readAll();
        database.with(
                new Change.AccountUpdated(account(ACCOUNT).withAlias("main").atVersion(1)));

        poll();

        assertThat(await(cache.findAccount(ACCOUNT)).orElseThrow().alias()).isEqualTo("main");
    }

    @Test
    void whatIsUsedOnceIsNeverAnsweredFromMemory() {
        Instant until = StorageSamples.NOW.plusSeconds(300);
        assertThat(await(cache.useOnce("n", "1", until))).isTrue();
        assertThat(await(cache(database).useOnce("n", "2", until))).isTrue();

        assertThat(await(cache(database).useOnce("n", "1", until))).isFalse();
        assertThat(await(cache.useOnce("n", "2", until))).isFalse();
    }

    @Test
    void rewrappedSecretsAreSeenAfterAPoll() {
        UUID next = UUID.fromString("d0000000-0000-4000-8000-000000000002");
        readAll();
        KeyMaterial material = material(key(1));
        await(database.rewrap(
                DOMAIN_KEY,
                List.of(new KeyMaterial(ACCOUNT, keyId(1), material.id(), next, blob("anew"), material.createdAt())),
                List.of(),
                List.of()));

        poll();

        assertThat(await(cache.findMaterial(ACCOUNT, keyId(1), materialId(1)))
                        .orElseThrow()
                        .domainKeyId())
                .isEqualTo(next);
    }

    @Test
    void databaseIsAskedWhenTheLastPollIsOlderThanTheBound() {
        readAll();
        pass(BOUND);
        assertThat(databaseReadsDuring(() -> find(1))).isZero();

        pass(Duration.ofNanos(1));

        assertThat(databaseReadsDuring(() -> find(1))).isEqualTo(1);
    }

    @Test
    void pollExtendsTheTimeFromItsBeginning() {
        readAll();
        pass(BOUND);
        poll();
        pass(BOUND);

        assertThat(databaseReadsDuring(this::readAll)).isZero();
    }

    @Test
    void unreachableDatabaseIsBridgedForTheBoundOnly() {
        readAll();
        database.setUnavailable(true);
        pass(BOUND);
        assertThat(find(1)).isNotNull();
        assertThatThrownBy(this::poll).isInstanceOf(StorageUnavailableException.class);

        pass(Duration.ofNanos(1));

        assertThatThrownBy(() -> find(1)).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> await(cache.findAccessKey(ACCESS_KEY.id())))
                .isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(() -> await(cache.findEntity(EntityKind.USER, ACCOUNT, ALICE.uniqueId())))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void rowsThatSurvivedAnOutageAreServedAgainUnlessTheyChanged() {
        readAll();
        pass(BOUND.multipliedBy(10));
        database.with(new Change.KeyUpdated(stored(1).described("new")));

        poll();

        assertThat(find(1).description()).isEqualTo("new");
        assertThat(databaseReadsDuring(() -> await(cache.findAlias(ACCOUNT, REGION, "alias/a"))))
                .isZero();
    }

    @Test
    void ownWritesAreSeenAtOnceAndCostNothingAtTheNextPoll() {
        readAll();
        await(cache.commit(List.of(new Change.KeyUpdated(stored(1).described("new"))), anyBlock()));
        assertThat(find(1).description()).isEqualTo("new");

        poll();

        assertThat(databaseReadsDuring(this::readAll)).isZero();
    }

    @Test
    void ownWriteOfUnknownOutcomeIsReadFromTheDatabase() {
        readAll();
        database.failNextCommit(new StorageUnavailableException("lost", new IllegalStateException()));
        assertThatThrownBy(() -> await(
                        cache.commit(List.of(new Change.KeyUpdated(stored(1).described("new"))), anyBlock())))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(databaseReadsDuring(() -> find(1))).isEqualTo(1);
    }

    @Test
    void changesOfOthersBetweenOwnOnesAreNotMissed() {
        readAll();
        database.with(new Change.KeyUpdated(stored(2).described("theirs")));
        await(cache.findKey(ACCOUNT, REGION, keyId(2)));
        await(cache.commit(List.of(new Change.KeyUpdated(stored(1).described("ours"))), anyBlock()));
        database.with(new Change.KeyUpdated(stored(1).described("theirs")));

        poll();

        assertThat(find(1).description()).isEqualTo("theirs");
        assertThat(find(2).description()).isEqualTo("theirs");
    }

    @Test
    void readThatBeganBeforeAPolledChangeIsNotKept() {
        var slow = new SlowReads(database);
        cache = cache(slow.storage());
        readAll();
        var reading = slow.begin(() -> cache.findKey(ACCOUNT, REGION, keyId(2)));
        database.with(new Change.KeyUpdated(stored(2).described("new")));
        poll();

        reading.finish();

        assertThat(reading.answer().orElseThrow().description()).isEqualTo("key 2");
        assertThat(find(2).description()).isEqualTo("new");
    }

    @Test
    void readThatBeganBeforeAnOwnWriteIsNotKept() {
        var slow = new SlowReads(database);
        cache = cache(slow.storage());
        readAll();
        var reading = slow.begin(() -> cache.findKey(ACCOUNT, REGION, keyId(2)));
        await(cache.commit(List.of(new Change.KeyUpdated(stored(2).described("new"))), anyBlock()));

        reading.finish();

        assertThat(find(2).description()).isEqualTo("new");
    }

    @Test
    void absenceReadBeforeAnOwnWriteIsNotRemembered() {
        var slow = new SlowReads(database);
        cache = cache(slow.storage());
        readAll();
        var reading = slow.begin(() -> cache.findKey(ACCOUNT, REGION, keyId(3)));
        await(cache.commit(List.of(keyCreated(key(3))), anyBlock()));

        reading.finish();

        assertThat(reading.answer()).isEmpty();
        assertThat(find(3).description()).isEqualTo("key 3");
    }

    @Test
    void absenceIsRememberedForTheBoundOnly() {
        assertThat(await(cache.findKey(ACCOUNT, REGION, keyId(3)))).isEmpty();
        assertThat(await(cache.findAccessKey("AKIA0000000000000009"))).isEmpty();
        assertThat(databaseReadsDuring(() -> {
                    await(cache.findKey(ACCOUNT, REGION, keyId(3)));
                    await(cache.findAccessKey("AKIA0000000000000009"));
                }))
                .isZero();
        database.with(
                keyCreated(key(3)),
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000009", ACCOUNT, null)));

        pass(BOUND.plusNanos(1));

        assertThat(find(3)).isNotNull();
        assertThat(await(cache.findAccessKey("AKIA0000000000000009"))).isPresent();
    }

    @Test
    void ownWriteEndsAbsence() {
        assertThat(await(cache.findAccessKey("AKIA0000000000000009"))).isEmpty();

        await(cache.commit(
                List.of(new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000009", ACCOUNT, null))),
                anyBlock()));

        assertThat(await(cache.findAccessKey("AKIA0000000000000009"))).isPresent();
    }

    @Test
    void moreChangesThanAPollReadsMakeTheWholeAccountForgotten() {
        readAll();
        for (int i = 0; i < 600; i++) {
            database.with(new Change.KeyUpdated(stored(1).described("version " + i)));
        }

        poll();

        assertThat(find(1).description()).isEqualTo("version 599");
        assertThat(databaseReadsDuring(() -> await(cache.findAlias(ACCOUNT, REGION, "alias/a"))))
                .isPositive();
    }

    @Test
    void databaseThatWasSetBackMakesTheWholeAccountForgotten() {
        readAll();
        var restored = new FakeStorage()
                .with(new Change.AccountCreated(account(ACCOUNT)), keyCreated(key(1).described("restored")));
        database.with(new Change.KeyUpdated(stored(1).described("lost")));
        poll();
        readAll();

        database.restore(restored);
        poll();

        assertThat(find(1).description()).isEqualTo("restored");
    }

    @Test
    void memoryIsBounded() {
        for (int i = 10; i < 1_500; i++) {
            database.with(keyCreated(key(i)));
            find(i);
        }

        assertThat(cache.cachedRows()).isLessThan(1_000);
    }

    @Test
    void accountThatIsNoLongerUsedIsNoLongerPolled() {
        readAll();
        assertThat(cache.followedAccounts()).isEqualTo(1);
        pass(Duration.ofHours(1));

        poll();

        assertThat(cache.followedAccounts()).isZero();
        assertThat(find(1).description()).isEqualTo("key 1");
    }

    private CachingStorage cache(Storage behind) {
        return new CachingStorage(behind, vertx, BOUND, INTERVAL, MAX_BYTES, nanos::get);
    }

    private void readAll() {
        await(cache.findAccount(ACCOUNT));
        await(cache.findKey(ACCOUNT, REGION, keyId(1)));
        await(cache.findAlias(ACCOUNT, REGION, "alias/a"));
        await(cache.findMaterial(ACCOUNT, keyId(1), materialId(1)));
        await(cache.findEntity(EntityKind.USER, ACCOUNT, ALICE.uniqueId()));
        await(cache.findEntityNamed(EntityKind.USER, ACCOUNT, "alice"));
        await(cache.findAccessKey(ACCESS_KEY.id()));
    }

    private long databaseReadsDuring(Runnable work) {
        long before = database.reads();
        work.run();
        return database.reads() - before;
    }

    private KmsKey find(int number) {
        return await(cache.findKey(ACCOUNT, REGION, keyId(number))).orElseThrow();
    }

    private KmsKey stored(int number) {
        return await(database.findKey(ACCOUNT, REGION, keyId(number))).orElseThrow();
    }

    private void poll() {
        await(cache.poll());
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    private static AccessKey inactive(AccessKey key) {
        return new AccessKey(
                key.id(),
                key.account(),
                key.userUniqueId(),
                false,
                key.domainKeyId(),
                key.wrappedSecret(),
                key.createdAt(),
                key.version());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }

    /** A read whose answer is on its way for as long as the test wants. */
    private static final class SlowReads {
        private final Storage storage;
        private Runnable release = () -> {};
        private boolean isSlow;

        SlowReads(Storage database) {
            storage = InterceptedStorage.around(database, (method, call) -> isSlow ? delayed(call.get()) : call.get());
        }

        Storage storage() {
            return storage;
        }

        Reading begin(Supplier<Uni<Optional<KmsKey>>> read) {
            var reading = new Reading();
            isSlow = true;
            read.get().subscribe().with(found -> reading.answer = found);
            isSlow = false;
            return reading;
        }

        /** Reads now and answers later. */
        private <T> Uni<T> delayed(Uni<T> answer) {
            T read = await(answer);
            return Uni.createFrom().emitter(emitter -> release = () -> emitter.complete(read));
        }

        final class Reading {
            private Optional<KmsKey> answer = Optional.empty();

            void finish() {
                release.run();
            }

            Optional<KmsKey> answer() {
                return answer;
            }
        }
    }
}
