package io.claviger.operation.access;

import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.WholeBody;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Says why a call of the account was decided as it was. */
@Singleton
public final class ExplainDecision implements Operation<ExplainDecision.Request, ExplainDecision.Response> {
    private final DecisionHistory history;

    public ExplainDecision(DecisionHistory history) {
        this.history = history;
    }

    public record Request(
            @Required @Length(min = 36, max = 36) String requestId) {}

    public record Response(@WholeBody Json answer) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.Account());
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ExplainDecision", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        String requestId = call.input().requestId();
        return history.explain(call.account(), requestId)
                .map(found -> found.orElseThrow(() -> new KmsException(
                        ErrorCode.NOT_FOUND, "No call with request id '" + requestId + "' is recorded.")))
                .map(answer -> Outcome.of(new Response(answer)));
    }
}
