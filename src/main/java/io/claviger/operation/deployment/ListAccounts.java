package io.claviger.operation.deployment;

import io.claviger.common.AccountId;
import io.claviger.operation.Call;
import io.claviger.operation.Marker;
import io.claviger.operation.Outcome;
import io.claviger.operation.Paged;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Range;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the accounts of the deployment by their ids. */
@Singleton
public final class ListAccounts extends DeploymentOperation<ListAccounts.Request, ListAccounts.Response> {
    private static final String LIST = "ListAccounts";

    private final Storage storage;

    public ListAccounts(Storage storage) {
        super(Request.class, true);
        this.storage = storage;
    }

    public record Request(
            @Range(min = 1, max = 100) @Nullable Integer limit,
            @Length(min = 1, max = 1024) @Nullable String marker) implements Paged {}

    public record Response(
            List<AccountDescription> accounts, @Nullable String nextMarker, boolean truncated) {}

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        AccountId after = Optional.ofNullable(Marker.read(LIST, call.input().marker()))
                .filter(AccountId::isValid)
                .map(AccountId::new)
                .orElse(null);
        return storage.listAccounts(after, call.input().limitOr(DeploymentLists.USUAL_LIMIT))
                .map(page -> Outcome.of(new Response(
                        page.items().stream().map(AccountDescription::of).toList(),
                        page.hasMore()
                                ? Marker.after(LIST, page.items().getLast().id().value())
                                : null,
                        page.hasMore())));
    }
}
