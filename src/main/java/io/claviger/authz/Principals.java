package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.policy.Principal;
import java.util.List;
import java.util.Optional;

/** Callers as the policy engine and grants know them. */
final class Principals {
    private Principals() {}

    static Principal of(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root root -> new Principal.Root(root.account());
            case Caller.User user -> new Principal.User(user.account(), user.arn(), user.uniqueId());
            case Caller.RoleSession session ->
                new Principal.RoleSession(session.account(), session.role(), session.arn(), session.roleId());
            case Caller.Service service -> new Principal.Service(service.name());
            case Caller.WebIdentity web -> new Principal.WebIdentity(web.provider());
        };
    }

    /** What grants call the caller in person, without the account. */
    static List<String> identities(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root _, Caller.WebIdentity _ -> List.of();
            case Caller.User user -> List.of(user.uniqueId());
            case Caller.RoleSession session -> List.of(session.roleId(), session.uniqueId());
            case Caller.Service service -> List.of(service.name());
        };
    }

    /** The account that the caller is a principal of. */
    static Optional<AccountId> account(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root _, Caller.User _, Caller.RoleSession _ -> Optional.of(caller.account());
            case Caller.Service _, Caller.WebIdentity _ -> Optional.empty();
        };
    }
}
