package io.claviger.operation.decision;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds audited calls again, and says why each was decided as it was. */
public interface DecisionHistory {

    /**
     * An audited call.
     *
     * @param errorCode as in the audit record; absent for a call that succeeded
     * @param reason what the record says about a denial, in words; absent for a call that was not denied
     * @param decisions one for each permission that was decided, up to the first that was not allowed; none for a call
     *     that was refused before that, or for another account's key that the caller may know nothing of
     */
    record Call(
            String requestId,
            String eventName,
            String eventTime,
            @Nullable String errorCode,
            @Nullable String reason,
            List<Decision> decisions) {
        public Call {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * One decision of a call.
     *
     * @param recorded as the audit record has it
     * @param explanation made anew from the policies that were in force then (docs/explanations.md); absent where
     *     something that it needs is not kept or is another account's
     * @param note why there is no explanation, or that it comes to another result than was recorded
     */
    record Decision(
            Json recorded,
            @Nullable Json explanation,
            @Nullable String note) {}

    /**
     * The call with this id, if its record belongs to the account. Reads the journal by the time in the id, so an id
     * that was not made by this service is not found.
     */
    Uni<Optional<Call>> find(AccountId account, String requestId);
}
