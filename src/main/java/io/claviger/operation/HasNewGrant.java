package io.claviger.operation;

import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantOperation;
import java.util.List;

/** A request that makes a grant. */
public interface HasNewGrant {
    List<GrantOperation> grantOperations();

    /** The constraints of the new grant; {@link GrantConstraints#NONE} where the request has none. */
    GrantConstraints grantConstraints();
}
