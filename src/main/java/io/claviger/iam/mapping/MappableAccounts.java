package io.claviger.iam.mapping;

import io.claviger.common.AccountId;
import java.util.Set;

/** The accounts whose principals an issuer may name. */
public sealed interface MappableAccounts {
    boolean contains(AccountId account);

    record All() implements MappableAccounts {
        @Override
        public boolean contains(AccountId account) {
            return true;
        }
    }

    record Only(Set<AccountId> accounts) implements MappableAccounts {
        public Only {
            accounts = Set.copyOf(accounts);
        }

        @Override
        public boolean contains(AccountId account) {
            return accounts.contains(account);
        }
    }
}
