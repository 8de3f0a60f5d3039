package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A thing of the directory: one row each, changed as a whole, with everything that belongs to it. What it refers to must
 * exist and cannot be deleted as long as it is referred to.
 */
public sealed interface Entity permits User, Role, Group, ManagedPolicy, OidcProvider, TokenIssuer, RegisteredService {

    EntityKind<?> kind();

    AccountId account();

    /**
     * Finds it, and never changes. The unique id for users, roles and groups ({@code AIDA…}, {@code AROA…},
     * {@code AGPA…}), which is never used again; the ARN for managed policies and OIDC providers; the URL for token
     * issuers; the name for services.
     */
    String id();

    /** Unique in its account and kind without regard to case. */
    String name();

    /** Begins and ends with a slash; {@code /} for what has none. */
    String path();

    Instant createdAt();

    /** The row version that it was read at; 0 for one not stored yet. */
    long version();

    /** All that it refers to. */
    Set<Reference> references();

    /** All policies that it holds itself, in force or not. */
    default Collection<PolicyText> policyTexts() {
        return List.of();
    }

    /** The same at another row version. */
    Entity atVersion(long newVersion);
}
