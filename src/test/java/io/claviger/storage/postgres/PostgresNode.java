package io.claviger.storage.postgres;

import io.claviger.testkit.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.engine.jdbc.spi.SqlStatementLogger;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.pool.ReactiveConnectionPool;
import org.hibernate.reactive.pool.impl.ExternalSqlClientPool;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;

/** One node's way to a database, without Quarkus: Vert.x, pool, Hibernate Reactive and the adapter on top. */
public final class PostgresNode implements AutoCloseable {
    private static final List<Class<?>> ENTITIES = List.of(
            AccessKeyRow.class,
            AccountRow.class,
            AliasRow.class,
            AuditKeyRow.class,
            SessionKeyRow.class,
            AuthorizationChangeRow.class,
            BlockRow.class,
            DomainKeyRow.class,
            EntityRow.class,
            GrantRow.class,
            KeyRow.class,
            MaterialRow.class,
            NodeRow.class);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final SessionFactory factory;
    private final PostgresStorage storage;

    private static final Duration SILENCE = Duration.ofSeconds(3);

    private PostgresNode(TestDatabase database, String url, Duration timeout, boolean notifies) {
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(10))
                .connectingTo(PoolLimits.limited(
                        List.of(PgConnectOptions.fromUri(url)
                                .setUser(database.user())
                                .setPassword(database.password())
                                .setCachePreparedStatements(true)),
                        SILENCE))
                .using(vertx)
                .build();
        factory = factory();
        storage = new PostgresStorage(factory.unwrap(Mutiny.SessionFactory.class), pool, vertx, timeout, notifies);
    }

    public static PostgresNode connect(TestDatabase database) {
        return new PostgresNode(database, database.reactiveUrl(), Duration.ofSeconds(10), true);
    }

    /** By another URL than the database's own, such as one through a proxy. */
    public static PostgresNode connect(TestDatabase database, String reactiveUrl, Duration timeout, boolean notifies) {
        return new PostgresNode(database, reactiveUrl, timeout, notifies);
    }

    public PostgresStorage storage() {
        return storage;
    }

    public Pool pool() {
        return pool;
    }

    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        factory.close();
        pool.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private SessionFactory factory() {
        var configuration = new Configuration();
        ENTITIES.forEach(configuration::addAnnotatedClass);
        configuration.setProperty("jakarta.persistence.database-product-name", "PostgreSQL");
        configuration.setProperty("hibernate.boot.allow_jdbc_metadata_access", "false");
        StandardServiceRegistry registry = new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .addService(VertxInstance.class, () -> vertx)
                .addService(
                        ReactiveConnectionPool.class,
                        new ExternalSqlClientPool(pool, new SqlStatementLogger(), new SqlExceptionHelper(false)))
                .build();
        return configuration.buildSessionFactory(registry);
    }
}
