package io.claviger.audit;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.chain.ChainReport;
import io.claviger.audit.chain.TestChain;
import io.claviger.common.AwsApi;
import io.claviger.common.BugException;
import io.claviger.common.KmsException;
import io.claviger.key.KmsKey;
import io.claviger.keystore.Workers;
import io.claviger.operation.Empty;
import io.claviger.storage.Change;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.Calls;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.InterceptedStorage.Loss;
import io.claviger.testkit.SeededRandom;
import io.claviger.testkit.TestWorkers;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GroupCommitterTest {
    private static final KmsKey KEY = key(1);

    private final FakeStorage storage =
            new FakeStorage().with(new Change.AccountCreated(account(ACCOUNT)), keyCreated(KEY));
    private final TestWorkers workers = new TestWorkers();
    private final List<UUID> chains = new ArrayList<>();
    private final Gate gate = new Gate();
    private InterceptedStorage.Around around = gate;

    /** Holds commits back while it is shut. */
    private static final class Gate implements InterceptedStorage.Around {
        private final Deque<Runnable> held = new ArrayDeque<>();
        private boolean isShut;

        @Override
        public Uni<?> answer(String method, Supplier<Uni<?>> call) {
            if (!isShut || !method.equals("commit")) {
                return call.get();
            }
            return Uni.createFrom()
                    .emitter(emitter -> held.add(() -> call.get().subscribe().with(emitter::complete, emitter::fail)));
        }

        void shut() {
            isShut = true;
        }

        void open() {
            isShut = false;
            while (!held.isEmpty()) {
                held.removeFirst().run();
            }
        }
    }

    /** The second commit is written after its caller gave up, and after the tail was read again. */
    private static final class LateCommit implements InterceptedStorage.Around {
        private final List<Supplier<Uni<?>>> late = new ArrayList<>();
        private int commits;

        @Override
        public Uni<?> answer(String method, Supplier<Uni<?>> call) {
            if (method.equals("commit") && ++commits == 2) {
                late.add(call);
                return InterceptedStorage.lose(Loss.REQUEST, call);
            }
            if (method.equals("lastBlock") && !late.isEmpty()) {
                Object before = call.get().await().indefinitely();
                late.removeFirst().get().await().indefinitely();
                return Uni.createFrom().item(before);
            }
            return call.get();
        }
    }

    // groups

    @Test
    void recordsThatWaitShareABlock() {
        GroupCommitter journal = journal(100);
        gate.shut();
        CompletableFuture<Void> first = append(journal, "a");
        List<CompletableFuture<Void>> others =
                Stream.of("b", "c", "d").map(id -> append(journal, id)).toList();
        assertThat(journal.waitingRecords()).isEqualTo(3);
        assertThat(journal.isIdle()).isFalse();
        assertThat(first).isNotDone();

        gate.open();

        assertThat(first).isCompleted();
        assertThat(others).allMatch(CompletableFuture::isDone);
        assertThat(blocks(chains.getFirst())).containsExactly(List.of("a"), List.of("b", "c", "d"));
        assertThat(journal.isIdle()).isTrue();
        assertThat(journal.sequence()).isEqualTo(2);
        assertWhole();
    }

    @Test
    void blockHoldsAHundredRecords() {
        GroupCommitter journal = journal(1_000);
        gate.shut();
        submit(journal, "first");
        IntStream.range(0, 250).forEach(i -> submit(journal, "record " + i));

        gate.open();

        assertThat(blocks(chains.getFirst())).extracting(List::size).containsExactly(1, 100, 100, 50);
        assertWhole();
    }

    @Test
    void changesAndTheirRecordsAreOneCommit() {
        GroupCommitter journal = journal(100);

        journal.append(event("a"), List.of(described("new"))).await().indefinitely();

        assertThat(stored().description()).isEqualTo("new");
        assertThat(records()).containsExactly("a");
        assertThat(storage.committedChanges()).hasSize(1);
    }

    @Test
    void nothingHappensBeforeTheSubscription() {
        GroupCommitter journal = journal(100);

        Uni<Void> appended = journal.append(event("a"), List.of());

        assertThat(records()).isEmpty();
        appended.await().indefinitely();
        assertThat(records()).containsExactly("a");
    }

    // conflicts

    @Test
    void conflictOfOneChangeHurtsNobodyElse() {
        GroupCommitter journal = journal(100);
        gate.shut();
        submit(journal, "first");
        CompletableFuture<Void> record = append(journal, "record");
        CompletableFuture<Void> good = append(journal, "good", described("good"));
        CompletableFuture<Void> conflicting = append(journal, "conflicting", described("late"));
        CompletableFuture<Void> created = append(journal, "created", keyCreated(key(2)));
        CompletableFuture<Void> another = append(journal, "another");

        gate.open();

        assertThat(List.of(record, good, created, another)).allMatch(CompletableFuture::isDone);
        assertThat(failureOf(conflicting)).isInstanceOf(StorageConflictException.class);
        assertThat(records()).containsExactlyInAnyOrder("first", "record", "good", "created", "another");
        assertThat(stored().description()).isEqualTo("good");
        assertWhole();
    }

    @Test
    void journalGoesOnAfterAConflict() {
        GroupCommitter journal = journal(100);
        Change stale = described("two");
        submit(journal, "a", described("one"));
        assertThat(failureOf(append(journal, "b", stale))).isInstanceOf(StorageConflictException.class);

        assertThat(append(journal, "c")).isCompleted();

        assertThat(records()).containsExactly("a", "c");
        assertWhole();
    }

    // unknown outcomes

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lostCommitLeavesNoGapAndNoDuplicate(Loss loss) {
        for (int number = 1; number <= 8; number++) {
            GroupCommitterTest each = new GroupCommitterTest();
            each.around = new InterceptedStorage.LosingOne(number, loss);
            GroupCommitter journal = each.journal(100);

            List<CompletableFuture<Void>> appended = IntStream.range(0, 6)
                    .mapToObj(i -> append(journal, "record " + i))
                    .toList();

            assertThat(appended.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .as(loss + " of call " + number)
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(failed -> failureOf(failed) instanceof StorageUnavailableException);
            each.assertWhole();
            each.assertEachAcknowledgedRecordOnce(appended);
        }
    }

    @Test
    void recordOfALostAnswerIsThereOnceEvenWhenItsCallIsRepeated() {
        // calls: lastBlock, commit, commit (lost), lastBlock, commit
        around = new InterceptedStorage.LosingOne(3, Loss.ANSWER);
        GroupCommitter journal = journal(100);
        submit(journal, "a");
        assertThat(failureOf(append(journal, "b"))).isInstanceOf(StorageUnavailableException.class);

        submit(journal, "c");

        assertThat(records()).containsExactly("a", "b", "c");
        assertWhole();
    }

    @Test
    void commitThatIsWrittenAfterTheTailWasReadAgainDoesNotStopTheJournal() {
        around = new LateCommit();
        GroupCommitter journal = journal(100);
        submit(journal, "a");
        submit(journal, "late");

        CompletableFuture<Void> after = append(journal, "b");
        CompletableFuture<Void> last = append(journal, "c");

        assertThat(after).isCompleted();
        assertThat(last).isCompleted();
        assertThat(records()).containsExactly("a", "late", "b", "c");
        assertWhole();
    }

    @Test
    void changeThatMeetsALateCommitConflictsAndTheJournalGoesOn() {
        around = new LateCommit();
        GroupCommitter journal = journal(100);
        submit(journal, "a");
        submit(journal, "late");

        assertThat(failureOf(append(journal, "b", described("x")))).isInstanceOf(StorageConflictException.class);
        assertThat(append(journal, "b again", described("x"))).isCompleted();

        assertThat(records()).containsExactly("a", "late", "b again");
        assertWhole();
    }

    @Test
    void databaseThatIsDownFailsCallsAndNothingElse() {
        GroupCommitter journal = journal(100);
        submit(journal, "a");
        storage.setUnavailable(true);
        for (int i = 0; i < 3; i++) {
            assertThat(failureOf(append(journal, "lost " + i))).isInstanceOf(StorageUnavailableException.class);
        }
        storage.setUnavailable(false);

        assertThat(append(journal, "b")).isCompleted();

        assertThat(records()).containsExactly("a", "b");
        assertWhole();
    }

    // bounds

    @Test
    void fullQueueThrottles() {
        GroupCommitter journal = journal(2);
        gate.shut();
        submit(journal, "writing");
        submit(journal, "waiting 1");
        submit(journal, "waiting 2");

        assertThat(failureOf(append(journal, "too many")))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code().wireName()).isEqualTo("ThrottlingException"));

        gate.open();
        assertThat(append(journal, "later")).isCompleted();
        assertThat(records()).containsExactly("writing", "waiting 1", "waiting 2", "later");
        assertWhole();
    }

    @Test
    void busyWorkersFailCallsAndNothingElse() {
        GroupCommitter journal = journal(100);
        workers.setFull(Workers.Pool.AUDIT, true);
        assertThat(failureOf(append(journal, "a"))).isInstanceOf(KmsException.class);
        workers.setFull(Workers.Pool.AUDIT, false);

        assertThat(append(journal, "b")).isCompleted();
        assertWhole();
    }

    @Test
    void oversizedRequestIsRecordedWithoutParameters() {
        GroupCommitter journal = journal(100);

        submit(journal, "large");

        assertThat(records()).containsExactly("large, without request");
        assertWhole();
    }

    @Test
    void recordThatCannotBeMadeFailsItsCallAlone() {
        GroupCommitter journal = journal(100);
        gate.shut();
        submit(journal, "first");
        CompletableFuture<Void> before = append(journal, "before", described("new"));
        CompletableFuture<Void> broken = append(journal, "broken", keyCreated(key(2)));
        CompletableFuture<Void> after = append(journal, "after");

        gate.open();

        assertThat(failureOf(broken)).isInstanceOf(BugException.class);
        assertThat(before).isCompleted();
        assertThat(after).isCompleted();
        assertThat(records()).containsExactlyInAnyOrder("first", "before", "after");
        assertThat(storage.findKey(ACCOUNT, REGION, key(2).id()).await().indefinitely())
                .isEmpty();
        assertWhole();
    }

    @Test
    void recordThatTheDatabaseRejectsFailsItsCallAlone() {
        GroupCommitter journal = journal(100);
        submit(journal, "first");
        storage.failNextCommit(new BugException("rejected"));

        assertThat(failureOf(append(journal, "rejected"))).isInstanceOf(BugException.class);

        assertThat(append(journal, "next")).isCompleted();
        assertThat(records()).containsExactly("first", "next");
        assertWhole();
    }

    @Test
    void callerThatCannotBeReachedDoesNotMakeItsRecordTwo() {
        Workers unreachable = new Workers() {
            @Override
            public <T> Uni<T> run(Pool pool, Callable<T> task) {
                return workers.run(pool, task);
            }

            @Override
            public Executor callerContext() {
                return workers.callerContext();
            }

            @Override
            public void complete(List<Completion> completions) {
                throw new RejectedExecutionException("the event loop has ended");
            }
        };
        GroupCommitter journal = journal(100, unreachable);
        gate.shut();
        submit(journal, "first");
        submit(journal, "a");
        submit(journal, "b");

        gate.open();

        assertThat(records()).containsExactly("first", "a", "b");
        assertThat(journal.isIdle()).isTrue();
        assertWhole();
    }

    // time

    @Test
    void clockThatIsCorrectedALittleStaysInTheChain() {
        GroupCommitter journal = journal(100);
        submitAt(journal, "a", NOW);
        submitAt(journal, "b", NOW.minus(Duration.ofMinutes(5)));

        assertThat(chains).hasSize(1);
        assertThat(records()).containsExactly("a", "b");
        assertWhole();
    }

    @Test
    void clockThatIsSetBackFurtherBeginsAChain() {
        GroupCommitter journal = journal(100);
        submitAt(journal, "a", NOW);
        submitAt(journal, "b", NOW.minus(Duration.ofMinutes(5)).minusMillis(1));
        submitAt(journal, "c", NOW.minus(Duration.ofMinutes(4)));

        assertThat(chains).hasSize(2);
        assertThat(blocks(chains.get(0))).containsExactly(List.of("a"));
        assertThat(blocks(chains.get(1))).containsExactly(List.of("b"), List.of("c"));
        assertThat(journal.chainId()).isEqualTo(chains.get(1));
        assertWhole();
    }

    @Test
    void manySmallStepsBackDoNotAddUp() {
        GroupCommitter journal = journal(100);
        for (int i = 0; i < 10; i++) {
            submitAt(journal, "record " + i, NOW.minus(Duration.ofMinutes(3L * i)));
        }

        assertThat(records()).hasSize(10);
        assertWhole();
    }

    @Test
    void clockThatIsSetBackAfterALostAnswerBeginsAChain() {
        around = new InterceptedStorage.LosingOne(2, Loss.ANSWER);
        GroupCommitter journal = journal(100);
        submitAt(journal, "lost", NOW);

        submitAt(journal, "b", NOW.minus(Duration.ofHours(1)));

        assertThat(records()).containsExactly("lost", "b");
        assertWhole();
    }

    // many at once

    @Test
    void thousandsOfConcurrentAppendsAreEachInOneBlock() throws Exception {
        appendFromManyThreads(gate, 8, 500, appended -> {
            assertThat(appended).allMatch(each -> !each.isCompletedExceptionally());
            assertThat(records()).hasSize(4_000).doesNotHaveDuplicates();
        });
    }

    @Test
    void unreliableDatabaseNeverDoublesOrLosesAnAcknowledgedRecord() throws Exception {
        SeededRandom random = new SeededRandom(11);
        InterceptedStorage.Around unreliable = (method, call) -> {
            synchronized (random) {
                return switch (random.below(10)) {
                    case 0 -> InterceptedStorage.lose(Loss.REQUEST, call);
                    case 1 -> InterceptedStorage.lose(Loss.ANSWER, call);
                    default -> call.get();
                };
            }
        };
        appendFromManyThreads(unreliable, 4, 500, appended -> {
            assertThat(appended.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .isNotEmpty();
            assertThat(records()).doesNotHaveDuplicates();
        });
    }

    private void appendFromManyThreads(
            InterceptedStorage.Around storageBehaviour,
            int threads,
            int each,
            Consumer<List<CompletableFuture<Void>>> check)
            throws Exception {
        around = storageBehaviour;
        try (ExecutorService sealing = Executors.newSingleThreadExecutor();
                ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            GroupCommitter journal = journal(100_000, new TestWorkers(sealing));
            List<CompletableFuture<Void>> appended = IntStream.range(0, threads * each)
                    .mapToObj(i -> CompletableFuture.completedFuture("record " + i)
                            .thenComposeAsync(id -> append(journal, id), callers))
                    .toList();
            CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new))
                    .exceptionally(failure -> null)
                    .get(60, TimeUnit.SECONDS);
            assertWhole();
            assertEachAcknowledgedRecordOnce(appended);
            check.accept(appended);
        }
    }

    private void assertEachAcknowledgedRecordOnce(List<CompletableFuture<Void>> appended) {
        List<String> records = records();
        assertThat(records).doesNotHaveDuplicates();
        for (int i = 0; i < appended.size(); i++) {
            if (!appended.get(i).isCompletedExceptionally()) {
                assertThat(records).contains("record " + i);
            }
        }
    }

    private GroupCommitter journal(int maxWaiting) {
        return journal(maxWaiting, workers);
    }

    private GroupCommitter journal(int maxWaiting, Workers pools) {
        return new GroupCommitter(
                () -> {
                    chains.add(TestChain.chainId(chains.size()));
                    return chains.getLast();
                },
                InterceptedStorage.around(storage, (method, call) -> around.answer(method, call)),
                pools,
                GroupCommitterTest::encode,
                new BlockSealer(TestChain.signer()),
                maxWaiting);
    }

    private static byte[] encode(AuditEvent event) {
        String text = switch (event.eventId()) {
            case "broken" -> throw new BugException("cannot be encoded");
            case "large" -> event.request() == null ? "large, without request" : "large" + "x".repeat(150_000);
            default -> event.eventId();
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CompletableFuture<Void> append(GroupCommitter journal, String id, Change... changes) {
        return journal.append(event(id), List.of(changes)).subscribeAsCompletionStage();
    }

    private static void submit(GroupCommitter journal, String id, Change... changes) {
        journal.append(event(id), List.of(changes)).subscribe().with(done -> {}, failure -> {});
    }

    private static void submitAt(GroupCommitter journal, String id, Instant time) {
        journal.append(event(id, time), List.of()).subscribe().with(done -> {}, failure -> {});
    }

    private static Throwable failureOf(CompletableFuture<Void> appended) {
        assertThat(appended).isCompletedExceptionally();
        try {
            appended.join();
            throw new AssertionError();
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private KmsKey stored() {
        return storage.findKey(ACCOUNT, REGION, KEY.id()).await().indefinitely().orElseThrow();
    }

    /** At the version that is stored now. */
    private Change described(String description) {
        return new Change.KeyUpdated(stored().described(description));
    }

    private void assertWhole() {
        ChainReport report = TestChain.verify(
                chains.stream().flatMap(chain -> storage.blocks(chain).stream()).toList());
        assertThat(report.findings()).isEmpty();
    }

    private List<String> records() {
        return chains.stream()
                .flatMap(chain -> blocks(chain).stream())
                .flatMap(List::stream)
                .toList();
    }

    private List<List<String>> blocks(UUID chain) {
        return storage.blocks(chain).stream().map(GroupCommitterTest::records).toList();
    }

    private static List<String> records(Block block) {
        try {
            return block.records().stream()
                    .map(record -> new String(record, StandardCharsets.UTF_8))
                    .toList();
        } catch (BlockFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static AuditEvent event(String id) {
        return event(id, NOW);
    }

    private static AuditEvent event(String id, Instant time) {
        return new AuditEvent(
                id,
                "request " + id,
                time,
                AwsApi.KMS,
                "Encrypt",
                true,
                Calls.root(),
                REGION,
                "192.0.2.7",
                null,
                null,
                null,
                Empty.INSTANCE,
                null,
                null,
                null,
                new LinkedHashMap<>(),
                null,
                List.of(),
                null);
    }
}
