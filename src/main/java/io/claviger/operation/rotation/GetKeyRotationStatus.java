package io.claviger.operation.rotation;

import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers whether the material of a key is rotated automatically. */
@Singleton
public final class GetKeyRotationStatus
        implements Operation<GetKeyRotationStatus.Request, GetKeyRotationStatus.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId) {}

    public record Response(
            boolean keyRotationEnabled,
            String keyId,
            @Nullable Integer rotationPeriodInDays,
            @Nullable Instant nextRotationDate,
            @Nullable Instant onDemandRotationStartDate) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:GetKeyRotationStatus", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        return Uni.createFrom()
                .item(Outcome.of(new Response(false, call.key().id().value(), null, null, null)));
    }
}
