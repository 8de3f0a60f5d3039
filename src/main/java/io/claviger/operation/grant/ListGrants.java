package io.claviger.operation.grant;

import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantPrincipal;
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
import io.claviger.storage.GrantFilter;
import io.claviger.storage.Page;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the grants of a key in the order of their ids. */
@Singleton
public final class ListGrants implements Operation<ListGrants.Request, ListGrants.Response> {
    private final Storage storage;
    private final GrantPrincipals principals;

    public ListGrants(Storage storage, GrantPrincipals principals) {
        this.storage = storage;
        this.principals = principals;
    }

    public record Request(
            @Range(min = 1, max = 100) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker,

            @Required @Length(min = 1, max = 2048) String keyId,
            @Length(min = 1, max = 128) @Nullable String grantId,

            @Length(min = 1, max = 256) @Pattern(GrantRules.PRINCIPAL) @Nullable
            String granteePrincipal,

            @Length(min = 1, max = 128) @Pattern(GrantRules.SERVICE) @Nullable
            String granteeServicePrincipal)
            implements Paged {}

    public record Response(
            List<GrantEntry> grants, @Nullable String nextMarker, boolean truncated) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void check(Request input) {
        if (input.granteePrincipal() != null && input.granteeServicePrincipal() != null) {
            throw GrantRules.invalid("Only one of GranteePrincipal and GranteeServicePrincipal is allowed.");
        }
        GrantRules.idOrNull(input.grantId());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ListGrants", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        return grantee(call.input()).chain(grantee -> list(call, grantee.orElse(null)));
    }

    private Uni<Optional<GrantPrincipal>> grantee(Request input) {
        if (input.granteePrincipal() != null) {
            return principals.resolve(input.granteePrincipal()).map(Optional::of);
        }
        return Uni.createFrom()
                .item(Optional.ofNullable(input.granteeServicePrincipal()).map(GrantPrincipal::service));
    }

    private Uni<Outcome<Response>> list(Call<Request> call, @Nullable GrantPrincipal grantee) {
        Request input = call.input();
        KmsKey key = call.key();
        GrantFilter filter =
                new GrantFilter(GrantRules.idOrNull(input.grantId()), grantee == null ? null : grantee.identity());
        String list = "ListGrants:" + key.arn() + ":" + input.grantId() + ":" + filter.granteeIdentity();
        GrantId after = GrantMarkers.id(Marker.read(list, input.marker()));
        return storage.listGrants(key.account(), key.region(), key.id(), filter, after, input.limitOr(50))
                .chain(page -> GrantEntry.of(page.items(), principals)
                        .map(entries -> Outcome.of(response(entries, list, page))));
    }

    private static Response response(List<GrantEntry> entries, String list, Page<Grant> page) {
        return new Response(
                entries,
                page.hasMore() ? Marker.after(list, page.items().getLast().id().value()) : null,
                page.hasMore());
    }
}
