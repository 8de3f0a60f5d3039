package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The policy corpus: decision records on which two independent evaluators agree. It is not part of the repository:
 * {@code -Dcorpus.dir=…} names its directory, or it lies beside the checkout.
 */
class CorpusTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("corpus.dir", "../shared/policy-corpus"));

    @ParameterizedTest(name = "{0}")
    @CsvSource({"seed-example.jsonl, 10", "cond.jsonl, 2462", "stack.jsonl, 2194"})
    void decidesAsTheCorpus(String file, int records) throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + DIRECTORY + ", see -Dcorpus.dir");

        List<String> lines = Files.readAllLines(path);
        List<String> mismatches = new ArrayList<>();
        for (String line : lines) {
            mismatch(JsonTrees.parse(line)).ifPresent(mismatches::add);
        }

        assertThat(lines).hasSize(records);
        assertThat(mismatches).isEmpty();
    }

    private static Optional<String> mismatch(Json json) {
        Fields record = new Fields(json);
        String id = record.text("id");
        AccessRequest request = request(new Fields(record.required("request")));
        PolicySet policies = new PolicySet(
                record.optional("keyPolicy")
                        .map(policy -> compiled(policy, PolicyKind.KEY))
                        .orElse(null),
                compiledAll(record.list("identityPolicies"), PolicyKind.IDENTITY),
                record.optional("permissionBoundary")
                        .map(policy -> compiled(policy, PolicyKind.BOUNDARY))
                        .orElse(null),
                record.optional("sessionPolicy").stream()
                        .map(policy -> compiled(policy, PolicyKind.SESSION))
                        .toList(),
                levels(record.list("scps")),
                List.of(),
                true);
        String expected = record.text("expected");
        Optional<String> result = record.optionalText("result");
        for (String comment : List.of("reason", "basis", "doc")) {
            record.ignore(comment);
        }
        record.refuseOthers();

        Decision decision = PolicyEngine.decide(request, policies);

        boolean isAsExpected = decision.isAllowed() == expected.equals("Allow")
                && result.orElse(decision.getClass().getSimpleName())
                        .equals(decision.getClass().getSimpleName());
        return isAsExpected ? Optional.empty() : Optional.of(id + ": " + decision);
    }

    private static AccessRequest request(Fields fields) {
        Json context = fields.required("context");
        String resource = fields.text("resource");
        AccessRequest request = new AccessRequest(
                principal(
                        fields.text("principal"), ((Json.Obj) context).members().get("aws:PrincipalArn")),
                Action.of(fields.text("action")),
                resource,
                new AccountId(fields.text("resourceAccount")),
                resource.equals("*") ? AccessRequest.Scope.ACCOUNT : AccessRequest.Scope.RESOURCE_POLICY,
                Fields.context(context));
        fields.refuseOthers();
        return request;
    }

    /** The records name the caller alone; the role of a session stands in its context, if it has a path. */
    private static Principal principal(String text, @Nullable Json principalArn) {
        Arn arn = Arn.parse(text).orElseThrow();
        AccountId account = new AccountId(arn.account());
        List<String> parts = List.of(arn.resource().split("/", -1));
        return switch (parts.getFirst()) {
            case "root" -> new Principal.Root(account);
            case "user" -> new Principal.User(account, arn, "AIDA");
            case "federated-user" -> new Principal.FederatedUser(account, arn, Arn.user(account, "/", parts.get(1)));
            case "assumed-role" -> {
                Arn role = new Arn("aws", "iam", "", account.value(), "role/" + parts.get(1));
                Arn named = principalArn == null
                        ? role
                        : Arn.parse(Fields.asText(principalArn)).orElseThrow();
                yield new Principal.RoleSession(account, named, arn, "AROA");
            }
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A list of documents is one level; a list of lists is one list per level. */
    private static List<List<PolicyDocument>> levels(List<Json> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        if (items.getFirst() instanceof Json.Arr) {
            return items.stream()
                    .map(level -> compiledAll(((Json.Arr) level).items(), PolicyKind.SCP))
                    .toList();
        }
        return List.of(compiledAll(items, PolicyKind.SCP));
    }

    private static List<PolicyDocument> compiledAll(List<Json> items, PolicyKind kind) {
        return items.stream().map(item -> compiled(item, kind)).toList();
    }

    private static PolicyDocument compiled(Json json, PolicyKind kind) {
        return PolicyParser.compile(json, kind);
    }
}
