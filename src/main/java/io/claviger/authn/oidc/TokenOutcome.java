package io.claviger.authn.oidc;

import io.claviger.authn.Caller;
import io.claviger.authn.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

/** What a bearer token comes to. Reasons are sentences without anything of the token, fit for an audit record. */
public sealed interface TokenOutcome {

    /**
     * A principal that exists.
     *
     * @param rule the number of the mapping rule that decided, from 1
     */
    record Mapped(Caller caller, int rule) implements TokenOutcome {}

    /**
     * A token that is believed, and stands for nobody.
     *
     * @param principal the ARN that the claims were mapped to, if they were
     */
    record Nobody(
            Caller.WebIdentity holder,
            String reason,
            @Nullable String principal) implements TokenOutcome {}

    /** A token that is not believed; nobody can be named for it. */
    record NotBelieved(TokenRefusedException.@Nullable Reason why, String reason) implements TokenOutcome {}
}
