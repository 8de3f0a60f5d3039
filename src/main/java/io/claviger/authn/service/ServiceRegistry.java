package io.claviger.authn.service;

import io.claviger.common.AccountId;
import io.claviger.iam.EntityKind;
import io.claviger.iam.RegisteredService;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The services that this deployment knows: those of its configuration, and those that principals of the management
 * account registered. Where both have a name, the configuration's counts. As fresh as the authorization bound.
 */
public final class ServiceRegistry {
    private final Map<String, RegisteredService> configured;
    private final AccountId management;
    private final Storage storage;

    public ServiceRegistry(List<RegisteredService> configured, AccountId management, Storage storage) {
        this.configured =
                configured.stream().collect(Collectors.toUnmodifiableMap(RegisteredService::name, Function.identity()));
        this.management = management;
        this.storage = storage;
    }

    /** A service by its name, disabled ones too. */
    public Uni<Optional<RegisteredService>> find(String name) {
        RegisteredService here = configured.get(name);
        return here != null
                ? Uni.createFrom().item(Optional.of(here))
                : storage.findEntity(EntityKind.SERVICE, management, name);
    }

    /** Those that the API cannot change, by name. */
    public Map<String, RegisteredService> configured() {
        return configured;
    }
}
