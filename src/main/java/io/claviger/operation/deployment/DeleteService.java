package io.claviger.operation.deployment;

import io.claviger.iam.EntityKind;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Outcome;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Forgets a registered service: nothing that it signs is believed any more. */
@Singleton
public final class DeleteService extends DeploymentOperation<DeleteService.Request, Empty> {
    private final Storage storage;

    public DeleteService(Storage storage) {
        super(Request.class, false);
        this.storage = storage;
    }

    public record Request(
            @Required @Length(min = 1, max = 63) String name) {}

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        String name = call.input().name();
        return storage.findEntity(EntityKind.SERVICE, call.account(), name)
                .map(found -> found.orElseThrow(() -> DeploymentLists.notFound("service", name)))
                .map(service -> Outcome.done(new Change.EntityDeleted(service)));
    }
}
