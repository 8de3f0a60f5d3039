package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole decisions: a sentence, a request, its policies, and the decision with what it rests on. */
class DecisionVectorTest {
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final String KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    @TestFactory
    Stream<DynamicTest> decidesAsTheVectorsSay() {
        return Stream.of(
                        "principals.json",
                        "not-principal.json",
                        "limits.json",
                        "cross-account.json",
                        "account-operations.json",
                        "grants.json",
                        "not-understood.json",
                        "elements.json")
                .flatMap(file -> OwnVectors.read(file).stream().map(json -> test(file, new Fields(json))));
    }

    private static DynamicTest test(String file, Fields vector) {
        return DynamicTest.dynamicTest(file + ": " + vector.text("sentence"), () -> {
            AccessRequest request = request(vector);
            PolicySet policies = policies(vector);
            String expected = vector.text("decision");
            vector.refuseOthers();

            Decision decision = PolicyEngine.decide(request, policies);

            assertThat(describe(decision)).isEqualTo(expected);
        });
    }

    private static AccessRequest request(Fields vector) {
        return new AccessRequest(
                principal(new Fields(vector.required("principal"))),
                Action.of(vector.optionalText("action").orElse("kms:Decrypt")),
                vector.optionalText("resource").orElse(KEY),
                vector.optionalText("owner").map(AccountId::new).orElse(OWNER),
                vector.flag("accountOperation", false)
                        ? AccessRequest.Scope.ACCOUNT
                        : AccessRequest.Scope.RESOURCE_POLICY,
                vector.optional("context").map(Fields::context).orElse(Context.EMPTY));
    }

    private static PolicySet policies(Fields vector) {
        return new PolicySet(
                vector.optional("keyPolicy")
                        .map(json -> PolicyParser.compile(json, PolicyKind.KEY))
                        .or(() -> vector.optional("trustPolicy")
                                .map(json -> PolicyParser.compile(json, PolicyKind.TRUST)))
                        .orElse(null),
                compiled(vector.list("identityPolicies"), PolicyKind.IDENTITY),
                vector.optional("boundary")
                        .map(json -> PolicyParser.compile(json, PolicyKind.BOUNDARY))
                        .orElse(null),
                compiled(vector.list("sessionPolicies"), PolicyKind.SESSION),
                vector.list("controlLevels").stream()
                        .map(level -> compiled(((Json.Arr) level).items(), PolicyKind.SCP))
                        .toList(),
                vector.list("grants").stream().map(DecisionVectorTest::grant).toList(),
                vector.flag("foreignersCount", true));
    }

    private static List<PolicyDocument> compiled(List<Json> items, PolicyKind kind) {
        return items.stream().map(json -> PolicyParser.compile(json, kind)).toList();
    }

    private static GrantMatch grant(Json json) {
        Fields fields = new Fields(json);
        GrantMatch grant = new GrantMatch(fields.text("id"), fields.flag("throughAccount", false));
        fields.refuseOthers();
        return grant;
    }

    private static Principal principal(Fields fields) {
        Principal principal = fields.optionalText("root")
                .<Principal>map(root -> new Principal.Root(new AccountId(root)))
                .or(() -> fields.optionalText("user")
                        .map(user -> new Principal.User(
                                accountOf(user),
                                arn(user),
                                fields.optionalText("id").orElse("AIDAEXAMPLEEXAMPLE01"))))
                .or(() -> fields.optionalText("session")
                        .map(session -> new Principal.RoleSession(
                                accountOf(session),
                                arn(fields.text("role")),
                                arn(session),
                                fields.optionalText("id").orElse("AROAEXAMPLEEXAMPLE01"))))
                .or(() -> fields.optionalText("federatedUser")
                        .map(session -> new Principal.FederatedUser(
                                accountOf(session), arn(session), arn(fields.text("issuer")))))
                .or(() -> fields.optionalText("service").map(Principal.Service::new))
                .or(() -> fields.optionalText("webIdentity").map(Principal.WebIdentity::new))
                .orElseThrow();
        fields.refuseOthers();
        return principal;
    }

    private static Arn arn(String text) {
        return Arn.parse(text).orElseThrow();
    }

    private static AccountId accountOf(String text) {
        return new AccountId(arn(text).account());
    }

    /** {@code Allowed RESOURCE_POLICY RESOURCE[0][1]}, {@code ImplicitlyDenied NO_BOUNDARY_ALLOWS}. */
    private static String describe(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed ->
                Stream.concat(
                                Stream.of("Allowed", allowed.ground().name()),
                                Stream.concat(
                                        allowed.statements().stream().map(DecisionVectorTest::describe),
                                        allowed.grant().stream()))
                        .collect(Collectors.joining(" "));
            case Decision.ExplicitlyDenied denied -> "ExplicitlyDenied " + describe(denied.statement());
            case Decision.ImplicitlyDenied denied ->
                "ImplicitlyDenied " + denied.missing().name();
        };
    }

    private static String describe(StatementReference reference) {
        return reference.layer() + "[" + reference.policy() + "][" + reference.statement() + "]"
                + Optional.ofNullable(reference.sid()).map(sid -> " " + sid).orElse("");
    }
}
