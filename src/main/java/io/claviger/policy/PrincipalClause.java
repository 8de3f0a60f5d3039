package io.claviger.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Principal or NotPrincipal. In identity policies nothing is written: they speak of whoever they belong to. */
sealed interface PrincipalClause {
    PrincipalClause EVERYONE = new Listed(List.of(new PrincipalPattern.Everyone()));

    /**
     * How the caller is meant; NONE if not.
     *
     * @param isBounded whether the caller has a permissions boundary
     */
    PrincipalMatch match(Principal principal, boolean isBounded);

    /** Principal: the strongest way in which an entry names the caller. */
    record Listed(List<PrincipalPattern> patterns) implements PrincipalClause {
        public Listed {
            patterns = List.copyOf(patterns);
        }

        @Override
        public PrincipalMatch match(Principal principal, boolean isBounded) {
            PrincipalMatch strongest = PrincipalMatch.NONE;
            for (int i = 0; i < patterns.size(); i++) {
                strongest = patterns.get(i).match(principal).orStronger(strongest);
            }
            return strongest;
        }
    }

    /** NotPrincipal with Allow: whoever is not listed in any way. */
    record AllowUnlisted(List<PrincipalPattern> patterns) implements PrincipalClause {
        public AllowUnlisted {
            patterns = List.copyOf(patterns);
        }

        @Override
        public PrincipalMatch match(Principal principal, boolean isBounded) {
            boolean isListed = new Listed(patterns).match(principal, isBounded) != PrincipalMatch.NONE;
            return isListed ? PrincipalMatch.NONE : PrincipalMatch.EVERYONE;
        }
    }

    /**
     * NotPrincipal with Deny: whoever is not listed in every identity, that of the account too. Whoever has a
     * permissions boundary is meant even so (IAM User Guide, reference_policies_elements_notprincipal).
     */
    record DenyUnlisted(List<PrincipalPattern> patterns) implements PrincipalClause {
        public DenyUnlisted {
            patterns = List.copyOf(patterns);
        }

        @Override
        public PrincipalMatch match(Principal principal, boolean isBounded) {
            return !isBounded && isExempt(principal) ? PrincipalMatch.NONE : PrincipalMatch.EVERYONE;
        }

        private boolean isExempt(Principal principal) {
            Set<PrincipalMatch> found = EnumSet.noneOf(PrincipalMatch.class);
            for (PrincipalPattern pattern : patterns) {
                found.add(pattern.match(principal));
            }
            return found.contains(PrincipalMatch.EVERYONE) || found.containsAll(identities(principal));
        }

        private static Set<PrincipalMatch> identities(Principal principal) {
            return switch (principal) {
                case Principal.Root root -> EnumSet.of(PrincipalMatch.ACCOUNT);
                case Principal.User user -> EnumSet.of(PrincipalMatch.ACCOUNT, PrincipalMatch.USER);
                case Principal.RoleSession session ->
                    EnumSet.of(PrincipalMatch.ACCOUNT, PrincipalMatch.ROLE, PrincipalMatch.SESSION);
                case Principal.FederatedUser user -> EnumSet.of(PrincipalMatch.ACCOUNT, PrincipalMatch.SESSION);
                case Principal.Service service -> EnumSet.of(PrincipalMatch.SERVICE);
                case Principal.WebIdentity web -> EnumSet.of(PrincipalMatch.PROVIDER);
            };
        }
    }
}
