package io.claviger.operation.grant;

import io.claviger.key.GrantPrincipal;
import io.smallrye.mutiny.Uni;

/** Who may stand in a grant (grants.md, section 1). */
public interface GrantPrincipals {
    /**
     * The principal that an ARN names: an account's root, an IAM user, a role, a session of a role, or a federated
     * user, of any account of the deployment. Fails with InvalidArnException for anything else and for one that does not
     * exist.
     */
    Uni<GrantPrincipal> resolve(String arn);

    /** How a list shows the principal: as it was named, or by its unique id once it is gone. */
    Uni<String> shown(GrantPrincipal principal);
}
