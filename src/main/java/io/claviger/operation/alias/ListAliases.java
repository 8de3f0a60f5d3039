package io.claviger.operation.alias;

import io.claviger.common.KeyId;
import io.claviger.key.Alias;
import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Marker;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Paged;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Range;
import io.claviger.storage.Page;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the aliases of the account and region, or of one key, in the order of their names. */
@Singleton
public final class ListAliases implements Operation<ListAliases.Request, ListAliases.Response> {
    private final Storage storage;

    public ListAliases(Storage storage) {
        this.storage = storage;
    }

    /** API model AliasListEntry. */
    public record Entry(
            String aliasName, String aliasArn, String targetKeyId, Instant creationDate, Instant lastUpdatedDate) {
        static Entry of(Alias alias) {
            return new Entry(
                    alias.name(), alias.arn().toString(), alias.target().value(), alias.createdAt(), alias.updatedAt());
        }
    }

    public record Request(
            @Length(min = 1, max = 2048) @Nullable String keyId,
            @Range(min = 1, max = 100) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker)
            implements Paged {}

    public record Response(List<Entry> aliases, @Nullable String nextMarker, boolean truncated) {}

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
        return input.keyId() == null
                ? List.of(new Locator.Account())
                : List.of(new Locator.Account(), new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ListAliases", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KeyId target = input.keyId() == null ? null : call.key(1).id();
        String list = "ListAliases:" + call.account() + ":" + call.region() + ":" + target;
        String after = Marker.read(list, input.marker());
        return storage.listAliases(call.account(), call.region(), target, after, input.limitOr(50))
                .map(page -> Outcome.of(response(list, page)));
    }

    private static Response response(String list, Page<Alias> page) {
        return new Response(
                page.items().stream().map(Entry::of).toList(),
                page.hasMore() ? Marker.after(list, page.items().getLast().name()) : null,
                page.hasMore());
    }
}
