package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.Eventually;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/** One event loop serves everybody, so nothing may ever block it. Vert.x watches. */
@QuarkusTest
@TestProfile(EventLoopTest.OneLoop.class)
class EventLoopTest extends ServiceTest {
    private static final int CALLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * One event loop, looked at twenty times a second. A machine that is busy with other builds takes a thread away for a
     * while, so only what lasts longer than 800 ms counts; a blocking call of a second does not go unseen.
     */
    public static final class OneLoop extends ServiceProfile {
        @Override
        protected Map<String, String> moreSettings() {
            return Map.of(
                    "quarkus.vertx.event-loops-pool-size", "1",
                    "quarkus.http.io-threads", "1",
                    "quarkus.vertx.max-event-loop-execute-time", "800ms",
                    "quarkus.vertx.warning-exception-time", "50ms");
        }
    }

    @Inject
    Vertx vertx;

    // held here, because the log manager holds its loggers weakly
    private final Logger checker = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    private final Warnings warnings = new Warnings();

    @BeforeEach
    void setUpWarnings() {
        // what is loaded and compiled by the first calls is not what this is about
        for (int i = 0; i < 20; i++) {
            newScene();
        }
        checker.addHandler(warnings);
    }

    @AfterEach
    void removeWarnings() {
        checker.removeHandler(warnings);
    }

    @Test
    void twoHundredDecryptsAtOnceNeverBlockTheEventLoop() throws Exception {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            scenes.add(newScene());
        }

        List<SdkBytes> plaintexts = allAtOnce(scenes);

        assertThat(plaintexts).hasSize(CALLS).containsOnly(Scene.PLAINTEXT);
        assertThat(warnings.texts()).isEmpty();
    }

    private List<SdkBytes> allAtOnce(List<Scene> scenes) throws Exception {
        List<Callable<SdkBytes>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            SdkBytes ciphertext = scenes.get(i % scenes.size()).ciphertext();
            calls.add(() -> kms.decrypt(in -> in.ciphertextBlob(ciphertext)).plaintext());
        }
        List<SdkBytes> plaintexts = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<SdkBytes> answer : callers.invokeAll(calls)) {
                plaintexts.add(answer.get());
            }
        }
        return plaintexts;
    }

    /** Otherwise the test above would prove nothing. */
    @Test
    void aBlockedEventLoopIsNoticed() {
        BooleanSupplier isNoticed = () -> !warnings.texts().isEmpty();

        vertx.runOnContext(ignored -> Eventually.holds(PATIENCE, isNoticed));

        Eventually.holds(PATIENCE, isNoticed);
        assertThat(warnings.texts().getFirst()).contains("vert.x-eventloop-thread-0", "has been blocked for");
    }

    private static final class Warnings extends Handler {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        List<String> texts() {
            return List.copyOf(texts);
        }

        @Override
        public void publish(LogRecord record) {
            Throwable where = record.getThrown();
            texts.add(record.getMessage() + (where == null ? "" : " at " + List.of(where.getStackTrace())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
