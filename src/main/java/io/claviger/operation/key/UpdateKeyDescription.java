package io.claviger.operation.key;

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
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Replaces the description of a key. */
@Singleton
public final class UpdateKeyDescription implements Operation<UpdateKeyDescription.Request, Empty> {
    /** PostgreSQL keeps every character in a text but this one. */
    static final String NO_NUL = "[^\\u0000]*";

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Required @Length(max = 8192) @Pattern(NO_NUL) String description) {}

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
        return List.of(call.permission("kms:UpdateKeyDescription", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.NOT_PENDING_DELETION));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        KmsKey described = call.key().described(call.input().description());
        return Uni.createFrom().item(Outcome.done(new Change.KeyUpdated(described)));
    }
}
