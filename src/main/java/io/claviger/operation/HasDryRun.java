package io.claviger.operation;

import org.jspecify.annotations.Nullable;

/** A request with the member DryRun: checked and executed, but answered with DryRunOperationException. */
public interface HasDryRun {
    @Nullable
    Boolean dryRun();
}
