package io.claviger.pipeline;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;

import io.claviger.audit.AuditJournal;
import io.claviger.audit.GroupCommitter;
import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.chain.TestChain;
import io.claviger.audit.json.JsonAuditEncoder;
import io.claviger.authn.Authentication;
import io.claviger.authn.Authenticator;
import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.authn.ServiceContext;
import io.claviger.authz.Authorizer;
import io.claviger.authz.CompiledPolicies;
import io.claviger.authz.ControlPolicies;
import io.claviger.authz.PolicyAdmission;
import io.claviger.authz.PrincipalDirectory;
import io.claviger.common.AwsApi;
import io.claviger.common.ErrorCode;
import io.claviger.config.SystemRandom;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.http.json.JacksonWireCodec;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.keystore.internal.InternalKeyStore;
import io.claviger.operation.Quotas;
import io.claviger.operation.cryptography.Decrypt;
import io.claviger.operation.cryptography.Encrypt;
import io.claviger.operation.cryptography.GenerateDataKeyWithoutPlaintext;
import io.claviger.operation.grant.CreateGrant;
import io.claviger.operation.grant.RevokeGrant;
import io.claviger.operation.key.CreateKey;
import io.claviger.operation.key.DisableKey;
import io.claviger.operation.key.EnableKey;
import io.claviger.operation.key.ScheduleKeyDeletion;
import io.claviger.operation.policy.PutKeyPolicy;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.file.FileRootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeys;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.storage.caching.CachingStorage;
import io.claviger.storage.postgres.AuthorizationListener;
import io.claviger.storage.postgres.PostgresNode;
import io.claviger.testkit.Calls;
import io.claviger.testkit.TestDatabase;
import io.claviger.testkit.TestWorkers;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** All of a node from the dispatcher down to a real PostgreSQL; callers are believed. */
final class ClusterNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a node goes about the database. */
    record Freshness(Duration bound, Duration pollInterval, boolean notifies) {}

    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final List<UUID> chains = new ArrayList<>();
    private final PostgresNode database;
    private final CachingStorage storage;
    private final AuthorizationListener listener;
    private final Keyring keyring;
    private final Dispatcher audited;
    private final Dispatcher unaudited;

    ClusterNode(TestDatabase where, String url, Path rootKeyFile, Duration timeout, Freshness freshness) {
        SystemRandom random = new SystemRandom();
        OneTimeKeyAead aead = new OneTimeKeyAead();
        TestWorkers workers = new TestWorkers(threads);
        database = PostgresNode.connect(where, url, timeout, freshness.notifies());
        storage = new CachingStorage(
                database.storage(),
                database.vertx(),
                freshness.bound(),
                freshness.pollInterval(),
                1 << 24,
                System::nanoTime);
        storage.start();
        listener =
                new AuthorizationListener(database.pool(), database.vertx(), Duration.ofMillis(200), storage::pollSoon);
        if (freshness.notifies()) {
            listener.start();
        }
        keyring = new Keyring(database.storage(), aead, random);
        try (RootKeys keys = new RootKeyFile(rootKeyFile, random).loadOrCreate()) {
            keyring.use(new FileRootKey(keys, aead, random, threads));
        }
        // a node that starts on a busy machine may be slower than its time limit
        keyring.load(Instant.EPOCH)
                .onFailure(StorageUnavailableException.class)
                .retry()
                .atMost(20)
                .await()
                .atMost(PATIENCE);
        InternalKeyStore keyStore =
                new InternalKeyStore(storage, workers, keyring, aead, random, 1_000, Duration.ofMinutes(5));
        PrincipalDirectory principals = new PrincipalDirectory(storage);
        PolicyAdmission admission =
                new PolicyAdmission(new JsonTreeReader(), principals, Quotas.DEFAULT, (key, warnings) -> {});
        Operations operations = new Operations(List.of(
                new CreateKey(keyStore, storage, admission, random, Quotas.DEFAULT),
                new Encrypt(keyStore),
                new Decrypt(keyStore),
                new GenerateDataKeyWithoutPlaintext(keyStore),
                new ScheduleKeyDeletion(),
                new DisableKey(),
                new EnableKey(),
                new PutKeyPolicy(admission),
                new CreateGrant(storage, principals, random, Quotas.DEFAULT),
                new RevokeGrant(storage)));
        GroupCommitter journal = new GroupCommitter(
                this::newChain, storage, workers, new JsonAuditEncoder(), new BlockSealer(TestChain.signer()), 1_000);
        audited = dispatcher(operations, journal, random);
        unaudited = dispatcher(operations, (event, changes) -> Uni.createFrom().voidItem(), random);
    }

    private UUID newChain() {
        chains.add(UUID.randomUUID());
        return chains.getLast();
    }

    private Dispatcher dispatcher(Operations operations, AuditJournal journal, SystemRandom random) {
        return new Dispatcher(
                operations,
                Map.of(AwsApi.KMS, new Entrance(List.of(new Believing()), new JacksonWireCodec())),
                (authentication, call, now) -> Uni.createFrom().item(authentication),
                new Throttle(Map.of()),
                new Validation(),
                new KeyResolver(storage),
                new Authorizer(storage, new CompiledPolicies(new JsonTreeReader(), 100), ControlPolicies.NONE, ACCOUNT),
                journal,
                new AuditEvents(random, operations),
                new Silent(),
                Clock.systemUTC());
    }

    CachingStorage storage() {
        return storage;
    }

    List<UUID> chains() {
        return List.copyOf(chains);
    }

    /** A call of the account's root. */
    Answer answer(String operation, String body) {
        return answer(audited, Calls.root(), operation, body);
    }

    Answer answer(Caller caller, String operation, String body) {
        return answer(audited, caller, operation, body);
    }

    /** As if the service had proved that it calls for the caller. */
    Answer answerVia(@Nullable ServiceContext service, Caller caller, String operation, String body) {
        Believing.SERVICE.set(service);
        try {
            return answer(audited, caller, operation, body);
        } finally {
            Believing.SERVICE.remove();
        }
    }

    /** Past the journal, so that only the decision stands in the way of an answer. */
    Answer answerUnaudited(Caller caller, String operation, String body) {
        return answer(unaudited, caller, operation, body);
    }

    private static Answer answer(Dispatcher dispatcher, Caller caller, String operation, String body) {
        Believing.CALLER.set(caller);
        RawCall raw = Calls.raw(body);
        return dispatcher
                .handle(
                        raw,
                        Invocation.aws(operation, raw.body()),
                        UUID.randomUUID().toString())
                .await()
                .atMost(PATIENCE);
    }

    @Override
    public void close() {
        listener.close();
        storage.close();
        database.close();
        threads.shutdownNow();
    }

    private static final class Believing implements Authenticator {
        /** The calls of a test come from its own thread, one after the other. */
        static final ThreadLocal<Caller> CALLER = new ThreadLocal<>();

        static final ThreadLocal<ServiceContext> SERVICE = new ThreadLocal<>();

        @Override
        public boolean claims(RawCall call) {
            return true;
        }

        @Override
        public Uni<Authentication> authenticate(RawCall call, Instant now) {
            return Uni.createFrom().item(new Authentication(CALLER.get(), REGION, SERVICE.get(), null));
        }
    }

    private static final class Silent implements CallObserver {
        @Override
        public void answered(String requestId, String operation, ErrorCode error, Duration duration) {}

        @Override
        public void failed(String requestId, String operation, Throwable failure) {}
    }

    static String json(String text) {
        return text.replace('\'', '"').replace("ACCOUNT", ACCOUNT.value());
    }
}
