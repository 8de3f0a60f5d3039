package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import java.util.List;

/** The request and the policies of a vector. */
final class VectorCases {
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final String KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private VectorCases() {}

    static AccessRequest request(Fields vector) {
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

    static PolicySet policies(Fields vector) {
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
                vector.list("grants").stream().map(VectorCases::grant).toList(),
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
}
