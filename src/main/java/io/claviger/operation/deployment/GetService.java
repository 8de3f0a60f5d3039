package io.claviger.operation.deployment;

import io.claviger.common.JsonReader;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.operation.Call;
import io.claviger.operation.Outcome;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Shows a registered service. */
@Singleton
public final class GetService extends DeploymentOperation<GetService.Request, GetService.Response> {
    private final TrustedEntities<RegisteredService> registry;
    private final JsonReader reader;

    public GetService(TrustedEntities<RegisteredService> registry, JsonReader reader) {
        super(Request.class, true);
        this.registry = registry;
        this.reader = reader;
    }

    public record Request(
            @Required @Length(min = 1, max = 63) String name) {}

    public record Response(ServiceDescription service) {}

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        String name = call.input().name();
        return registry.find(name)
                .map(found -> found.orElseThrow(() -> DeploymentLists.notFound("service", name)))
                .map(service -> Outcome.of(new Response(
                        ServiceDescription.of(service, registry.configured().containsKey(name), reader))));
    }
}
