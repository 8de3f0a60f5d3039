package io.claviger.policy;

import io.claviger.common.BugException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that speaks about one request. Lists may be empty: then that layer does not limit.
 *
 * @param resourcePolicy the key's policy, or the trust policy of a role; none for operations of the account
 * @param identityPolicies of the caller: for a user also its groups', for a session its role's
 * @param sessionPolicies given when the session was made; together they are one layer
 * @param controlLevels service control policies, a list for each level from the root of the organization down; every
 *     level must allow. Empty for the management account and outside organizations
 * @param grants those that match the request, see {@link GrantMatch}
 * @param foreignersCount whether the operation works across accounts at all and the caller's account is enabled in
 *     the region; without it a foreign caller is refused, whatever the policies say
 */
public record PolicySet(
        @Nullable PolicyDocument resourcePolicy,
        List<PolicyDocument> identityPolicies,
        @Nullable PolicyDocument boundary,
        List<PolicyDocument> sessionPolicies,
        List<List<PolicyDocument>> controlLevels,
        List<GrantMatch> grants,
        boolean foreignersCount) {
    public static final PolicySet EMPTY = new PolicySet(null, List.of(), null, List.of(), List.of(), List.of(), false);

    public PolicySet {
        identityPolicies = List.copyOf(identityPolicies);
        sessionPolicies = List.copyOf(sessionPolicies);
        controlLevels = controlLevels.isEmpty()
                ? List.of()
                : controlLevels.stream().map(List::copyOf).toList();
        grants = List.copyOf(grants);
        if (resourcePolicy != null && !resourcePolicy.kind().hasPrincipals()) {
            // its statements would speak of everybody
            throw new BugException("an identity policy stands where a resource policy belongs");
        }
    }

    public PolicySet withResourcePolicy(@Nullable PolicyDocument policy) {
        return new PolicySet(
                policy, identityPolicies, boundary, sessionPolicies, controlLevels, grants, foreignersCount);
    }

    public PolicySet withIdentityPolicies(List<PolicyDocument> policies) {
        return new PolicySet(
                resourcePolicy, policies, boundary, sessionPolicies, controlLevels, grants, foreignersCount);
    }

    public PolicySet withBoundary(@Nullable PolicyDocument policy) {
        return new PolicySet(
                resourcePolicy, identityPolicies, policy, sessionPolicies, controlLevels, grants, foreignersCount);
    }

    public PolicySet withSessionPolicies(List<PolicyDocument> policies) {
        return new PolicySet(
                resourcePolicy, identityPolicies, boundary, policies, controlLevels, grants, foreignersCount);
    }

    public PolicySet withControlLevels(List<List<PolicyDocument>> levels) {
        return new PolicySet(
                resourcePolicy, identityPolicies, boundary, sessionPolicies, levels, grants, foreignersCount);
    }

    public PolicySet withGrants(List<GrantMatch> matches) {
        return new PolicySet(
                resourcePolicy, identityPolicies, boundary, sessionPolicies, controlLevels, matches, foreignersCount);
    }

    public PolicySet withForeignersCounting(boolean count) {
        return new PolicySet(resourcePolicy, identityPolicies, boundary, sessionPolicies, controlLevels, grants, count);
    }
}
