package io.claviger.operation.alias;

import io.claviger.common.BugException;
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
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Points an alias at another key of the same kind and usage. */
@Singleton
public final class UpdateAlias implements Operation<UpdateAlias.Request, Empty> {
    private final Storage storage;
    private final Quotas quotas;

    public UpdateAlias(Storage storage, Quotas quotas) {
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
                new Locator.AliasNamed(input.aliasName()),
                new Locator.KeyOfAlias(input.aliasName()),
                new Locator.KeyNamed(input.targetKeyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(
                call.permission("kms:UpdateAlias", 0),
                call.permission("kms:UpdateAlias", 1),
                call.permission("kms:UpdateAlias", 2));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.NOT_PENDING_DELETION).onTarget(2));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        Alias alias = call.alias(0).existing();
        if (alias == null) {
            throw new BugException("an alias without a key");
        }
        KmsKey current = call.key(1);
        KmsKey target = call.key(2);
        if (current.usage() != target.usage()
                || current.spec().isSymmetricEncryption() != target.spec().isSymmetricEncryption()) {
            throw new KmsException(
                    ErrorCode.VALIDATION,
                    "The alias can only be associated with a KMS key of the same type and key usage.");
        }
        Uni<Outcome<Empty>> update = Uni.createFrom()
                .item(() -> Outcome.done(new Change.AliasUpdated(alias.retargeted(target.id(), call.now()))));
        if (current.id().equals(target.id())) {
            return update;
        }
        return storage.countAliases(target.account(), target.region(), target.id())
                .flatMap(count -> {
                    if (count >= quotas.aliasesPerKey()) {
                        throw AliasRules.quotaExceeded(quotas);
                    }
                    return update;
                });
    }
}
