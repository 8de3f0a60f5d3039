package io.claviger.operation.grant;

import io.claviger.key.Grant;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.GrantToken;
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

/** Lists the grants of the region that a principal of the caller's account may retire, on keys of all accounts. */
@Singleton
public final class ListRetirableGrants implements Operation<ListRetirableGrants.Request, ListRetirableGrants.Response> {
    private static final byte[] NO_NONCE = new byte[GrantToken.NONCE_BYTES];

    private final Storage storage;
    private final GrantPrincipals principals;

    public ListRetirableGrants(Storage storage, GrantPrincipals principals) {
        this.storage = storage;
        this.principals = principals;
    }

    public record Request(
            @Range(min = 1, max = 100) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker,

            @Length(min = 1, max = 256) @Pattern(GrantRules.PRINCIPAL) @Nullable
            String retiringPrincipal,

            @Length(min = 1, max = 128) @Pattern(GrantRules.SERVICE) @Nullable
            String retiringServicePrincipal)
            implements Paged {
        String principal() {
            return String.valueOf(retiringPrincipal);
        }
    }

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
        if ((input.retiringPrincipal() == null) == (input.retiringServicePrincipal() == null)) {
            throw GrantRules.invalid("Exactly one of RetiringPrincipal and RetiringServicePrincipal is required.");
        }
        if (input.retiringServicePrincipal() != null) {
            // AWS API reference: only for callers that are that service; there are none, and nobody else may look
            throw GrantRules.invalid("RetiringServicePrincipal is only usable by callers in a service principal.");
        }
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.Principal(input.principal()));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ListRetirableGrants", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        return principals.resolve(call.input().principal()).chain(retiring -> list(call, retiring));
    }

    private Uni<Outcome<Response>> list(Call<Request> call, GrantPrincipal retiring) {
        Request input = call.input();
        String list = "ListRetirableGrants:" + call.account() + ":" + call.region() + ":" + retiring.identity();
        GrantToken after = GrantMarkers.token(Marker.read(list, input.marker()));
        return storage.listRetirableGrants(call.region(), retiring.identity(), after, input.limitOr(50))
                .chain(page -> GrantEntry.of(page.items(), principals)
                        .map(entries -> Outcome.of(response(entries, list, page))));
    }

    private static Response response(List<GrantEntry> entries, String list, Page<Grant> page) {
        String next = page.hasMore()
                ? Marker.after(list, GrantToken.of(page.items().getLast()).text(NO_NONCE))
                : null;
        return new Response(entries, next, page.hasMore());
    }
}
