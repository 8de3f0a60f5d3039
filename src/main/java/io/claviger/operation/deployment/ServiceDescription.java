package io.claviger.operation.deployment;

import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.iam.RegisteredService;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered service as answers have it.
 *
 * @param principal {@code ec2.amazonaws.com}
 * @param regions empty for every region
 * @param source {@code API} or {@code CONFIGURATION}; the API cannot change what the configuration says
 */
public record ServiceDescription(
        String name,
        String principal,
        String accountId,
        @Nullable String jwksUrl,
        @Nullable Json jwks,
        List<String> regions,
        Boolean enabled,
        String source,
        Instant creationDate) {

    static ServiceDescription of(RegisteredService service, boolean isConfigured, JsonReader reader) {
        return new ServiceDescription(
                service.name(),
                service.principal(),
                service.serviceAccount().value(),
                service.jwksUrl(),
                jwks(service, reader),
                service.regions(),
                service.enabled(),
                isConfigured ? "CONFIGURATION" : "API",
                service.createdAt());
    }

    private static @Nullable Json jwks(RegisteredService service, JsonReader reader) {
        String jwks = service.jwks();
        try {
            return jwks == null ? null : reader.read(jwks);
        } catch (MalformedJsonException e) {
            throw new BugException("the keys of service " + service.name() + " are malformed", e);
        }
    }
}
