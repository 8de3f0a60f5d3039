package io.claviger.operation.access;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds audited calls again, and says why each was decided as it was. */
public interface DecisionHistory {

    /**
     * The call with this id, if its record belongs to the account: what the record says of the decision and, made anew
     * from the policies that were in force then, an explanation of each permission (docs/explanations.md). Reads the
     * journal by the time in the id, so an id that was not made by this service is not found.
     */
    Uni<Optional<Json>> explain(AccountId account, String requestId);
}
