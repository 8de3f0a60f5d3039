package io.claviger.config;

import io.claviger.audit.AuditEncoder;
import io.claviger.audit.GroupCommitter;
import io.claviger.audit.RequestIds;
import io.claviger.audit.chain.BlockSealer;
import io.claviger.audit.json.JsonAuditEncoder;
import io.claviger.authn.jwt.JwksSettings;
import io.claviger.authn.jwt.JwtVerifier;
import io.claviger.authn.oidc.BearerAuthenticator;
import io.claviger.authn.oidc.TokenCallers;
import io.claviger.authn.service.ServiceTokens;
import io.claviger.authn.sigv4.SigV4Authenticator;
import io.claviger.authn.token.TokenVerifier;
import io.claviger.authz.Authorizer;
import io.claviger.authz.CompiledPolicies;
import io.claviger.authz.ControlPolicies;
import io.claviger.authz.PolicyAdmission;
import io.claviger.authz.PrincipalDirectory;
import io.claviger.authz.RecordedDecisions;
import io.claviger.authz.access.KeyAccessReport;
import io.claviger.authz.access.PolicyEvaluation;
import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.JsonReader;
import io.claviger.common.Region;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.http.json.JacksonWireCodec;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.http.json.JsonTreeText;
import io.claviger.http.query.FormDecoder;
import io.claviger.iam.EntityKind;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.credentials.StoredCredentials;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.jobs.RootKeyRotation;
import io.claviger.keystore.KeyStore;
import io.claviger.keystore.Workers;
import io.claviger.keystore.internal.InternalKeyStore;
import io.claviger.operation.Operation;
import io.claviger.operation.Quotas;
import io.claviger.operation.access.DecisionHistory;
import io.claviger.operation.access.KeyAccess;
import io.claviger.operation.access.PolicyTrials;
import io.claviger.operation.deployment.JsonText;
import io.claviger.operation.grant.GrantPrincipals;
import io.claviger.operation.policy.KeyPolicyRules;
import io.claviger.pipeline.AuditEvents;
import io.claviger.pipeline.CallObserver;
import io.claviger.pipeline.Dispatcher;
import io.claviger.pipeline.Entrance;
import io.claviger.pipeline.KeyResolver;
import io.claviger.pipeline.Operations;
import io.claviger.pipeline.RequestClass;
import io.claviger.pipeline.RequestDecoder;
import io.claviger.pipeline.Throttle;
import io.claviger.pipeline.Validation;
import io.claviger.pipeline.WireCodec;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.storage.caching.CachingStorage;
import io.claviger.storage.postgres.AuthorizationListener;
import io.claviger.storage.postgres.PostgresStorage;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.hibernate.reactive.mutiny.Mutiny;

/** Puts everything together. The only place that knows which adapter stands behind a port. */
@Singleton
final class Wiring {
    private static final int CACHED_POLICIES = 50_000;
    private static final int CACHED_CREDENTIALS = 50_000;
    private static final int CACHED_SIGNING_KEYS = 50_000;
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    /** Tolerated of the clocks of clients of STS and IAM (wire-protocol.md, section 7). */
    private static final Duration QUERY_SKEW = Duration.ofMinutes(15);
    /** Where AWS keeps what is of no region, and where clients sign for when they know none. */
    private static final Region GLOBAL = new Region("us-east-1");
    /** What SDKs sign for that are told to use no region, at an endpoint of one's own. */
    private static final String NO_REGION = "aws-global";

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomSource random() {
        return new SystemRandom();
    }

    @Produces
    @Singleton
    OneTimeKeyAead aead() {
        return new OneTimeKeyAead();
    }

    @Produces
    @Singleton
    ServedRegions regions(ClavigerConfig config) {
        return ServedRegions.of(config.regions());
    }

    @Produces
    @Singleton
    Quotas quotas(ClavigerConfig config) {
        ClavigerConfig.Quotas quotas = config.quotas();
        return new Quotas(
                quotas.keysPerRegion(),
                quotas.aliasesPerKey(),
                quotas.tagsPerKey(),
                quotas.policyBytes(),
                quotas.grantsPerKey());
    }

    // worker pools

    @Produces
    @Singleton
    VertxWorkers workers(Vertx vertx, ClavigerConfig config) {
        ClavigerConfig.Workers settings = config.workers();
        int threads =
                settings.cryptoThreads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.cryptoThreads();
        return new VertxWorkers(
                vertx,
                Map.of(
                        Workers.Pool.CRYPTO, new VertxWorkers.Size(threads, settings.cryptoQueue()),
                        Workers.Pool.KEYGEN, new VertxWorkers.Size(1, settings.cryptoQueue()),
                        Workers.Pool.AUDIT, new VertxWorkers.Size(1, 100),
                        Workers.Pool.POLICY, new VertxWorkers.Size(1, 20)));
    }

    void close(@Disposes VertxWorkers workers) {
        workers.close();
    }

    // storage

    @Produces
    @Singleton
    @Typed(PostgresStorage.class)
    PostgresStorage postgres(Mutiny.SessionFactory sessions, Pool pool, Vertx vertx, ClavigerConfig config) {
        return new PostgresStorage(
                sessions,
                pool,
                vertx,
                config.storage().timeout(),
                config.authorization().notifications());
    }

    @Produces
    @Singleton
    @Typed(KeyringStorage.class)
    KeyringStorage keyringStorage(PostgresStorage postgres) {
        return postgres;
    }

    @Produces
    @Singleton
    @Typed({CachingStorage.class, Storage.class})
    CachingStorage storage(PostgresStorage postgres, Vertx vertx, ClavigerConfig config) {
        CachingStorage storage = new CachingStorage(
                postgres,
                vertx,
                config.authorization().bound(),
                config.authorization().pollInterval(),
                config.storage().cacheBytes(),
                System::nanoTime);
        storage.start();
        return storage;
    }

    void close(@Disposes CachingStorage storage) {
        storage.close();
    }

    @Produces
    @Singleton
    AuthorizationListener listener(Pool pool, Vertx vertx, CachingStorage storage) {
        return new AuthorizationListener(pool, vertx, RECONNECT, storage::pollSoon);
    }

    void close(@Disposes AuthorizationListener listener) {
        listener.close();
    }

    // key hierarchy

    @Produces
    @Singleton
    Keyring keyring(KeyringStorage storage, OneTimeKeyAead aead, RandomSource random) {
        return new Keyring(storage, aead, random);
    }

    @Produces
    @Singleton
    RootKeySource rootKeySource(ClavigerConfig config, OneTimeKeyAead aead, RandomSource random) {
        return new RootKeySource(RootKeySource.path(config), aead, random);
    }

    @Produces
    @Singleton
    RootKeyRotation rootKeyRotation(
            RootKeySource source,
            Keyring keyring,
            KeyringStorage storage,
            VertxWorkers workers,
            RandomSource random,
            Clock clock,
            ClavigerConfig config) {
        // nodes notice a new domain key when they read the file again
        Duration grace = config.rootKey().pollInterval().multipliedBy(3);
        return new RootKeyRotation(source::reload, keyring, storage, workers, random, clock, grace, new RotationLog());
    }

    @Produces
    @Singleton
    KeyStore keyStore(
            Storage storage,
            VertxWorkers workers,
            Keyring keyring,
            OneTimeKeyAead aead,
            RandomSource random,
            ClavigerConfig config) {
        return new InternalKeyStore(
                storage,
                workers,
                keyring,
                aead,
                random,
                config.workers().cachedMaterials(),
                config.workers().materialMaxAge());
    }

    // audit

    /** Signs audit blocks: its Ed25519 is some twenty times as fast as the JDK's. */
    @Produces
    @Singleton
    AuditKeys auditKeys(KeyringStorage storage, Keyring keyring, RandomSource random) {
        Provider bouncyCastle = new BouncyCastleProvider();
        return new AuditKeys(storage, keyring, random, bouncyCastle);
    }

    @Produces
    @Singleton
    AuditEncoder auditEncoder() {
        return new JsonAuditEncoder();
    }

    /** Made when it is first used, after start-up has loaded the audit key. */
    @Produces
    @Singleton
    GroupCommitter journal(
            Storage storage,
            VertxWorkers workers,
            AuditEncoder encoder,
            AuditKeys keys,
            RandomSource random,
            ClavigerConfig config) {
        return new GroupCommitter(
                () -> RandomUuid.next(random),
                storage,
                workers,
                encoder,
                new BlockSealer(keys.signer()),
                config.audit().maxWaiting());
    }

    // the pipeline

    @Produces
    @Singleton
    JsonReader jsonReader() {
        return new JsonTreeReader();
    }

    @Produces
    @Singleton
    WireCodec wireCodec() {
        return new JacksonWireCodec();
    }

    @Produces
    @Singleton
    @Typed({PrincipalDirectory.class, GrantPrincipals.class})
    PrincipalDirectory principals(Storage storage) {
        return new PrincipalDirectory(storage);
    }

    @Produces
    @Singleton
    KeyPolicyRules keyPolicyRules(JsonReader reader, PrincipalDirectory principals, Quotas quotas) {
        return new PolicyAdmission(reader, principals, quotas, new PolicyLog());
    }

    @Produces
    @Singleton
    ControlPolicies controlPolicies(ClavigerConfig config, JsonReader reader) {
        return config.serviceControlPolicies()
                .map(path -> new ControlPolicyFile(path, reader).load())
                .orElse(ControlPolicies.NONE);
    }

    @Produces
    @Singleton
    CompiledPolicies compiledPolicies(JsonReader reader) {
        return new CompiledPolicies(reader, CACHED_POLICIES);
    }

    @Produces
    @Singleton
    DecisionHistory decisionHistory(
            Storage storage,
            CompiledPolicies compiled,
            ControlPolicies controls,
            JsonReader reader,
            VertxWorkers workers) {
        return new RecordedDecisions(storage, compiled, controls, reader, workers, System::nanoTime);
    }

    @Produces
    @Singleton
    KeyAccess keyAccess(Storage storage, CompiledPolicies compiled, ControlPolicies controls, VertxWorkers workers) {
        return new KeyAccessReport(storage, compiled, controls, workers);
    }

    @Produces
    @Singleton
    PolicyTrials policyTrials() {
        return new PolicyEvaluation(System::nanoTime);
    }

    @Produces
    @Singleton
    CallObserver callObserver(MeterRegistry registry) {
        return new CallMetrics(registry);
    }

    @Produces
    @Singleton
    Operations operations(@All List<Operation<?, ?>> operations) {
        return new Operations(operations);
    }

    @Produces
    @Singleton
    Entrances entrances(
            Storage storage,
            Keyring keyring,
            VertxWorkers workers,
            ServedRegions regions,
            WireCodec codec,
            BearerAuthenticator bearer,
            ClavigerConfig config) {
        StoredCredentials credentials = new StoredCredentials(
                storage, keyring, workers, CACHED_CREDENTIALS, config.workers().materialMaxAge());
        Set<Region> served = Set.copyOf(regions.all());
        RequestDecoder forms = new FormDecoder();
        return new Entrances(Map.of(
                AwsApi.KMS,
                new Entrance(
                        List.of(
                                new SigV4Authenticator(
                                        credentials, served, Set.of(AwsApi.KMS.signingName()), CACHED_SIGNING_KEYS),
                                bearer),
                        codec),
                AwsApi.STS,
                new Entrance(List.of(forQueries(AwsApi.STS, credentials, served)), forms),
                AwsApi.IAM,
                new Entrance(List.of(forQueries(AwsApi.IAM, credentials, served)), forms)));
    }

    /** The account that the deployment belongs to. */
    @Produces
    @Singleton
    AccountId management(ClavigerConfig config) {
        String id = config.bootstrap().accountId();
        if (!AccountId.isValid(id)) {
            throw new StartupException("claviger.bootstrap.account-id is not of twelve digits.");
        }
        return new AccountId(id);
    }

    @Produces
    @Singleton
    TokenVerifier tokenVerifier(Vertx vertx, VertxWorkers workers, JsonReader reader, ClavigerConfig config) {
        JwksSettings settings =
                config.plainHttpKeysInsecure() ? JwksSettings.DEFAULT.withInsecureHttp() : JwksSettings.DEFAULT;
        return new JwtVerifier(vertx, new HttpClientOptions(), workers, reader, settings);
    }

    @Produces
    @Singleton
    TrustedEntities<RegisteredService> trustedServices(
            ClavigerConfig config, AccountId management, JsonReader reader, Storage storage) {
        return new TrustedEntities<>(
                EntityKind.SERVICE, new Trusted(management, reader).services(config.services()), management, storage);
    }

    @Produces
    @Singleton
    ServiceTokens serviceTokens(
            TrustedEntities<RegisteredService> registry,
            TokenVerifier verifier,
            JsonReader reader,
            Storage storage,
            ClavigerConfig config) {
        return new ServiceTokens(
                registry,
                verifier,
                reader,
                storage,
                Set.copyOf(config.serviceTokens().audiences()));
    }

    @Produces
    @Singleton
    TrustedEntities<TokenIssuer> trustedIssuers(
            ClavigerConfig config, AccountId management, JsonReader reader, Storage storage) {
        return new TrustedEntities<>(
                EntityKind.TOKEN_ISSUER, new Trusted(management, reader).issuers(config.oidc()), management, storage);
    }

    @Produces
    @Singleton
    TokenCallers tokenCallers(
            TrustedEntities<TokenIssuer> registry,
            TokenVerifier verifier,
            JsonReader reader,
            Storage storage,
            AccountId management) {
        return new TokenCallers(registry, verifier, reader, storage, management);
    }

    @Produces
    @Singleton
    BearerAuthenticator bearer(TokenCallers callers, ServiceTokens services, JsonReader reader, ServedRegions regions) {
        return new BearerAuthenticator(callers, services, reader, regions.all());
    }

    @Produces
    @Singleton
    JsonText jsonText() {
        return new JsonTreeText();
    }

    private static SigV4Authenticator forQueries(AwsApi api, StoredCredentials credentials, Set<Region> served) {
        Map<String, Region> regions = new HashMap<>();
        served.forEach(region -> regions.put(region.value(), region));
        regions.put(GLOBAL.value(), GLOBAL);
        regions.put(NO_REGION, GLOBAL);
        return new SigV4Authenticator(credentials, regions, Set.of(api.signingName()), CACHED_SIGNING_KEYS, QUERY_SKEW);
    }

    /** What each API has before the pipeline. */
    record Entrances(Map<AwsApi, Entrance> byApi) {}

    @Produces
    @Singleton
    RequestIds requestIds(RandomSource random, Clock clock) {
        return new RequestIds(random, clock);
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(
            Operations operations,
            Entrances entrances,
            ServiceTokens serviceTokens,
            AccountId management,
            Storage storage,
            CompiledPolicies compiled,
            ControlPolicies controls,
            GroupCommitter journal,
            RandomSource random,
            CallObserver observer,
            Clock clock,
            ClavigerConfig config) {
        return new Dispatcher(
                operations,
                entrances.byApi(),
                serviceTokens,
                new Throttle(rates(config.requestRates())),
                new Validation(),
                new KeyResolver(storage),
                new Authorizer(storage, compiled, controls, management),
                journal,
                new AuditEvents(random, operations),
                observer,
                clock);
    }

    /** The rates to enforce: none when they are switched off. */
    static Map<RequestClass, Integer> rates(ClavigerConfig.RequestRates settings) {
        if (!settings.enabled()) {
            return Map.of();
        }
        Map<RequestClass, Integer> rates = new EnumMap<>(RequestClass.class);
        Set<String> unknown = new TreeSet<>(settings.perSecond().keySet());
        for (RequestClass requestClass : RequestClass.values()) {
            String name = requestClass.name().toLowerCase(Locale.ROOT).replace('_', '-');
            rates.put(requestClass, settings.perSecond().getOrDefault(name, requestClass.defaultPerSecond()));
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            throw new StartupException("claviger.request-rates.per-second names no class of operations: " + unknown);
        }
        return rates;
    }

    /** The configured regions, the default one first. */
    record ServedRegions(List<Region> all) {
        static ServedRegions of(List<String> names) {
            for (String name : names) {
                if (!Region.isValid(name)) {
                    throw new StartupException(
                            "claviger.regions names " + name + ", which is no region name such as us-west-2.");
                }
            }
            return new ServedRegions(names.stream().map(Region::new).toList());
        }
    }
}
