package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;

/** One entry of a Principal or NotPrincipal element. There are no partial wildcards. */
public sealed interface PrincipalPattern {

    /** How this entry names a caller; NONE if it does not. */
    PrincipalMatch match(Principal principal);

    /** What a text names that stands under {@code AWS}. */
    static PrincipalPattern aws(String text) {
        return PrincipalText.aws(text);
    }

    /** {@code *}, on its own or under {@code AWS}. */
    record Everyone() implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            return PrincipalMatch.EVERYONE;
        }
    }

    /** An account: its number, or the ARN of its root. */
    record Account(AccountId account) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            boolean isMember = switch (principal) {
                case Principal.Root root -> account.equals(root.account());
                case Principal.User user -> account.equals(user.account());
                case Principal.RoleSession session -> account.equals(session.account());
                case Principal.FederatedUser federated -> account.equals(federated.account());
                case Principal.Service service -> false;
                case Principal.WebIdentity web -> false;
            };
            return isMember ? PrincipalMatch.ACCOUNT : PrincipalMatch.NONE;
        }
    }

    record User(Arn arn) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            if (principal instanceof Principal.User user && arn.equals(user.arn())) {
                return PrincipalMatch.USER;
            }
            return principal instanceof Principal.FederatedUser federated && arn.equals(federated.issuer())
                    ? PrincipalMatch.ISSUING_USER
                    : PrincipalMatch.NONE;
        }
    }

    /** Every session of a role. */
    record Role(Arn arn) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            return principal instanceof Principal.RoleSession session && arn.equals(session.role())
                    ? PrincipalMatch.ROLE
                    : PrincipalMatch.NONE;
        }
    }

    /** One session of a role, or of a federated user. */
    record Session(Arn arn) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            boolean isNamed = (principal instanceof Principal.RoleSession role && arn.equals(role.session()))
                    || (principal instanceof Principal.FederatedUser federated && arn.equals(federated.session()));
            return isNamed ? PrincipalMatch.SESSION : PrincipalMatch.NONE;
        }
    }

    record Service(String name) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            return principal instanceof Principal.Service service && name.equals(service.name())
                    ? PrincipalMatch.SERVICE
                    : PrincipalMatch.NONE;
        }
    }

    /** An identity provider; in trust policies. */
    record Provider(String name) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            return principal instanceof Principal.WebIdentity web && name.equals(web.provider())
                    ? PrincipalMatch.PROVIDER
                    : PrincipalMatch.NONE;
        }
    }

    /** A user or role by its unique id, as a stored policy names those that it was bound to. */
    record UniqueId(String id) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            if (principal instanceof Principal.User user && id.equals(user.uniqueId())) {
                return PrincipalMatch.USER;
            }
            return principal instanceof Principal.RoleSession session && id.equals(session.roleId())
                    ? PrincipalMatch.ROLE
                    : PrincipalMatch.NONE;
        }
    }

    /** Text that names no principal; matches nobody. */
    record Unknown(String text) implements PrincipalPattern {
        @Override
        public PrincipalMatch match(Principal principal) {
            return PrincipalMatch.NONE;
        }
    }
}
