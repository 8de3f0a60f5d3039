package io.claviger.operation.alias;

import io.claviger.common.BugException;
import io.claviger.key.Alias;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes a name away; the key stays as it is. */
@Singleton
public final class DeleteAlias implements Operation<DeleteAlias.Request, Empty> {
    public record Request(
            @Required @Length(min = 1, max = 256) @Pattern("^[a-zA-Z0-9:/_-]+$")
            String aliasName) {}

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
        AliasRules.check(input.aliasName());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.AliasNamed(input.aliasName()), new Locator.KeyOfAlias(input.aliasName()));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:DeleteAlias", 0), call.permission("kms:DeleteAlias", 1));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        Alias alias = call.alias(0).existing();
        if (alias == null) {
            throw new BugException("an alias without a key");
        }
        return Uni.createFrom().item(Outcome.done(new Change.AliasDeleted(alias)));
    }
}
