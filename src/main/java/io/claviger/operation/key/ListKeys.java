package io.claviger.operation.key;

import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the keys of the account and region in the order of their ids, in every state. */
@Singleton
public final class ListKeys implements Operation<ListKeys.Request, ListKeys.Response> {
    private final Storage storage;

    public ListKeys(Storage storage) {
        this.storage = storage;
    }

    /** API model KeyListEntry. */
    public record Entry(String keyId, String keyArn) {}

    public record Request(
            @Range(min = 1, max = 1000) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker)
            implements Paged {}

    public record Response(List<Entry> keys, @Nullable String nextMarker, boolean truncated) {}

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
        return List.of(call.permission("kms:ListKeys", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        String list = "ListKeys:" + call.account() + ":" + call.region();
        String after = Marker.read(list, call.input().marker());
        if (after != null && !KeyId.isValid(after)) {
            throw new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
        }
        int limit = call.input().limitOr(100);
        return storage.listKeys(call.account(), call.region(), after == null ? null : new KeyId(after), limit)
                .map(page -> Outcome.of(response(call, list, page)));
    }

    private static Response response(Call<Request> call, String list, Page<KeyId> page) {
        List<Entry> entries = page.items().stream()
                .map(id -> new Entry(
                        id.value(), Arn.key(call.region(), call.account(), id).toString()))
                .toList();
        return new Response(
                entries,
                page.hasMore() ? Marker.after(list, page.items().getLast().value()) : null,
                page.hasMore());
    }
}
