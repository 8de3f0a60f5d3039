package io.claviger.operation.grant;

import io.claviger.key.Grant;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes a grant, by those whom the grant itself names, or the account that made it. */
@Singleton
public final class RetireGrant implements Operation<RetireGrant.Request, Empty> {
    public record Request(
            @Length(min = 1, max = 8192) @NotAudited @Nullable
            String grantToken,

            @Length(min = 1, max = 2048) @NotAudited @Nullable
            String keyId,

            @Length(min = 1, max = 128) @NotAudited @Nullable
            String grantId,

            @NotAudited @Nullable Boolean dryRun)
            implements HasDryRun, HasEncryptionContext {

        /** Not the request's: the grant's own constraints stand in its place. */
        @Override
        public @Nullable Map<String, String> encryptionContextFor(String action) {
            return null;
        }
    }

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
        boolean byToken = input.grantToken() != null;
        boolean byId = input.keyId() != null && input.grantId() != null;
        boolean byIdInPart = input.keyId() != null || input.grantId() != null;
        if (byToken ? byIdInPart : !byId) {
            throw GrantRules.invalid("Either GrantToken alone or both KeyId and GrantId are required.");
        }
        GrantRules.idOrNull(input.grantId());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(
                input.grantToken() != null
                        ? new Locator.GrantOfToken(input.grantToken())
                        : new Locator.GrantOfKey(String.valueOf(input.keyId()), String.valueOf(input.grantId())));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:RetireGrant", 0));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        Grant grant = call.grant(0);
        return Uni.createFrom()
                .item(Outcome.done(new Change.GrantDeleted(grant))
                        .withEventData("grantId", grant.id().value()));
    }
}
