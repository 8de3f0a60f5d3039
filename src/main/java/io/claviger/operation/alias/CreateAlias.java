package io.claviger.operation.alias;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.Alias;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Guard;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.Quotas;
import io.claviger.operation.Target;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Gives a key a name. */
@Singleton
public final class CreateAlias implements Operation<CreateAlias.Request, Empty> {
    private final Storage storage;
    private final Quotas quotas;

    public CreateAlias(Storage storage, Quotas quotas) {
        this.storage = storage;
        this.quotas = quotas;
    }

    public record Request(
            @Required @Length(min = 1, max = 256) @Pattern("^[a-zA-Z0-9:/_-]+$")
            String aliasName,

            @Required @Length(min = 1, max = 2048) String targetKeyId) {}

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
        return List.of(
                new Locator.AliasNamed(input.aliasName()), new Locator.KeyNamed(input.targetKeyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:CreateAlias", 0), call.permission("kms:CreateAlias", 1));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.NOT_PENDING_DELETION).onTarget(1));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        Target.AliasName alias = call.alias(0);
        if (alias.existing() != null) {
            throw new KmsException(
                    ErrorCode.ALREADY_EXISTS, "An alias with the name " + alias.arn() + " already exists");
        }
        KmsKey key = call.key(1);
        Alias created =
                new Alias(key.account(), key.region(), call.input().aliasName(), key.id(), call.now(), call.now(), 0);
        return storage.countAliases(key.account(), key.region(), key.id()).map(count -> {
            if (count >= quotas.aliasesPerKey()) {
                throw AliasRules.quotaExceeded(quotas);
            }
            return Outcome.done(new Change.AliasCreated(created));
        });
    }
}
