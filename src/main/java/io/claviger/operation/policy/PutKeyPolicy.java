package io.claviger.operation.policy;

import io.claviger.key.KmsKey;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.HasLockoutBypass;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces the policy of a key. Allowed in every key state; decided by the old policy. */
@Singleton
public final class PutKeyPolicy implements Operation<PutKeyPolicy.Request, Empty> {
    private final KeyPolicyRules rules;

    public PutKeyPolicy(KeyPolicyRules rules) {
        this.rules = rules;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Length(min = 1, max = 128) @Pattern("[\\w]+") @AuditDefault("default") @Nullable
            String policyName,

            @Required @Length(min = 1, max = 131_072) @Pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
            String policy,

            @AuditDefault("false") @Nullable Boolean bypassPolicyLockoutSafetyCheck)
            implements HasLockoutBypass {}

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
        return List.of(call.permission("kms:PutKeyPolicy", 0));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        Request input = call.input();
        KeyPolicyRules.requireDefaultName(input.policyName());
        KmsKey key = call.key();
        boolean bypass = Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck());
        return rules.accept(input.policy(), call, key.arn(), bypass)
                .map(policy -> Outcome.done(new Change.KeyUpdated(key.governedBy(policy))));
    }
}
