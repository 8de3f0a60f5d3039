package io.claviger.config;

import io.claviger.audit.GroupCommitter;
import io.claviger.authz.ControlPolicies;
import io.claviger.common.AccountId;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.AesGcm;
import io.claviger.crypto.kdf.CounterKdf;
import io.claviger.crypto.selftest.SelfTest;
import io.claviger.rootkey.Keyring;
import io.claviger.rootkey.RootKeyException;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.storage.StorageUnavailableException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/** Start-up, one step after the other, before the first request is accepted. A step that fails stops the service. */
@Singleton
final class Startup {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ClavigerConfig config;
    private final ReadinessChecks.Http http;
    private final Flyway flyway;
    private final KeyringStorage keyringStorage;
    private final RootKeySource rootKeySource;
    private final Keyring keyring;
    private final AuditKeys auditKeys;
    private final Provider<GroupCommitter> journal;
    private final Storage storage;
    private final Wiring.ServedRegions regions;
    private final RandomSource random;
    private final NodeLife nodeLife;
    private final Clock clock;

    /** @param controls read before anything is written: a fault in their file stops the service */
    Startup(
            ClavigerConfig config,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled") String plainHttp,
            Flyway flyway,
            KeyringStorage keyringStorage,
            RootKeySource rootKeySource,
            Keyring keyring,
            AuditKeys auditKeys,
            Provider<GroupCommitter> journal,
            Storage storage,
            Wiring.ServedRegions regions,
            RandomSource random,
            NodeLife nodeLife,
            ControlPolicies controls,
            Clock clock) {
        this.config = config;
        this.http = new ReadinessChecks.Http(httpHost, "enabled".equals(plainHttp));
        this.flyway = flyway;
        this.keyringStorage = keyringStorage;
        this.rootKeySource = rootKeySource;
        this.keyring = keyring;
        this.auditKeys = auditKeys;
        this.journal = journal;
        this.storage = storage;
        this.regions = regions;
        this.random = random;
        this.nodeLife = nodeLife;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (io.quarkus.runtime.LaunchMode.current() == io.quarkus.runtime.LaunchMode.NORMAL) {
            ReadinessChecks.check(config, http);
        }
        Optional<Bootstrap.Given> givenKey = Bootstrap.givenKey(config.bootstrap());
        SelfTest.run(new AesGcm(), new CounterKdf());
        Schema.migrate(flyway);
        openKeyring();
        awaitPatiently(() -> auditKeys.load(clock.instant()));
        CredentialsFile credentials = new CredentialsFile(config.dataDir());
        await(new Bootstrap(storage, journal.get(), keyring, random, credentials)
                .run(
                        new AccountId(config.bootstrap().accountId()),
                        regions.all().getFirst(),
                        givenKey,
                        clock.instant()));
        nodeLife.begin();
    }

    private void openKeyring() {
        boolean isFirstStart = awaitPatiently(keyringStorage::domainKeys).isEmpty();
        keyring.use(rootKeySource.open(isFirstStart));
        try {
            awaitPatiently(() -> keyring.load(clock.instant()));
        } catch (RootKeyException e) {
            throw new StartupException(
                    "The root key file " + RootKeySource.path(config)
                            + " does not open the stored keys: it belongs to another deployment, or lacks the root key"
                            + " that the other nodes use.",
                    e);
        }
    }

    /**
     * A database that is slow to come up, or a machine that is, is waited for. Such a step looks what is there before
     * it writes, so it may be taken again when its outcome is unknown.
     */
    private static <T> T awaitPatiently(Supplier<Uni<T>> step) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return await(step.get());
            } catch (StorageUnavailableException e) {
                if (System.nanoTime() >= deadline) {
                    throw new StartupException("The database cannot be used: " + e.getMessage() + ".", e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static <T> T await(Uni<T> step) {
        return step.await().atMost(PATIENCE);
    }
}
