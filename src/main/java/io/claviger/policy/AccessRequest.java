package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;

/**
 * One question: may this principal do this to that?
 *
 * @param resource an ARN, or {@code *} for an operation without a resource
 * @param resourceAccount the owner of the resource; the caller's own account where there is none
 * @param scope which policies speak
 * @param context complete: the engine adds no key
 */
public record AccessRequest(
        Principal principal, Action action, String resource, AccountId resourceAccount, Scope scope, Context context) {

    /** Which policies speak about a request (AWS KMS Developer Guide, control-access). */
    public enum Scope {
        /** The resource has a policy, which is the root of trust: keys, and roles to be assumed. */
        RESOURCE_POLICY,
        /**
         * Retiring a grant: only what the grant itself says allows it; policies can deny, and the account's own ones
         * must allow where the grant names the account.
         */
        GRANT,
        /** Identity policies alone: operations of the account, and the alias half of alias operations. */
        ACCOUNT
    }

    /** A question about a resource that has its own policy. */
    public static AccessRequest onResource(
            Principal principal, Action action, Arn resource, AccountId owner, Context context) {
        return new AccessRequest(principal, action, resource.toString(), owner, Scope.RESOURCE_POLICY, context);
    }

    /** A question about the grant of a key that the grant itself answers. */
    public static AccessRequest onGrant(Principal principal, Action action, Arn key, AccountId owner, Context context) {
        return new AccessRequest(principal, action, key.toString(), owner, Scope.GRANT, context);
    }

    /** A question about an account: an alias ARN, or {@code *}. */
    public static AccessRequest onAccount(
            Principal principal, Action action, String resource, AccountId account, Context context) {
        return new AccessRequest(principal, action, resource, account, Scope.ACCOUNT, context);
    }

    /** The same question as a resource policy sees it. */
    AccessRequest forResourcePolicy() {
        return new AccessRequest(principal, action, resource, resourceAccount, scope, context.forResourcePolicy());
    }

    AccessRequest withPrincipal(Principal other) {
        return new AccessRequest(other, action, resource, resourceAccount, scope, context);
    }

    /** The same question with other facts. */
    public AccessRequest withContext(Context other) {
        return new AccessRequest(principal, action, resource, resourceAccount, scope, other);
    }

    AccessRequest withAction(Action other) {
        return new AccessRequest(principal, other, resource, resourceAccount, scope, context);
    }
}
