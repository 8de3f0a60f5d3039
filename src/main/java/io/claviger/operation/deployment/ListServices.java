package io.claviger.operation.deployment;

import io.claviger.common.JsonReader;
import io.claviger.iam.EntityKind;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.operation.Call;
import io.claviger.operation.Marker;
import io.claviger.operation.Outcome;
import io.claviger.operation.Paged;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Range;
import io.claviger.storage.Page;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the registered services: first those of the configuration, all at once, then the others by name. */
@Singleton
public final class ListServices extends DeploymentOperation<ListServices.Request, ListServices.Response> {
    private static final String LIST = "ListServices";

    private final TrustedEntities<RegisteredService> registry;
    private final Storage storage;
    private final JsonReader reader;

    public ListServices(TrustedEntities<RegisteredService> registry, Storage storage, JsonReader reader) {
        super(Request.class, true);
        this.registry = registry;
        this.storage = storage;
        this.reader = reader;
    }

    public record Request(
            @Range(min = 1, max = 100) @Nullable Integer limit,
            @Length(min = 1, max = 1024) @Nullable String marker) implements Paged {}

    public record Response(
            List<ServiceDescription> services, @Nullable String nextMarker, boolean truncated) {}

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        String after = Marker.read(LIST, call.input().marker());
        return storage.listEntities(
                        EntityKind.SERVICE,
                        call.account(),
                        "/",
                        after,
                        call.input().limitOr(DeploymentLists.USUAL_LIMIT))
                .map(page -> Outcome.of(answer(page, after == null)));
    }

    private Response answer(Page<RegisteredService> page, boolean isFirst) {
        List<ServiceDescription> services = new ArrayList<>();
        if (isFirst) {
            registry.configured().values().stream()
                    .sorted(Comparator.comparing(RegisteredService::name))
                    .forEach(service -> services.add(ServiceDescription.of(service, true, reader)));
        }
        page.items().stream()
                .filter(service -> !registry.configured().containsKey(service.name()))
                .forEach(service -> services.add(ServiceDescription.of(service, false, reader)));
        return new Response(
                services,
                page.hasMore() ? Marker.after(LIST, page.items().getLast().name()) : null,
                page.hasMore());
    }
}
