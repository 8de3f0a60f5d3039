package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;

/** Who asks, in the identities that a policy can name. One caller may have several: a role session is also its role. */
public sealed interface Principal {

    /** Whether the caller needs no allow from a second account to use what this account owns. */
    boolean isAtHomeIn(AccountId owner);

    /** The account's root user: has every identity permission of its account. */
    record Root(AccountId account) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return account.equals(owner);
        }
    }

    /**
     * An IAM user.
     *
     * @param uniqueId {@code AIDA…}; what a stored policy names once its text was bound to a user
     */
    record User(AccountId account, Arn arn, String uniqueId) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return account.equals(owner);
        }
    }

    /**
     * A session of a role.
     *
     * @param role {@code arn:aws:iam::A:role/path/Name}
     * @param session {@code arn:aws:sts::A:assumed-role/Name/Session}
     * @param roleId {@code AROA…}
     */
    record RoleSession(AccountId account, Arn role, Arn session, String roleId) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return account.equals(owner);
        }
    }

    /**
     * A GetFederationToken session.
     *
     * @param session {@code arn:aws:sts::A:federated-user/Name}
     * @param issuer the IAM user (or root) that asked for the token; identity policies are this one's
     */
    record FederatedUser(AccountId account, Arn session, Arn issuer) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return account.equals(owner);
        }
    }

    /** A service that calls on its own behalf, {@code ec2.amazonaws.com}; it has no account and no IAM policies. */
    record Service(String name) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return true;
        }
    }

    /** Somebody with a token of an identity provider, before a role's trust policy; not yet of any account. */
    record WebIdentity(String provider) implements Principal {
        @Override
        public boolean isAtHomeIn(AccountId owner) {
            return true;
        }
    }
}
