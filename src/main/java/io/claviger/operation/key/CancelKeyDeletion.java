package io.claviger.operation.key;

import io.claviger.key.KeyState;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
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

/** Keeps a key that was to be deleted. It is disabled afterwards, whatever it was before. */
@Singleton
public final class CancelKeyDeletion implements Operation<CancelKeyDeletion.Request, CancelKeyDeletion.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId) {}

    public record Response(String keyId) {}

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
        return List.of(call.permission("kms:CancelKeyDeletion", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.CANCEL_KEY_DELETION));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        KmsKey key = call.key().inState(KeyState.DISABLED);
        return Uni.createFrom()
                .item(Outcome.of(new Response(key.arn().toString()), List.of(new Change.KeyUpdated(key))));
    }
}
