package io.claviger.authz;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.policy.Principal;
import java.util.Optional;

/** Who called, as the audit record names them. */
final class RecordedPrincipal {
    private static final String IDENTITY = "userIdentity";

    private RecordedPrincipal() {}

    /** Empty for a record of a kind that is not understood. */
    static Optional<Principal> of(Json.Obj record) {
        return switch (JsonPath.textOr(record, "", IDENTITY, "type")) {
            case "Root" -> account(record).map(Principal.Root::new);
            case "IAMUser" ->
                account(record)
                        .flatMap(account -> arn(record, "arn")
                                .map(arn -> new Principal.User(
                                        account, arn, JsonPath.textOr(record, "", IDENTITY, "principalId"))));
            case "AssumedRole" -> account(record).flatMap(account -> session(record, account));
            case "AWSService" -> text(record, "invokedBy").map(Principal.Service::new);
            case "WebIdentityUser" -> text(record, "identityProvider").map(Principal.WebIdentity::new);
            default -> Optional.empty();
        };
    }

    private static Optional<Principal> session(Json.Obj record, AccountId account) {
        Optional<Arn> role = arn(record, "sessionContext", "sessionIssuer", "arn");
        Optional<Arn> session = arn(record, "arn");
        return role.isEmpty() || session.isEmpty()
                ? Optional.empty()
                : Optional.of(new Principal.RoleSession(
                        account,
                        role.get(),
                        session.get(),
                        JsonPath.textOr(record, "", IDENTITY, "sessionContext", "sessionIssuer", "principalId")));
    }

    private static Optional<AccountId> account(Json.Obj record) {
        return text(record, "accountId").filter(AccountId::isValid).map(AccountId::new);
    }

    private static Optional<Arn> arn(Json.Obj record, String... path) {
        return text(record, path).flatMap(Arn::parse);
    }

    private static Optional<String> text(Json.Obj record, String... path) {
        String[] whole = new String[path.length + 1];
        whole[0] = IDENTITY;
        System.arraycopy(path, 0, whole, 1, path.length);
        return Optional.of(JsonPath.textOr(record, "", whole)).filter(text -> !text.isEmpty());
    }
}
