package io.claviger.authn;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;

/**
 * An authenticated principal.
 *
 * @param accessKeyId the public id of the credential that proved it
 */
public record Caller(Principal principal, String accessKeyId) {

    public AccountId account() {
        return principal.account();
    }

    /** Who somebody is, as policies and audit records name them. */
    public sealed interface Principal {
        AccountId account();

        Arn arn();

        /** The unique id that is never used again: {@code AIDA…} for a user, the account id for the root. */
        String uniqueId();
    }

    /** The account's root user. */
    public record Root(AccountId account) implements Principal {
        @Override
        public Arn arn() {
            return Arn.root(account);
        }

        @Override
        public String uniqueId() {
            return account.value();
        }
    }

    /** An IAM user; the path begins and ends with a slash. */
    public record User(AccountId account, String path, String name, String uniqueId) implements Principal {
        @Override
        public Arn arn() {
            return Arn.user(account, path, name);
        }
    }
}
