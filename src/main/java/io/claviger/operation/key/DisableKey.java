package io.claviger.operation.key;

import io.claviger.key.KeyState;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Guard;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes a key unusable until it is enabled again; does nothing to one that is disabled. */
@Singleton
public final class DisableKey implements Operation<DisableKey.Request, Empty> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:DisableKey", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.ENABLE_DISABLE));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        KmsKey key = call.key();
        return Uni.createFrom()
                .item(
                        key.state() == KeyState.DISABLED
                                ? Outcome.done()
                                : Outcome.done(new Change.KeyUpdated(key.inState(KeyState.DISABLED))));
    }
}
