package io.claviger.operation;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.key.Alias;
import io.claviger.key.Grant;
import io.claviger.key.KmsKey;
import org.jspecify.annotations.Nullable;

/** What a {@link Locator} found. */
public sealed interface Target {

    /**
     * A key.
     *
     * @param requestAlias the alias name (with prefix) that the request used, for kms:RequestAlias
     * @param named whether the request named it, or a ciphertext did
     * @param grant the grant on the key that the request is about; absent unless it names one
     */
    record Key(
            KmsKey key,
            @Nullable String requestAlias,
            boolean named,
            @Nullable Grant grant) implements Target {
        /** A key that the request named. */
        public Key(KmsKey key, @Nullable String requestAlias) {
            this(key, requestAlias, true, null);
        }
    }

    /**
     * A key that the caller may learn nothing about, not even whether it exists. Authorization always denies it.
     *
     * @param named whether the request named it, or a ciphertext did
     */
    record UnavailableKey(boolean named) implements Target {}

    /**
     * An alias name.
     *
     * @param existing absent where no alias of this name exists
     */
    record AliasName(Arn arn, @Nullable Alias existing) implements Target {}

    /**
     * A principal as the request names it, existing or not.
     *
     * @param owner the account that its ARN names; absent where it is no ARN of an account
     */
    record Principal(String name, @Nullable AccountId owner) implements Target {}

    /** The deployment as a whole: {@code *}, for principals of the management account alone. */
    record Deployment() implements Target {}

    /** The account as a whole: {@code *}. */
    record Account() implements Target {}
}
