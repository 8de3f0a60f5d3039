package io.claviger.iam.trusted;

import io.claviger.common.AccountId;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What this deployment trusts of one kind: that of its configuration, and that which principals of the management account
 * put into the directory. Where both have an id, the configuration's counts. As fresh as the authorization bound.
 */
public final class TrustedEntities<E extends Entity> {
    private final EntityKind<E> kind;
    private final Map<String, E> configured;
    private final AccountId management;
    private final Storage storage;

    public TrustedEntities(EntityKind<E> kind, List<E> configured, AccountId management, Storage storage) {
        this.kind = kind;
        this.configured = configured.stream().collect(Collectors.toUnmodifiableMap(Entity::id, Function.identity()));
        this.management = management;
        this.storage = storage;
    }

    /** By {@link Entity#id}, disabled ones too. */
    public Uni<Optional<E>> find(String id) {
        E here = configured.get(id);
        return here != null ? Uni.createFrom().item(Optional.of(here)) : storage.findEntity(kind, management, id);
    }

    /** That which the API cannot change, by id. */
    public Map<String, E> configured() {
        return configured;
    }
}
