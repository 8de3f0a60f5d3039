package io.claviger.operation.policy;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Paged;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Required;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the names of the policies of a key: always one. */
@Singleton
public final class ListKeyPolicies implements Operation<ListKeyPolicies.Request, ListKeyPolicies.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Range(min = 1, max = 1000) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker)
            implements Paged {}

    public record Response(
            List<String> policyNames, @Nullable String nextMarker, boolean truncated) {}

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
        return List.of(call.permission("kms:ListKeyPolicies", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        if (call.input().marker() != null) {
            // one name is never more than a page, so no marker was ever given out
            throw new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
        }
        return Uni.createFrom().item(Outcome.of(new Response(List.of(KeyPolicyRules.POLICY_NAME), null, false)));
    }
}
