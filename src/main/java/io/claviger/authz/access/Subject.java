package io.claviger.authz.access;

import io.claviger.authn.Caller;
import io.claviger.authz.OwnPolicies;
import io.claviger.key.Grant;
import io.claviger.policy.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose access is asked for, or a grant.
 *
 * @param place where it stands in the list of all
 * @param type what it is, in words of the answer
 * @param name as a policy calls it
 * @param facts what its requests say of it; absent where that is not known
 * @param policies its own policies, as far as they are the key's account's
 * @param grant the one that the entry is about
 */
record Subject(
        Place place,
        Type type,
        String name,
        Principal principal,
        Caller.@Nullable Principal facts,
        OwnPolicies policies,
        @Nullable Grant grant) {

    enum Type {
        ROOT,
        USER,
        /** Every session of a role. */
        ROLE,
        /** One session of a role. */
        SESSION,
        /** All of another account. */
        ACCOUNT,
        /** Everybody of other accounts. */
        EVERYONE,
        SERVICE,
        /** A user or role that is gone; what named it names nobody any more. */
        GONE
    }

    Subject withPolicies(OwnPolicies own) {
        return new Subject(place, type, name, principal, facts, own, grant);
    }

    Subject ofGrant(Place other, Grant about) {
        return new Subject(other, type, name, principal, facts, policies, about);
    }
}
