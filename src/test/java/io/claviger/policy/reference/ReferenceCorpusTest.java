package io.claviger.policy.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.policy.Principal;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference alone satisfies the corpus, so that it is worth comparing with. */
class ReferenceCorpusTest {
    private static final Path DIRECTORY = Path.of(System.getProperty("corpus.dir", "../shared/policy-corpus"));

    @ParameterizedTest
    @ValueSource(strings = {"seed-example.jsonl", "cond.jsonl", "stack.jsonl"})
    void decidesAsTheCorpus(String file) throws IOException {
        Path path = DIRECTORY.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + DIRECTORY + ", see -Dcorpus.dir");

        List<String> lines = Files.readAllLines(path);
        List<String> mismatches = new ArrayList<>();
        for (String line : lines) {
            Map<String, Json> members = ((Json.Obj) JsonTrees.parse(line)).members();
            Verdict verdict = ReferenceEvaluator.decide(read(members));
            if (!isExpected(members, verdict)) {
                mismatches.add(line + " BUT " + verdict);
            }
        }

        assertThat(lines).isNotEmpty();
        assertThat(mismatches).isEmpty();
    }

    private static boolean isExpected(Map<String, Json> members, Verdict verdict) {
        String kind = verdict.getClass().getSimpleName();
        return text(members, "expected").equals(kind.equals("Allowed") ? "Allow" : "Deny")
                && (!members.containsKey("result") || text(members, "result").equals(kind));
    }

    private static PolicyCase read(Map<String, Json> members) {
        Map<String, Json> request = ((Json.Obj) members.get("request")).members();
        SequencedMap<String, List<String>> context = new LinkedHashMap<>();
        ((Json.Obj) request.get("context")).members().forEach((key, value) -> context.put(key, texts(value)));
        String resource = text(request, "resource");
        return new PolicyCase(
                caller(text(request, "principal"), context),
                text(request, "action"),
                resource,
                text(request, "resourceAccount"),
                resource.equals("*"),
                context,
                Set.of(),
                new PolicyCase.Policies(
                        document(members, "keyPolicy"),
                        Trees.items(members.get("identityPolicies")),
                        document(members, "permissionBoundary"),
                        document(members, "sessionPolicy").stream().toList(),
                        levels(Trees.items(members.get("scps")))),
                List.of(),
                true);
    }

    private static Optional<Json> document(Map<String, Json> members, String name) {
        return Optional.of(members.get(name)).filter(policy -> !(policy instanceof Json.Null));
    }

    private static List<List<Json>> levels(List<Json> scps) {
        if (scps.isEmpty()) {
            return List.of();
        }
        return scps.getFirst() instanceof Json.Arr
                ? scps.stream().map(Trees::items).toList()
                : List.of(scps);
    }

    /** The records name the caller alone; a role with a path stands in the context. */
    private static Principal caller(String text, Map<String, List<String>> context) {
        Arn arn = Arn.parse(text).orElseThrow();
        AccountId account = new AccountId(arn.account());
        List<String> parts = List.of(arn.resource().split("/", -1));
        return switch (parts.getFirst()) {
            case "root" -> new Principal.Root(account);
            case "user" -> new Principal.User(account, arn, "AIDA");
            case "federated-user" -> new Principal.FederatedUser(account, arn, Arn.user(account, "/", parts.get(1)));
            case "assumed-role" -> {
                String role = "arn:aws:iam::" + account + ":role/" + parts.get(1);
                yield new Principal.RoleSession(
                        account,
                        Arn.parse(context.getOrDefault("aws:PrincipalArn", List.of(role))
                                        .getFirst())
                                .orElseThrow(),
                        arn,
                        "AROA");
            }
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String text(Map<String, Json> members, String name) {
        return ((Json.Str) members.get(name)).value();
    }

    private static List<String> texts(Json json) {
        return Trees.items(json).stream()
                .map(item -> item instanceof Json.Bool bool ? String.valueOf(bool.value()) : ((Json.Str) item).value())
                .toList();
    }
}
