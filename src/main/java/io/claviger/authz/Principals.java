package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.policy.Principal;
import java.util.List;

/** Callers as the policy engine and grants know them. */
final class Principals {
    private Principals() {}

    static Principal of(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root root -> new Principal.Root(root.account());
            case Caller.User user -> new Principal.User(user.account(), user.arn(), user.uniqueId());
        };
    }

    /** What grants call the caller in person, without the account. */
    static List<String> identities(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root _ -> List.of();
            case Caller.User user -> List.of(user.uniqueId());
        };
    }
}
