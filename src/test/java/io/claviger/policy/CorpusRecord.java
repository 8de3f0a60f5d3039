package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record of the policy corpus: a request, its policies, and what was decided. */
record CorpusRecord(String id, AccessRequest request, PolicySet policies, boolean isAllowed, Optional<String> result) {

    static CorpusRecord read(String line) {
        Fields record = new Fields(JsonTrees.parse(line));
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
        CorpusRecord read = new CorpusRecord(
                id, request, policies, record.text("expected").equals("Allow"), record.optionalText("result"));
        for (String comment : List.of("reason", "basis", "doc")) {
            record.ignore(comment);
        }
        record.refuseOthers();
        return read;
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
