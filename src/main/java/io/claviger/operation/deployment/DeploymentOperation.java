package io.claviger.operation.deployment;

import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Permission;
import java.util.List;

/** An operation on the deployment: its action is {@code claviger:} and its name, on {@code *}. */
abstract class DeploymentOperation<I extends Record, O extends Record> implements Operation<I, O> {
    private final Class<I> inputType;
    private final boolean isReadOnly;

    DeploymentOperation(Class<I> inputType, boolean isReadOnly) {
        this.inputType = inputType;
        this.isReadOnly = isReadOnly;
    }

    @Override
    public final Class<I> inputType() {
        return inputType;
    }

    @Override
    public final boolean isReadOnly() {
        return isReadOnly;
    }

    @Override
    public final List<Locator> locate(I input) {
        return List.of(new Locator.Deployment());
    }

    @Override
    public final List<Permission> permissions(Call<I> call) {
        return List.of(call.permission("claviger:" + name(), 0));
    }
}
