package io.claviger.authz;

import io.claviger.authn.Caller;
import io.claviger.policy.Principal;

/** Callers as the policy engine knows them. */
final class Principals {
    private Principals() {}

    static Principal of(Caller caller) {
        return switch (caller.principal()) {
            case Caller.Root root -> new Principal.Root(root.account());
            case Caller.User user -> new Principal.User(user.account(), user.arn(), user.uniqueId());
        };
    }
}
