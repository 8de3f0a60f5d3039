package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.User;
import io.claviger.iam.UserBoundary;
import io.claviger.iam.UserPolicy;
import io.claviger.key.Alias;
import io.claviger.key.Grant;
import io.claviger.key.KeyMaterial;
import io.claviger.key.KmsKey;

/**
 * Something to be written. An updating or deleting change carries the record at the version at which it was read; it
 * conflicts when the row has another version by then, and a creating one conflicts when the row exists.
 */
public sealed interface Change {

    /** The account whose authorization epoch the change advances. */
    AccountId account();

    /** What caches must forget: see {@link Subject}. */
    Subject subject();

    record AccountCreated(Account created) implements Change {
        @Override
        public AccountId account() {
            return created.id();
        }

        @Override
        public Subject subject() {
            return Subject.account(created.id());
        }
    }

    record UserCreated(User user) implements Change {
        @Override
        public AccountId account() {
            return user.account();
        }

        @Override
        public Subject subject() {
            return Subject.user(user.account(), user.uniqueId());
        }
    }

    /** Creates the user's inline policy of that name or replaces it. */
    record UserPolicyPut(UserPolicy policy) implements Change {
        @Override
        public AccountId account() {
            return policy.account();
        }

        @Override
        public Subject subject() {
            return Subject.user(policy.account(), policy.userUniqueId());
        }
    }

    /** Gives the user a permissions boundary, in place of the one that there may be. */
    record UserBoundaryPut(UserBoundary boundary) implements Change {
        @Override
        public AccountId account() {
            return boundary.account();
        }

        @Override
        public Subject subject() {
            return Subject.user(boundary.account(), boundary.userUniqueId());
        }
    }

    /** Takes the user's permissions boundary away; conflicts when there is none. */
    record UserBoundaryDeleted(AccountId account, String userUniqueId) implements Change {
        @Override
        public Subject subject() {
            return Subject.user(account, userUniqueId);
        }
    }

    record AccessKeyCreated(AccessKey accessKey) implements Change {
        @Override
        public AccountId account() {
            return accessKey.account();
        }

        @Override
        public Subject subject() {
            return Subject.accessKey(accessKey.account(), accessKey.id());
        }
    }

    /** Changes an access key's status or its wrapping. */
    record AccessKeyUpdated(AccessKey accessKey) implements Change {
        @Override
        public AccountId account() {
            return accessKey.account();
        }

        @Override
        public Subject subject() {
            return Subject.accessKey(accessKey.account(), accessKey.id());
        }
    }

    record KeyCreated(KmsKey key, KeyMaterial material) implements Change {
        @Override
        public AccountId account() {
            return key.account();
        }

        @Override
        public Subject subject() {
            return Subject.key(key.account(), key.region(), key.id());
        }
    }

    /** Writes everything about the key that may change. */
    record KeyUpdated(KmsKey key) implements Change {
        @Override
        public AccountId account() {
            return key.account();
        }

        @Override
        public Subject subject() {
            return Subject.key(key.account(), key.region(), key.id());
        }
    }

    record AliasCreated(Alias alias) implements Change {
        @Override
        public AccountId account() {
            return alias.account();
        }

        @Override
        public Subject subject() {
            return Subject.alias(alias.account(), alias.region(), alias.name());
        }
    }

    record AliasUpdated(Alias alias) implements Change {
        @Override
        public AccountId account() {
            return alias.account();
        }

        @Override
        public Subject subject() {
            return Subject.alias(alias.account(), alias.region(), alias.name());
        }
    }

    record AliasDeleted(Alias alias) implements Change {
        @Override
        public AccountId account() {
            return alias.account();
        }

        @Override
        public Subject subject() {
            return Subject.alias(alias.account(), alias.region(), alias.name());
        }
    }

    /** Creates a grant; conflicts when the key has a named grant with the same fingerprint. */
    record GrantCreated(Grant grant) implements Change {
        @Override
        public AccountId account() {
            return grant.account();
        }

        @Override
        public Subject subject() {
            return Subject.grants(grant);
        }
    }

    /** Deletes a grant; conflicts when it is gone already. */
    record GrantDeleted(Grant grant) implements Change {
        @Override
        public AccountId account() {
            return grant.account();
        }

        @Override
        public Subject subject() {
            return Subject.grants(grant);
        }
    }
}
