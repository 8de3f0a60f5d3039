package io.claviger.pipeline;

import io.claviger.common.SecretBytes;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
import io.claviger.operation.Guard;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Stands for an operation that changes a key; tells a test of each step. */
final class ProbeOperation implements Operation<ProbeOperation.Request, ProbeOperation.Response> {
    record Request(@Required String keyId, SecretBytes plaintext, Boolean dryRun) implements HasDryRun {}

    record Response(String keyId, SecretBytes plaintext) {}

    private final Steps steps;

    ProbeOperation(Steps steps) {
        this.steps = steps;
    }

    @Override
    public String name() {
        return "UpdateKeyDescription";
    }

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
        steps.reach("check");
    }

    @Override
    public List<Locator> locate(Request input) {
        steps.reach("locate");
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ANY_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        steps.reach("permissions");
        return List.of(call.permission("kms:Encrypt", 0));
    }

    @Override
    public List<Guard> guards() {
        steps.reach("guards");
        return List.of(Guard.state(StateRule.CRYPTOGRAPHIC));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        steps.reach("execute");
        Response response = new Response(call.key().arn().toString(), SecretBytes.copyOf(new byte[] {4, 5, 6}));
        steps.outputs.add(response);
        return Uni.createFrom()
                .item(Outcome.of(
                        response, List.of(new Change.KeyUpdated(call.key().described("probed")))));
    }
}
