package io.claviger.operation.access;

import io.claviger.common.Json;
import io.claviger.common.JsonMembers;
import io.claviger.key.KmsKey;
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
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.WholeBody;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who can do what with a key of the caller's account, and by which statement or grant. */
@Singleton
public final class GetKeyAccess implements Operation<GetKeyAccess.Request, GetKeyAccess.Response> {
    private static final int USUAL_LIMIT = 50;

    private final KeyAccess access;

    public GetKeyAccess(KeyAccess access) {
        this.access = access;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Range(min = 1, max = 100) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker)
            implements Paged {}

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
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ANY));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:GetKeyAccess", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        KmsKey key = call.key();
        String list = "GetKeyAccess:" + key.arn();
        String after = Marker.read(list, call.input().marker());
        return access.list(key, after, call.input().limitOr(USUAL_LIMIT))
                .map(page -> Outcome.of(new Response(answer(key, list, page))));
    }

    private static Json answer(KmsKey key, String list, KeyAccess.Page page) {
        String last = page.last();
        return new JsonMembers()
                .text("keyArn", key.arn().toString())
                .put("entries", new Json.Arr(page.entries()))
                .text("nextMarker", last == null ? null : Marker.after(list, last))
                .flag("truncated", last != null)
                .object();
    }
}
