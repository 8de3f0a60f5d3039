package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
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

    /** Writes the account's alias and its service control policies. The alias is unique over the deployment. */
    record AccountUpdated(Account updated) implements Change {
        @Override
        public AccountId account() {
            return updated.id();
        }

        @Override
        public Subject subject() {
            return Subject.account(updated.id());
        }
    }

    /** Conflicts too when the name is taken or something that it refers to does not exist. */
    record EntityCreated(Entity entity) implements Change {
        @Override
        public AccountId account() {
            return entity.account();
        }

        @Override
        public Subject subject() {
            return Subject.entity(entity.kind(), entity.account(), entity.id());
        }
    }

    /** Writes all but the id and the time of creation; conflicts as its creation does. */
    record EntityUpdated(Entity entity) implements Change {
        @Override
        public AccountId account() {
            return entity.account();
        }

        @Override
        public Subject subject() {
            return Subject.entity(entity.kind(), entity.account(), entity.id());
        }
    }

    /** Conflicts too as long as something refers to it or, if it is a user, it has an access key. */
    record EntityDeleted(Entity entity) implements Change {
        @Override
        public AccountId account() {
            return entity.account();
        }

        @Override
        public Subject subject() {
            return Subject.entity(entity.kind(), entity.account(), entity.id());
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

    record AccessKeyDeleted(AccessKey accessKey) implements Change {
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
