package io.claviger.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.iam.Permissions;
import io.claviger.iam.User;
import io.claviger.key.Alias;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import io.claviger.operation.Call;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.operation.key.DescribeKey;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.storage.Page;
import io.claviger.storage.Storage;
import io.claviger.testkit.JsonTrees;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** kms:ResourceAliases: read only when a policy asks for it, and always before a decision rests on it. */
class AliasConditionTest {
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final Region REGION = new Region("eu-central-1");
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30Z");
    private static final KeyId KEY = new KeyId("00000000-0000-4000-8000-000000000001");
    private static final User ALICE = new User(ACCOUNT, "/", "alice", "AIDAEXAMPLEALICE00001", NOW);
    private static final String ALLOW_ALL = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}]}""";

    private static final String NOBODY_DELEGATED =
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Principal\":"
                    + " {\"AWS\": \"arn:aws:iam::444455556666:root\"}, \"Action\": \"kms:*\", \"Resource\": \"*\"}}";
    private final List<String> aliases = new ArrayList<>();
    private Permissions permissions = Permissions.NONE;
    private int aliasReads;
    private final List<Grant> grants = new ArrayList<>();
    private final Authorizer authorizer = new Authorizer(
            storage(),
            new CompiledPolicies(JsonTrees::parse, 100),
            ControlPolicies.NONE,
            io.claviger.testkit.StorageSamples.ACCOUNT);

    @Test
    void allowsByAnAliasOfTheKey() {
        given(statement("Allow", "\"ForAnyValue:StringEquals\": {\"kms:ResourceAliases\": \"alias/payroll\"}"));
        givenAliases(150);
        aliases.add("alias/payroll");

        authorize();

        assertThat(aliasReads).isEqualTo(2);
    }

    @Test
    void doesNotAllowByAnAliasThatTheKeyHasNot() {
        given(statement("Allow", "\"ForAnyValue:StringEquals\": {\"kms:ResourceAliases\": \"alias/payroll\"}"));
        aliases.add("alias/other");

        assertDenied();
    }

    @Test
    void doesNotAllowEverythingWhileAliasesAreUnread() {
        given(statement("Allow", "\"ForAllValues:StringEquals\": {\"kms:ResourceAliases\": \"alias/payroll\"}"));
        aliases.add("alias/other");

        assertDenied();
    }

    @Test
    void deniesByAnAliasOfTheKey() {
        given(ALLOW_ALL.replace(
                "[{",
                "[{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\":"
                        + " {\"ForAnyValue:StringLike\": {\"KMS:resourcealiases\": \"alias/pay*\"}}}, {"));
        aliases.add("alias/payroll");

        assertDenied();
    }

    @Test
    void aGrantToTheAccountLeavesNoPolicyWithoutTheAliases() {
        given(statement("Allow", "\"Null\": {\"kms:ResourceAliases\": \"true\"}"));
        aliases.add("alias/secret");
        grants.add(grantToTheAccount());

        assertDenied(NOBODY_DELEGATED);
        aliases.clear();
        authorize(NOBODY_DELEGATED);
    }

    @Test
    void doesNotReadAliasesThatNoPolicyAsksFor() {
        given(ALLOW_ALL);

        authorize();

        assertThat(aliasReads).isZero();
    }

    @Test
    void keyPoliciesDoNotSeeAliases() {
        given(statement("Allow", "\"Null\": {\"kms:ResourceAliases\": \"false\"}"));
        aliases.add("alias/payroll");
        String keyPolicy = DefaultKeyPolicy.text(ACCOUNT)
                .replace(
                        "\"Resource\"",
                        "\"Condition\": {\"Null\": {\"kms:ResourceAliases\": \"false\"}}, \"Resource\"");

        assertDenied(keyPolicy);
    }

    private static Grant grantToTheAccount() {
        return new Grant(
                ACCOUNT,
                REGION,
                KEY,
                new GrantId("0".repeat(64)),
                new GrantPrincipal(Arn.root(ACCOUNT).toString(), ACCOUNT.value(), false),
                null,
                List.of(GrantOperation.DESCRIBE_KEY),
                GrantConstraints.NONE,
                null,
                ACCOUNT,
                NOW);
    }

    private static String statement(String effect, String condition) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Action": "kms:DescribeKey", "Resource": "*",
                 "Condition": {%s}}]}""".formatted(effect, condition);
    }

    private void given(String policy) {
        permissions = permissions.withInline("policy", PolicyText.of(policy));
    }

    private void givenAliases(int count) {
        for (int i = 0; i < count; i++) {
            aliases.add("alias/a%03d".formatted(i));
        }
    }

    /** Knows aliases and policies only; asked for anything else it fails. */
    private Storage storage() {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "findEntity" -> Uni.createFrom().item(Optional.of(ALICE.withPermissions(permissions)));
                    case "findGrants" -> Uni.createFrom().item(List.copyOf(grants));
                    case "listAliases" -> listAliases((String) arguments[3], (int) arguments[4]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Uni<Page<Alias>> listAliases(@Nullable String after, int limit) {
        aliasReads++;
        List<String> rest = aliases.stream()
                .sorted()
                .filter(name -> after == null || name.compareTo(after) > 0)
                .toList();
        List<Alias> page =
                rest.stream().limit(limit).map(AliasConditionTest::alias).toList();
        return Uni.createFrom().item(new Page<>(page, rest.size() > limit));
    }

    private static Alias alias(String name) {
        return new Alias(ACCOUNT, REGION, name, KEY, NOW, NOW, 0);
    }

    private static KmsKey key(String policy) {
        return new KmsKey(
                ACCOUNT,
                REGION,
                KEY,
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsage.ENCRYPT_DECRYPT,
                Origin.AWS_KMS,
                KeyState.ENABLED,
                "",
                NOW,
                null,
                null,
                null,
                null,
                PolicyText.of(policy),
                List.of(),
                1);
    }

    private void authorize() {
        authorize(DefaultKeyPolicy.text(ACCOUNT));
    }

    private void authorize(String keyPolicy) {
        KmsKey key = key(keyPolicy);
        Caller caller =
                new Caller(new Caller.User(ACCOUNT, ALICE.path(), ALICE.name(), ALICE.uniqueId()), "AKIAEXAMPLE");
        Call<DescribeKey.Request> call = new Call<>(
                new DescribeKey.Request(KEY.value(), null),
                caller,
                REGION,
                new RequestOrigin("192.0.2.44", true, null, null),
                List.of(new Target.Key(key, null)),
                NOW,
                "request-1");
        authorizer
                .authorize(call, List.of(call.permission("kms:DescribeKey", 0)))
                .await()
                .indefinitely();
    }

    private void assertDenied() {
        assertDenied(DefaultKeyPolicy.text(ACCOUNT));
    }

    private void assertDenied(String keyPolicy) {
        assertThatExceptionOfType(KmsException.class)
                .isThrownBy(() -> authorize(keyPolicy))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
    }
}
