package io.claviger.authn;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Port: what a request proves of the service that makes it, beside its caller. */
public interface ServiceProofs {
    /**
     * Adds the service that makes the call. A request that names none stays as it is; one whose proof is not believed gets
     * a refusal, never less. Fails only where the database or a worker pool does.
     */
    Uni<Authentication> complete(Authentication authentication, RawCall call, Instant now);
}
