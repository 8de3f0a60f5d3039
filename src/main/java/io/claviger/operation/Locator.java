package io.claviger.operation;

import io.claviger.common.Blob;
import org.jspecify.annotations.Nullable;

/** What a request names, and what a missing one answers. */
public sealed interface Locator {

    /** The forms of identifier that a member takes (operations.md, section 1). */
    enum Form {
        /** Key id or key ARN, of the caller's own account. */
        ID(false, false),
        /** Key id or key ARN, of any account. */
        ID_CROSS_ACCOUNT(false, true),
        /** Key id, key ARN, alias name or alias ARN, of the caller's own account. */
        ANY(true, false),
        /** Key id, key ARN, alias name or alias ARN, of any account. */
        ANY_CROSS_ACCOUNT(true, true);

        private final boolean aliases;
        private final boolean crossAccount;

        Form(boolean aliases, boolean crossAccount) {
            this.aliases = aliases;
            this.crossAccount = crossAccount;
        }

        public boolean takesAliases() {
            return aliases;
        }

        public boolean isCrossAccount() {
            return crossAccount;
        }
    }

    /**
     * The key that an identifier names. Answers NotFoundException for one that is malformed, absent or of another
     * region, InvalidArnException for an alias where none is allowed; one of another account becomes
     * {@link Target.UnavailableKey} when it does not exist.
     */
    record KeyNamed(String identifier, Form form) implements Locator {}

    /**
     * The key that a ciphertext names in its header, or the identifier where the request has one. A ciphertext that is
     * not ours is InvalidCiphertextException; an unknown key becomes {@link Target.UnavailableKey}.
     */
    record KeyOfCiphertext(
            @Nullable Blob ciphertext, @Nullable String identifier) implements Locator {}

    /** An alias of the caller's account and region by its name with prefix; it may be absent. */
    record AliasNamed(String name) implements Locator {}

    /**
     * The key that the alias points at, in the caller's account and region. Answers NotFoundException where there is no
     * such alias.
     */
    record KeyOfAlias(String name) implements Locator {}

    /**
     * A grant and its key, by a token of the grant. Answers InvalidGrantTokenException for text that is no token and for
     * a grant that is gone.
     */
    record GrantOfToken(String token) implements Locator {}

    /**
     * A grant and its key, by the identifier of the key and a well-formed id of the grant. Answers like {@link KeyNamed},
     * and NotFoundException for a grant that is gone; on a key of another account it becomes
     * {@link Target.UnavailableKey}.
     */
    record GrantOfKey(String identifier, String grantId) implements Locator {}

    /** A principal by its ARN, or a service by its name; nothing is looked up. */
    record Principal(String name) implements Locator {}

    /** The deployment, which belongs to the management account: the permission is asked on {@code *}. */
    record Deployment() implements Locator {}

    /** Nothing in particular: the permission is asked on {@code *}. */
    record Account() implements Locator {}
}
