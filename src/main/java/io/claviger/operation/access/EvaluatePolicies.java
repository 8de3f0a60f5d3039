package io.claviger.operation.access;

import io.claviger.common.Json;
import io.claviger.keystore.Workers;
import io.claviger.operation.Call;
import io.claviger.operation.HasAuditForm;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.WholeBody;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides made-up requests by made-up policies, and explains: for testing policies before they are put. */
@Singleton
public final class EvaluatePolicies implements Operation<EvaluatePolicies.Request, EvaluatePolicies.Response> {
    private final PolicyTrials trials;
    private final Workers workers;

    public EvaluatePolicies(PolicyTrials trials, Workers workers) {
        this.trials = trials;
        this.workers = workers;
    }

    public record Request(@WholeBody Json records) implements HasAuditForm {
        /** The policies themselves may be large, and decide nothing. */
        @Override
        public Audited auditForm() {
            return new Audited(
                    switch (records) {
                        case Json.Arr list -> list.items().size();
                        case Json.Obj one -> 1;
                        case Json.Str text -> null;
                        case Json.Num number -> null;
                        case Json.Bool flag -> null;
                        case Json.Null nothing -> null;
                    });
        }
    }

    public record Audited(@Nullable Integer numberOfRecords) {}

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
        return List.of(call.permission("kms:EvaluatePolicies", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        return workers.run(
                        Workers.Pool.POLICY, () -> trials.evaluate(call.input().records()))
                .map(answer -> Outcome.of(new Response(answer)));
    }
}
