package io.claviger.operation.deployment;

import io.claviger.common.AccountId;
import io.claviger.common.JsonReader;
import io.claviger.operation.Call;
import io.claviger.operation.Outcome;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Shows an account with the service control policies that were put for it. */
@Singleton
public final class GetAccount extends DeploymentOperation<GetAccount.Request, GetAccount.Response> {
    private final Storage storage;
    private final JsonReader reader;

    public GetAccount(Storage storage, JsonReader reader) {
        super(Request.class, true);
        this.storage = storage;
        this.reader = reader;
    }

    public record Request(
            @Required @Pattern("[0-9]{12}") String accountId) {}

    public record Response(AccountDescription account) {}

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        String id = call.input().accountId();
        return storage.findAccount(new AccountId(id))
                .map(found -> found.orElseThrow(() -> DeploymentLists.notFound("account", id)))
                .map(account -> Outcome.of(new Response(AccountDescription.of(account, reader))));
    }
}
