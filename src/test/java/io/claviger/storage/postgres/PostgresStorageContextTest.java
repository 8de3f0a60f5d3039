package io.claviger.storage.postgres;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.key.KmsKey;
import io.claviger.storage.Change;
import io.claviger.testkit.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions are bound to threads (HR000069); callers are not. */
final class PostgresStorageContextTest {
    private static final int CALLS = 300;
    private static PostgresNode node;

    @BeforeAll
    static void connect() {
        node = PostgresNode.connect(TestDatabase.fresh());
        node.storage().addDomainKey(domainKey(DOMAIN_KEY), null).await().indefinitely();
        node.storage()
                .commit(List.of(new Change.AccountCreated(account(ACCOUNT)), keyCreated(key(1))), anyBlock())
                .await()
                .indefinitely();
    }

    @AfterAll
    static void disconnect() {
        node.close();
    }

    @Test
    void manyReadsAtOnceOnOneEventLoopAllSucceed() {
        Context context = node.vertx().getOrCreateContext();

        assertThat(answeredOn(context, CALLS)).containsOnly(context);
    }

    @Test
    void manyReadsAtOnceInOneRequestAllSucceed() {
        Context context = ((ContextInternal) node.vertx().getOrCreateContext()).duplicate();

        assertThat(answeredOn(context, CALLS)).containsOnly(context);
    }

    @Test
    void readInManyRequestsAtOnceIsAnsweredOnEachOne() {
        var root = (ContextInternal) node.vertx().getOrCreateContext();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            ContextInternal request = root.duplicate();
            var answer = new CompletableFuture<Boolean>();
            answers.add(answer);
            request.runOnContext(ignored -> read().subscribe()
                    .with(
                            found -> answer.complete(found.isPresent() && request.equals(Vertx.currentContext())),
                            answer::completeExceptionally));
        }

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void readFromAPlainThreadSucceeds() {
        assertThat(read().await().indefinitely()).isPresent();
    }

    @Test
    void readFromAWorkerIsAnsweredOnItsContext() throws Exception {
        ContextInternal context = ((ContextInternal) node.vertx().getOrCreateContext()).duplicate();
        var answer = new CompletableFuture<Context>();

        context.executeBlocking(() -> {
            read().subscribe().with(found -> answer.complete(Vertx.currentContext()), answer::completeExceptionally);
            return null;
        });

        assertThat(answer.get(60, TimeUnit.SECONDS)).isSameAs(context);
    }

    @Test
    void commitsAndReadsMixInOneRequest() throws Exception {
        Context context = ((ContextInternal) node.vertx().getOrCreateContext()).duplicate();
        var done = new CompletableFuture<List<Object>>();
        List<Uni<?>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(read());
            calls.add(node.storage().commit(List.of(), anyBlock()));
            calls.add(node.storage().commit(List.of(keyCreated(key(100 + i))), anyBlock()));
        }

        context.runOnContext(ignored -> Uni.combine()
                .all()
                .unis(calls)
                .with(results -> (Object) results)
                .subscribe()
                .with(results -> done.complete(List.of(results)), done::completeExceptionally));

        done.get(60, TimeUnit.SECONDS);
        assertThat(node.storage().countKeys(ACCOUNT, REGION).await().indefinitely())
                .isEqualTo(31);
    }

    private static List<Context> answeredOn(Context context, int calls) {
        List<CompletableFuture<Context>> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(new CompletableFuture<>());
        }
        context.runOnContext(ignored -> answers.forEach(answer -> read().subscribe()
                .with(found -> answer.complete(Vertx.currentContext()), answer::completeExceptionally)));
        return answers.stream()
                .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    private static Uni<Optional<KmsKey>> read() {
        return node.storage().findKey(ACCOUNT, REGION, keyId(1));
    }
}
