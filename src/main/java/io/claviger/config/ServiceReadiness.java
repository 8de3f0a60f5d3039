package io.claviger.config;

import io.claviger.audit.GroupCommitter;
import io.claviger.rootkey.Keyring;
import io.claviger.storage.caching.CachingStorage;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether this node can answer calls, with the reason where it cannot. */
@Readiness
@Singleton
final class ServiceReadiness implements HealthCheck {
    private final CachingStorage storage;
    private final Keyring keyring;
    private final Provider<GroupCommitter> journal;
    private final ClavigerConfig config;

    ServiceReadiness(CachingStorage storage, Keyring keyring, Provider<GroupCommitter> journal, ClavigerConfig config) {
        this.storage = storage;
        this.keyring = keyring;
        this.journal = journal;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        Duration age = storage.epochAge();
        int waiting = journal.get().waitingRecords();
        boolean isFresh = age.compareTo(config.authorization().bound()) <= 0;
        boolean hasRoom = waiting < config.audit().maxWaiting();
        boolean hasKey = keyring.currentId().isPresent();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Claviger")
                .status(isFresh && hasRoom && hasKey)
                .withData("authorizationDataAgeMillis", age.toMillis())
                .withData("waitingAuditRecords", waiting)
                .withData("domainKey", keyring.currentId().map(UUID::toString).orElse("none"));
        if (!isFresh) {
            answer.withData("reason", "authorization data is older than its bound: the database does not answer");
        } else if (!hasRoom) {
            answer.withData("reason", "the audit journal is full");
        } else if (!hasKey) {
            answer.withData("reason", "the key hierarchy is not open");
        }
        return answer.build();
    }
}
