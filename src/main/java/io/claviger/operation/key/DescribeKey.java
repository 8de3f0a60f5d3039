package io.claviger.operation.key;

import io.claviger.operation.Call;
import io.claviger.operation.HasGrantTokens;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Size;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers everything about a key but its aliases, tags, policy and rotation. */
@Singleton
public final class DescribeKey implements Operation<DescribeKey.Request, DescribeKey.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens)
            implements HasGrantTokens {}

    public record Response(KeyMetadata keyMetadata) {}

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
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ANY_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:DescribeKey", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        return Uni.createFrom().item(Outcome.of(new Response(KeyMetadata.of(call.key()))));
    }
}
