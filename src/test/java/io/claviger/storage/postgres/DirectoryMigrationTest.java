package io.claviger.storage.postgres;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.Reference;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.claviger.storage.Change;
import io.claviger.storage.Referrer;
import io.claviger.testkit.StorageSamples;
import io.claviger.testkit.TestDatabase;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the users of a database of schema version 4. */
final class DirectoryMigrationTest {
    private static final PolicyText FIRST = PolicyText.of("{ \"Id\": \"quotes ' \\\" and \u00fc \ud83d\udd11\"}\r\n\t");
    private static final PolicyText SECOND = PolicyText.of("{\"Version\":\"2012-10-17\"}");
    private static final PolicyText LIMIT = PolicyText.of("{\"Id\": \"limit \u2028 \"}");

    private final TestDatabase database = TestDatabase.atVersion("4");
    private PostgresNode node;

    @BeforeEach
    void migrate() throws SQLException {
        try (Connection connection = database.connect()) {
            insert(connection, "insert into account (id, epoch, created_at) values (?, 7, ?)", ACCOUNT, time());
            insert(connection, "insert into account (id, epoch, created_at) values (?, 0, ?)", OTHER_ACCOUNT, time());
            String user = "insert into iam_user (account, unique_id, path, name, lower_name, created_at, boundary,"
                    + " boundary_sha256) values (?, ?, ?, ?, ?, ?, ?, ?)";
            insert(
                    connection,
                    user,
                    ACCOUNT,
                    "AIDAALICE",
                    "/team/",
                    "Alice",
                    "alice",
                    time(),
                    LIMIT.text(),
                    LIMIT.sha256());
            insert(connection, user, ACCOUNT, "AIDABOB", "/", "bob", "bob", time(), null, null);
            insert(connection, user, OTHER_ACCOUNT, "AIDAALICE", "/", "alice", "alice", time(), null, null);
            String policy = "insert into iam_user_policy (account, user_unique_id, name, policy, policy_sha256)"
                    + " values (?, ?, ?, ?, ?)";
            insert(connection, policy, ACCOUNT, "AIDAALICE", "b", FIRST.text(), FIRST.sha256());
            insert(connection, policy, ACCOUNT, "AIDAALICE", "A", SECOND.text(), SECOND.sha256());
            insert(
                    connection,
                    "insert into domain_key (id, root_key_id, wrapped, is_current, created_at)"
                            + " values (?, 'root', ?, true, ?)",
                    StorageSamples.DOMAIN_KEY,
                    new byte[] {1},
                    time());
            String key = "insert into access_key (id, account, user_unique_id, active, domain_key_id, wrapped_secret,"
                    + " created_at, row_version) values (?, ?, ?, true, ?, ?, ?, 1)";
            insert(connection, key, "AKIA1", ACCOUNT, "AIDAALICE", StorageSamples.DOMAIN_KEY, new byte[] {2}, time());
            insert(connection, key, "AKIA2", ACCOUNT, null, StorageSamples.DOMAIN_KEY, new byte[] {3}, time());
        }
        database.migrated();
        node = PostgresNode.connect(database);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void usersKeepTheirIdsNamesAndPolicies() {
        User alice = new User(ACCOUNT, "/team/", "Alice", "AIDAALICE", NOW)
                .withPermissions(Permissions.NONE
                        .withInline("A", SECOND)
                        .withInline("b", FIRST)
                        .withBoundary("arn:aws:iam::111122223333:policy/boundary-AIDAALICE"))
                .atVersion(1);

        assertThat(find(EntityKind.USER, "AIDAALICE")).isEqualTo(alice);
        assertThat(await(node.storage().findEntityNamed(EntityKind.USER, ACCOUNT, "aLICE")))
                .contains(alice);
        assertThat(find(EntityKind.USER, "AIDABOB"))
                .isEqualTo(new User(ACCOUNT, "/", "bob", "AIDABOB", NOW).atVersion(1));
        assertThat(await(node.storage().findEntity(EntityKind.USER, OTHER_ACCOUNT, "AIDAALICE")))
                .contains(new User(OTHER_ACCOUNT, "/", "alice", "AIDAALICE", NOW).atVersion(1));
    }

    @Test
    void boundariesBecomeManagedPolicies() {
        ManagedPolicy boundary = new ManagedPolicy(
                ACCOUNT,
                "/",
                "boundary-AIDAALICE",
                "ANPAALICE",
                NOW,
                NOW,
                "",
                List.of(),
                List.of(new ManagedPolicy.Version(1, LIMIT, NOW)),
                1,
                1,
                1);

        assertThat(find(EntityKind.POLICY, boundary.id())).isEqualTo(boundary);
        assertThat(await(node.storage().listReferrers(ACCOUNT, EntityKind.POLICY, boundary.id(), null, 10))
                        .items())
                .containsExactly(new Referrer(EntityKind.USER, "AIDAALICE", "/team/", "Alice", Reference.Use.BOUNDARY));
        assertThat(await(node.storage().findPolicyText(LIMIT.sha256()))).contains(LIMIT);
    }

    @Test
    void accessKeysStayWithTheirUsers() {
        assertThat(await(node.storage().listAccessKeys(ACCOUNT, "AIDAALICE")))
                .extracting(AccessKey::id)
                .containsExactly("AKIA1");
        assertThat(await(node.storage().listAccessKeys(ACCOUNT, null)))
                .extracting(AccessKey::id)
                .containsExactly("AKIA2");
    }

    @Test
    void whatWasMigratedCanBeChanged() {
        User alice = find(EntityKind.USER, "AIDAALICE");
        Account account = await(node.storage().findAccount(ACCOUNT)).orElseThrow();
        assertThat(account).isEqualTo(new Account(ACCOUNT, NOW).atVersion(1));

        await(node.storage()
                .commit(
                        List.of(
                                new Change.EntityUpdated(alice.withPermissions(Permissions.NONE)),
                                new Change.EntityDeleted(find(
                                        EntityKind.POLICY, alice.permissions().boundary())),
                                new Change.AccountUpdated(account.withAlias("main"))),
                        StorageSamples.anyBlock()));

        assertThat(find(EntityKind.USER, "AIDAALICE").permissions()).isEqualTo(Permissions.NONE);
        assertThat(await(node.storage().epochs(List.of(ACCOUNT)))).containsEntry(ACCOUNT, 8L);
    }

    private <E extends Entity> E find(EntityKind<E> kind, @Nullable String id) {
        return await(node.storage().findEntity(kind, ACCOUNT, String.valueOf(id)))
                .orElseThrow();
    }

    private static Object time() {
        return NOW.atOffset(ZoneOffset.UTC);
    }

    private static void insert(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                statement.setObject(i + 1, value instanceof AccountId id ? id.value() : value);
            }
            statement.executeUpdate();
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
