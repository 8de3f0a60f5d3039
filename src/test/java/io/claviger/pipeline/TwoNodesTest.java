package io.claviger.pipeline;

import static io.claviger.pipeline.ClusterNode.json;
import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.TestChain;
import io.claviger.authn.Caller;
import io.claviger.common.ErrorCode;
import io.claviger.iam.User;
import io.claviger.operation.grant.CreateGrant;
import io.claviger.operation.key.CreateKey;
import io.claviger.pipeline.ClusterNode.Freshness;
import io.claviger.storage.Change;
import io.claviger.testkit.Calls;
import io.claviger.testkit.Eventually;
import io.claviger.testkit.TcpProxy;
import io.claviger.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the other node answers, of two on one PostgreSQL. The bounds are those that the service has by default. */
final class TwoNodesTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final User ALICE = user("alice");
    private static final Caller CALLER = Calls.user(ALICE);

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.fresh();
    private final TcpProxy proxy = new TcpProxy(database.host(), database.port());
    private final List<ClusterNode> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(ClusterNode::close);
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keyThatOneNodeDisabledIsDisabledOnTheOtherWithinTheBound(boolean notifies) {
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        String key = createKey(one);
        assertAllowed(encrypt(other, key));

        assertAllowed(one.answer("DisableKey", json("{'KeyId':'" + key + "'}")));

        assertHoldsWithinTheBound(() -> encrypt(other, key), ErrorCode.DISABLED);
        assertAllowed(one.answer("EnableKey", json("{'KeyId':'" + key + "'}")));
        Eventually.holds(SOON, () -> encrypt(other, key) instanceof Answer.Success);
        assertWhole(one, other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void permissionThatOneNodeTookAwayIsGoneOnTheOtherWithinTheBound(boolean notifies) {
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        String key = createKey(one);
        putPolicy(one, key, true);
        Eventually.holds(SOON, () -> encryptAs(other, key) instanceof Answer.Success);

        putPolicy(one, key, false);

        assertHoldsWithinTheBound(() -> encryptAs(other, key), ErrorCode.ACCESS_DENIED);
        assertWhole(one, other);
    }

    /** Far below the interval at which it would look by itself. */
    @Test
    void notifiedNodeDoesNotWaitForItsPoll() {
        Freshness patient = new Freshness(Duration.ofMinutes(10), Duration.ofMinutes(5), true);
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, patient);
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, patient);
        String key = createKey(one);
        assertAllowed(encrypt(other, key));

        assertAllowed(one.answer("DisableKey", json("{'KeyId':'" + key + "'}")));

        Eventually.holds(SOON, () -> isRefused(encrypt(other, key), ErrorCode.DISABLED));
    }

    @Test
    void tokenOfAGrantWorksOnANodeThatDoesNotKnowTheGrantYet() {
        Freshness patient = new Freshness(Duration.ofMinutes(10), Duration.ofMinutes(5), false);
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, patient);
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, patient);
        String key = createKey(one);
        assertThat(isRefused(encryptAs(other, key), ErrorCode.ACCESS_DENIED)).isTrue();

        CreateGrant.Response grant = createGrant(one, key);

        assertThat(isRefused(encryptAs(other, key), ErrorCode.ACCESS_DENIED)).isTrue();
        assertAllowed(other.answer(CALLER, "Encrypt", encryption(key, grant.grantToken())));
        assertAllowed(encryptAs(one, key));

        assertAllowed(one.answer("RevokeGrant", revocation(key, grant)));

        assertThat(isRefused(
                        other.answer(CALLER, "Encrypt", encryption(key, grant.grantToken())),
                        ErrorCode.INVALID_GRANT_TOKEN))
                .isTrue();
        assertThat(isRefused(encryptAs(one, key), ErrorCode.ACCESS_DENIED)).isTrue();
        assertWhole(one, other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void grantThatOneNodeRevokedIsGoneOnTheOtherWithinTheBound(boolean notifies) {
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, notifies));
        String key = createKey(one);
        CreateGrant.Response grant = createGrant(one, key);
        Eventually.holds(SOON, () -> encryptAs(other, key) instanceof Answer.Success);

        assertAllowed(one.answer("RevokeGrant", revocation(key, grant)));

        assertHoldsWithinTheBound(() -> encryptAs(other, key), ErrorCode.ACCESS_DENIED);
        assertWhole(one, other);
    }

    @Test
    void nodesThatMakeOneNamedGrantAtOnceMakeItOnce() throws Exception {
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, false));
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, false));

        for (int i = 0; i < 5; i++) {
            String key = createKey(one);
            Set<String> ids = new HashSet<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Callable<CreateGrant.Response>> calls = List.of(
                        () -> createGrant(one, key),
                        () -> createGrant(other, key),
                        () -> createGrant(one, key),
                        () -> createGrant(other, key));
                for (Future<CreateGrant.Response> made : threads.invokeAll(calls)) {
                    ids.add(made.get().grantId());
                }
            }
            assertThat(ids).hasSize(1);
        }
        assertWhole(one, other);
    }

    @Test
    void nodesThatChangeOneKeyAtOnceBothSucceed() {
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, true));
        ClusterNode other = node(database.reactiveUrl(), TIMEOUT, new Freshness(BOUND, POLL, true));
        String key = createKey(one);
        assertAllowed(encrypt(other, key));

        for (int i = 0; i < 10; i++) {
            // the other node has the old version in its cache
            assertAllowed(one.answer("DisableKey", json("{'KeyId':'" + key + "'}")));
            assertAllowed(other.answer("EnableKey", json("{'KeyId':'" + key + "'}")));
        }

        assertAllowed(other.answer("DisableKey", json("{'KeyId':'" + key + "'}")));
        assertHoldsWithinTheBound(() -> encrypt(one, key), ErrorCode.DISABLED);
        assertWhole(one, other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nodeThatIsCutOffRefusesInsteadOfDecidingOnStaleData(boolean isSilent) {
        Freshness freshness = new Freshness(BOUND, POLL, true);
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, freshness);
        ClusterNode other = node(database.reactiveUrl(proxy.port()), SHORT_TIMEOUT, freshness);
        String key = createKey(one);
        Eventually.holds(SOON, () -> encryptUnaudited(other, key) instanceof Answer.Success);

        if (isSilent) {
            proxy.hang();
        } else {
            proxy.cut();
        }
        long cutAt = System.nanoTime();
        assertAllowed(one.answer("DisableKey", json("{'KeyId':'" + key + "'}")));

        // what began later than the bound after the cut is never answered from memory
        Eventually.holds(SOON, () -> {
            long begunAt = System.nanoTime();
            Answer answer = encryptUnaudited(other, key);
            boolean isLate = Duration.ofNanos(begunAt - cutAt).compareTo(BOUND) > 0;
            assertThat(isLate && answer instanceof Answer.Success)
                    .as("answered on stale data")
                    .isFalse();
            return isLate && isRefused(answer, ErrorCode.DEPENDENCY_TIMEOUT);
        });
        assertThat(isRefused(encrypt(other, key), ErrorCode.DEPENDENCY_TIMEOUT)).isTrue();

        proxy.restore();

        Eventually.holds(SOON, () -> isRefused(encrypt(other, key), ErrorCode.DISABLED));
        assertAllowed(one.answer("EnableKey", json("{'KeyId':'" + key + "'}")));
        Eventually.holds(SOON, () -> encrypt(other, key) instanceof Answer.Success);
        assertWhole(one, other);
    }

    @Test
    void callsOfANodeThatIsCutOffAreRefusedInTime() {
        Freshness freshness = new Freshness(BOUND, POLL, true);
        ClusterNode one = node(database.reactiveUrl(), TIMEOUT, freshness);
        ClusterNode other = node(database.reactiveUrl(proxy.port()), SHORT_TIMEOUT, freshness);
        String key = createKey(one);
        Eventually.holds(SOON, () -> encrypt(other, key) instanceof Answer.Success);
        proxy.hang();

        long begunAt = System.nanoTime();
        Answer answer = encrypt(other, key);

        assertThat(isRefused(answer, ErrorCode.DEPENDENCY_TIMEOUT)).isTrue();
        // one try of the storage, and room for a busy machine
        assertThat(Duration.ofNanos(System.nanoTime() - begunAt)).isLessThan(SHORT_TIMEOUT.plusSeconds(7));
        proxy.restore();
        Eventually.holds(SOON, () -> encrypt(other, key) instanceof Answer.Success);
        assertWhole(one, other);
    }

    private ClusterNode node(String url, Duration timeout, Freshness freshness) {
        ClusterNode node = new ClusterNode(database, url, directory.resolve("root.key"), timeout, freshness);
        if (nodes.isEmpty()) {
            node.storage()
                    .commit(
                            List.of(new Change.AccountCreated(account(ACCOUNT)), new Change.EntityCreated(ALICE)),
                            anyBlock())
                    .await()
                    .atMost(SOON);
        }
        nodes.add(node);
        return node;
    }

    private static String createKey(ClusterNode node) {
        Answer answer = node.answer("CreateKey", "{}");
        assertAllowed(answer);
        return ((CreateKey.Response) ((Answer.Success) answer).output())
                .keyMetadata()
                .keyId();
    }

    private static void putPolicy(ClusterNode node, String key, boolean allowsAlice) {
        String principals = allowsAlice ? "['ACCOUNT','" + ALICE.arn() + "']" : "['ACCOUNT']";
        String policy = json("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':" + principals
                        + "},'Action':'kms:*','Resource':'*'}]}")
                .replace("\"", "\\\"");
        assertAllowed(node.answer("PutKeyPolicy", "{\"KeyId\":\"" + key + "\",\"Policy\":\"" + policy + "\"}"));
    }

    private static Answer encrypt(ClusterNode node, String key) {
        return node.answer("Encrypt", encryption(key));
    }

    private static Answer encryptAs(ClusterNode node, String key) {
        return node.answer(CALLER, "Encrypt", encryption(key));
    }

    private static Answer encryptUnaudited(ClusterNode node, String key) {
        return node.answerUnaudited(Calls.root(), "Encrypt", encryption(key));
    }

    private static CreateGrant.Response createGrant(ClusterNode node, String key) {
        Answer answer = node.answer(
                "CreateGrant",
                json("{'KeyId':'" + key + "','Name':'n','GranteePrincipal':'" + ALICE.arn()
                        + "','Operations':['Encrypt']}"));
        assertAllowed(answer);
        return (CreateGrant.Response) ((Answer.Success) answer).output();
    }

    private static String revocation(String key, CreateGrant.Response grant) {
        return json("{'KeyId':'" + key + "','GrantId':'" + grant.grantId() + "'}");
    }

    private static String encryption(String key, String token) {
        return json("{'KeyId':'" + key + "','Plaintext':'aGVsbG8=','GrantTokens':['" + token + "']}");
    }

    private static String encryption(String key) {
        return json("{'KeyId':'" + key + "','Plaintext':'aGVsbG8='}");
    }

    /** The change has been answered: no call that begins later than the bound from now on may be allowed. */
    private static void assertHoldsWithinTheBound(Supplier<Answer> call, ErrorCode refusal) {
        long answeredAt = System.nanoTime();
        Eventually.holds(SOON, () -> {
            long begunAt = System.nanoTime();
            Answer answer = call.get();
            assertThat(Duration.ofNanos(begunAt - answeredAt).compareTo(BOUND) > 0 && answer instanceof Answer.Success)
                    .as("allowed after the bound")
                    .isFalse();
            return isRefused(answer, refusal);
        });
        assertThat(isRefused(call.get(), refusal)).isTrue();
    }

    private static boolean isRefused(Answer answer, ErrorCode code) {
        return answer instanceof Answer.Failure failure && failure.code() == code;
    }

    private static void assertAllowed(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Success.class);
    }

    /** Whatever happened, the chains of these nodes verify. */
    private void assertWhole(ClusterNode... written) {
        List<Block> blocks = new ArrayList<>();
        for (ClusterNode node : written) {
            node.chains().forEach(chain -> blocks.addAll(blocks(chain)));
        }
        assertThat(blocks).isNotEmpty();
        assertThat(TestChain.verify(blocks).findings()).isEmpty();
    }

    private List<Block> blocks(UUID chain) {
        List<Block> blocks = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select header, signature, records, sequence from audit_block where chain_id = ?"
                                + " order by sequence")) {
            statement.setObject(1, chain);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    blocks.add(Block.of(chain, rows.getLong(4), rows.getBytes(1), rows.getBytes(2), rows.getBytes(3)));
                }
            }
            return blocks;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
