package io.claviger.operation.grant;

import io.claviger.key.GrantId;
import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes a grant, by those whom a policy allows it. */
@Singleton
public final class RevokeGrant implements Operation<RevokeGrant.Request, Empty> {
    private final Storage storage;

    public RevokeGrant(Storage storage) {
        this.storage = storage;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Required @Length(min = 1, max = 128) String grantId,
            @NotAudited @Nullable Boolean dryRun)
            implements HasDryRun {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void check(Request input) {
        GrantRules.idOrNull(input.grantId());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:RevokeGrant", 0));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        KmsKey key = call.key();
        GrantId id = new GrantId(call.input().grantId());
        return storage.findGrant(key.account(), key.region(), key.id(), id)
                .map(found -> found.orElseThrow(() -> GrantRules.notFound(id)))
                .map(grant -> Outcome.done(new Change.GrantDeleted(grant)));
    }
}
