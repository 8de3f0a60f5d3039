package io.claviger.authz.access;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authz.CompiledPolicies;
import io.claviger.authz.ControlPolicies;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.http.json.JsonTreeReader;
import io.claviger.iam.User;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.operation.access.KeyAccess;
import io.claviger.policy.DefaultKeyPolicy;
import io.claviger.storage.Change;
import io.claviger.testkit.FakeStorage;
import io.claviger.testkit.Policies;
import io.claviger.testkit.StorageSamples;
import io.claviger.testkit.TestWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAccessReportTest {
    private static final User ALICE = user("alice");
    private static final User BOB = user("bob");
    private static final User STRANGER = user(OTHER_ACCOUNT, "stranger");
    private static final KmsKey DELEGATING = key(1).governedBy(PolicyText.of(DefaultKeyPolicy.text(ACCOUNT)));

    private final FakeStorage storage = new FakeStorage()
            .with(
                    new Change.AccountCreated(account(ACCOUNT)),
                    new Change.AccountCreated(account(OTHER_ACCOUNT)),
                    new Change.EntityCreated(ALICE),
                    new Change.EntityCreated(BOB),
                    new Change.EntityCreated(STRANGER));
    private final KeyAccess access = new KeyAccessReport(
            storage, new CompiledPolicies(new JsonTreeReader(), 100), ControlPolicies.NONE, new TestWorkers());

    @Test
    void everybodyOfTheAccountIsThereWithOrWithoutAccess() {
        put(ALICE, "reading", Policies.allow(List.of("kms:Describe*"), List.of("*")));

        List<Json> entries = all(DELEGATING);

        assertThat(entries)
                .extracting(entry -> text(entry, "type") + " " + text(entry, "principal"))
                .containsExactly(
                        "ROOT arn:aws:iam::111122223333:root",
                        "USER arn:aws:iam::111122223333:user/team/alice",
                        "USER arn:aws:iam::111122223333:user/team/bob");
        Json ofRoot = only(access(entries.getFirst()));
        assertThat(texts(ofRoot, "actions"))
                .contains("kms:Decrypt", "kms:PutKeyPolicy", "kms:CreateAlias", "kms:GetKeyAccess")
                .doesNotContain("kms:ListKeys", "kms:RetireGrant");
        Json ofAlice = only(access(entries.get(1)));
        assertThat(texts(ofAlice, "actions")).containsExactly("kms:DescribeKey");
        assertThat(text(ofAlice, "ground")).isEqualTo("RESOURCE_POLICY_AND_IDENTITY");
        assertThat(member(ofAlice, "unconditional")).isEqualTo(new Json.Bool(true));
        assertThat(list(ofAlice, "allows"))
                .extracting(use -> text(use, "layer") + " " + text(use, "policy") + " " + text(use, "pointer"))
                .containsExactly("RESOURCE default /Statement/0", "IDENTITY reading /Statement/0");
        assertThat(access(entries.getLast())).isEmpty();
    }

    @Test
    void conditionsOnKeyAndCallerAreDecided() {
        KmsKey key = governed(
                allow(
                        "*",
                        "kms:Decrypt",
                        "\"StringEquals\":{\"aws:PrincipalArn\":\"" + ALICE.arn() + "\",\"kms:KeySpec\":"
                                + "\"SYMMETRIC_DEFAULT\",\"aws:ResourceTag/purpose\":\"test\",\"kms:CallerAccount\":\""
                                + ACCOUNT + "\"}"),
                allow("*", "kms:Encrypt", "\"StringEquals\":{\"kms:KeyOrigin\":\"EXTERNAL\"}"),
                allow("*", "kms:Sign", "\"StringEquals\":{\"aws:ResourceTag/purpose\":\"production\"}"));

        List<Json> entries = all(key);

        assertThat(access(entries.getFirst())).isEmpty();
        assertThat(texts(only(access(entries.get(1))), "actions")).containsExactly("kms:Decrypt");
        assertThat(member(only(access(entries.get(1))), "unconditional")).isEqualTo(new Json.Bool(true));
        assertThat(access(entries.get(2))).isEmpty();
        // everybody else: what the caller is stays open
        Json everybody = only(access(entries.getLast()));
        assertThat(text(entries.getLast(), "type")).isEqualTo("EVERYONE");
        assertThat(list(only(list(everybody, "allows")), "openConditions"))
                .extracting(condition -> text(condition, "key"))
                .containsExactly("aws:PrincipalArn", "kms:CallerAccount");
        assertThat(member(everybody, "needsPoliciesOfOwnAccount")).isEqualTo(new Json.Bool(true));
    }

    @Test
    void aliasesOfTheKeyAreKnownToIdentityPoliciesOnly() {
        storage.with(
                keyCreated(DELEGATING), new Change.AliasCreated(StorageSamples.alias("alias/payroll", DELEGATING)));
        String condition = "\"Condition\":{\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"alias/payroll\"}}";
        put(
                ALICE,
                "by-alias",
                "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"," + condition + "}");

        assertThat(texts(only(access(all(DELEGATING).get(1))), "actions")).containsExactly("kms:Decrypt");
        KmsKey other = governed(
                allow("*", "kms:Decrypt", "\"ForAnyValue:StringEquals\":{\"kms:ResourceAliases\":\"alias/payroll\"}"));
        assertThat(access(all(other).get(1))).isEmpty();
    }

    @Test
    void othersThatTheKeyPolicyNamesFollow() {
        KmsKey key = governed(
                allow(STRANGER.arn().toString(), "kms:*", ""),
                allow("arn:aws:iam::444455556666:root", "kms:Decrypt", "\"Bool\":{\"aws:SecureTransport\":\"true\"}"),
                "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"kms:Decrypt\","
                        + "\"Resource\":\"*\"}");

        List<Json> others = all(key).subList(3, 6);

        assertThat(others)
                .extracting(entry -> text(entry, "type") + " " + text(entry, "principal"))
                .containsExactly(
                        "ACCOUNT arn:aws:iam::444455556666:root",
                        "USER arn:aws:iam::444455556666:user/team/stranger",
                        "SERVICE ec2.amazonaws.com");
        assertThat(list(only(list(only(access(others.getFirst())), "allows")), "openConditions"))
                .extracting(condition -> text(condition, "operator") + text(condition, "key"))
                .containsExactly("Boolaws:SecureTransport");
        Json ofStranger = access(others.get(1)).getFirst();
        assertThat(texts(ofStranger, "actions")).contains("kms:Encrypt").doesNotContain("kms:PutKeyPolicy");
        assertThat(member(ofStranger, "unconditional")).isEqualTo(new Json.Bool(false));
        assertThat(member(ofStranger, "needsPoliciesOfOwnAccount")).isEqualTo(new Json.Bool(true));
        assertThat(member(only(access(others.getLast())), "unconditional")).isEqualTo(new Json.Bool(true));
    }

    @Test
    void grantsComeLastWithWhatStandsAgainstThem() {
        KmsKey key = governed(
                allow("arn:aws:iam::111122223333:root", "kms:DescribeKey", ""),
                "{\"Sid\":\"Never\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:Encrypt\",\"Resource\":\"*\"}",
                "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\","
                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}");
        GrantConstraints pairs = new GrantConstraints(null, Map.of("app", "payroll"), null);
        storage.with(
                keyCreated(key),
                grant(key, 1, principal(ALICE), GrantConstraints.NONE),
                grant(key, 2, principal(STRANGER), pairs),
                grant(
                        key,
                        3,
                        new GrantPrincipal(Arn.root(ACCOUNT).toString(), ACCOUNT.value(), false),
                        GrantConstraints.NONE),
                grant(
                        key,
                        4,
                        new GrantPrincipal("arn:aws:iam::111122223333:user/gone", "AIDAGONE", false),
                        GrantConstraints.NONE));

        List<Json> grants = all(key).subList(3, 7);

        Json ofAlice = only(access(grants.getFirst()));
        assertThat(text(member(grants.getFirst(), "grant"), "grantId")).isEqualTo(id(1).value());
        assertThat(texts(ofAlice, "actions")).containsExactly("kms:Decrypt");
        assertThat(text(ofAlice, "ground")).isEqualTo("GRANT");
        assertThat(list(ofAlice, "denies")).hasSize(1);
        assertThat(member(grants.get(1), "grant").toString()).contains("encryptionContextSubset", "payroll");
        assertThat(member(only(access(grants.get(1))), "unconditional")).isEqualTo(new Json.Bool(false));
        assertThat(member(only(access(grants.get(2))), "needsPoliciesOfOwnAccount"))
                .isEqualTo(new Json.Bool(true));
        assertThat(text(grants.get(3), "type")).isEqualTo("GONE");
        assertThat(access(grants.get(3))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    void pagesOfAnySizeMakeTheSameList(int limit) {
        KmsKey key = governed(
                allow(STRANGER.arn().toString(), "kms:Decrypt", ""),
                allow("arn:aws:iam::444455556666:root", "kms:Decrypt", ""));
        List<Change> grants = new ArrayList<>();
        grants.add(keyCreated(key));
        for (int i = 1; i <= 5; i++) {
            grants.add(grant(key, i, principal(ALICE), GrantConstraints.NONE));
        }
        storage.with(grants.toArray(Change[]::new));

        assertThat(paged(key, limit)).isEqualTo(paged(key, 1000)).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ":", "root", "others:1", "grants:nonsense"})
    void placesThatAreNoneAreRefused(String after) {
        assertThatThrownBy(() -> access.list(DELEGATING, after, 10).await().indefinitely())
                .isInstanceOfSatisfying(
                        KmsException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_MARKER));
    }

    private List<Json> all(KmsKey key) {
        return access.list(key, null, 1000).await().indefinitely().entries();
    }

    private List<Json> paged(KmsKey key, int limit) {
        List<Json> entries = new ArrayList<>();
        String after = null;
        do {
            KeyAccess.Page page = access.list(key, after, limit).await().indefinitely();
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.entries());
            after = page.last();
        } while (after != null);
        return entries;
    }

    private void put(User user, String name, String statement) {
        storage.permit(user, own -> own.withInline(name, PolicyText.of(Policies.document(statement))));
    }

    private static KmsKey governed(String... statements) {
        return key(2).governedBy(PolicyText.of(Policies.document(statements)));
    }

    private static String allow(String principal, String action, String condition) {
        return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + principal + "\"},\"Action\":\"" + action
                + "\",\"Resource\":\"*\"" + (condition.isEmpty() ? "" : ",\"Condition\":{" + condition + "}") + "}";
    }

    private static GrantPrincipal principal(User user) {
        return new GrantPrincipal(user.arn().toString(), user.uniqueId(), false);
    }

    private static GrantId id(int number) {
        return new GrantId("%064x".formatted(number));
    }

    private static Change grant(KmsKey key, int number, GrantPrincipal grantee, GrantConstraints constraints) {
        return new Change.GrantCreated(new Grant(
                key.account(),
                REGION,
                key.id(),
                id(number),
                grantee,
                null,
                List.of(GrantOperation.DECRYPT, GrantOperation.ENCRYPT),
                constraints,
                null,
                ACCOUNT,
                NOW));
    }

    private static List<Json> access(Json entry) {
        return list(entry, "access");
    }

    private static Json only(List<Json> items) {
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    private static List<Json> list(Json object, String name) {
        return ((Json.Arr) member(object, name)).items();
    }

    private static List<String> texts(Json object, String name) {
        return list(object, name).stream()
                .map(item -> ((Json.Str) item).value())
                .toList();
    }

    private static String text(Json object, String name) {
        return ((Json.Str) member(object, name)).value();
    }

    private static Json member(Json object, String name) {
        @Nullable Json value = ((Json.Obj) object).members().get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + object);
        }
        return value;
    }
}
