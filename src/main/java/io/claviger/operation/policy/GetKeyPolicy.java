package io.claviger.operation.policy;

import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the key policy exactly as it was put. */
@Singleton
public final class GetKeyPolicy implements Operation<GetKeyPolicy.Request, GetKeyPolicy.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Length(min = 1, max = 128) @Pattern("[\\w]+") @Nullable
            String policyName) {}

    public record Response(String policy, String policyName) {}

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
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:GetKeyPolicy", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        KeyPolicyRules.requireDefaultName(call.input().policyName());
        return Uni.createFrom().item(Outcome.of(new Response(call.key().policy().text(), KeyPolicyRules.POLICY_NAME)));
    }
}
