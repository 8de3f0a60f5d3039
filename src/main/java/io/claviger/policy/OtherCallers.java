package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.ChangeCandidates.Candidate;
import io.claviger.policy.SingleChange.CallAs;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The principals that the resource's policy names, as callers of the same request. What their own policies say is not
 * known; they are taken to say nothing. Where a policy asks for keys that tell of the caller, nobody is proposed, as
 * another caller would have other values.
 */
final class OtherCallers {
    private static final String ANY_SESSION = "any";

    private final AccessRequest request;
    private final PolicySet policies;

    OtherCallers(AccessRequest request, PolicySet policies) {
        this.request = request;
        this.policies = policies;
    }

    Stream<Candidate> all() {
        PolicyDocument policy = policies.resourcePolicy();
        if (policy == null
                || request.scope() != AccessRequest.Scope.RESOURCE_POLICY
                || policy.mentionedKeys().stream().anyMatch(OtherCallers::tellsOfCaller)) {
            return Stream.of();
        }
        String caller = name(request.principal());
        return policy.principals().stream()
                .flatMap(pattern -> principal(pattern).stream())
                .filter(principal -> principal.isAtHomeIn(request.resourceAccount()))
                .filter(principal -> !name(principal).equals(caller))
                .map(this::candidate);
    }

    private Candidate candidate(Principal principal) {
        // the organization is the same for callers of one account only
        boolean isNeighbour = request.principal().isAtHomeIn(request.resourceAccount());
        PolicySet known = PolicySet.EMPTY
                .withResourcePolicy(policies.resourcePolicy())
                .withForeignersCounting(policies.foreignersCount());
        return new Candidate(
                new CallAs(name(principal)),
                request.withPrincipal(principal),
                isNeighbour ? known.withControlLevels(policies.controlLevels()) : known);
    }

    private static String name(Principal principal) {
        return PrincipalNames.of(principal).keySet().iterator().next();
    }

    private static Optional<Principal> principal(PrincipalPattern pattern) {
        return switch (pattern) {
            case PrincipalPattern.User user -> Optional.of(new Principal.User(account(user.arn()), user.arn(), ""));
            case PrincipalPattern.Role role -> Optional.of(session(role.arn()));
            case PrincipalPattern.Service service -> Optional.of(new Principal.Service(service.name()));
            // a session is as little to be had as an account in person, and the rest names nobody to be
            case PrincipalPattern.Session session -> Optional.empty();
            case PrincipalPattern.Account account -> Optional.empty();
            case PrincipalPattern.Everyone everyone -> Optional.empty();
            case PrincipalPattern.Provider provider -> Optional.empty();
            case PrincipalPattern.UniqueId id -> Optional.empty();
            case PrincipalPattern.Unknown unknown -> Optional.empty();
        };
    }

    private static Principal session(Arn role) {
        String name = role.resource().substring(role.resource().lastIndexOf('/') + 1);
        Arn session = new Arn(role.partition(), "sts", "", role.account(), "assumed-role/" + name + "/" + ANY_SESSION);
        return new Principal.RoleSession(account(role), role, session, "");
    }

    private static AccountId account(Arn arn) {
        return new AccountId(arn.account());
    }

    private static boolean tellsOfCaller(String foldedKey) {
        return Stream.of(
                        "aws:principal",
                        "aws:userid",
                        "aws:username",
                        "aws:multifactorauth",
                        "aws:tokenissuetime",
                        "aws:sourceidentity",
                        "aws:federatedprovider",
                        "kms:calleraccount")
                .anyMatch(foldedKey::startsWith);
    }
}
