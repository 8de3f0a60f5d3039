package io.claviger.operation.deployment;

import io.claviger.common.AccountId;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.iam.EntityKind;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.trusted.TrustedEntities;
import io.claviger.operation.Call;
import io.claviger.operation.Outcome;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registers a service that may call for others, or changes what is registered. Whole: what is left out is unset. */
@Singleton
public final class PutService extends DeploymentOperation<PutService.Request, PutService.Response> {
    private final TrustedEntities<RegisteredService> registry;
    private final Storage storage;
    private final JsonReader reader;
    private final JsonText writer;

    public PutService(
            TrustedEntities<RegisteredService> registry, Storage storage, JsonReader reader, JsonText writer) {
        super(Request.class, false);
        this.registry = registry;
        this.storage = storage;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * A service.
     *
     * @param accountId the account of the service itself; the management account where absent
     * @param jwksUrl exactly one of this and {@code jwks}
     */
    public record Request(
            @Required @Length(min = 1, max = 63) @Pattern(RegisteredService.NAME)
            String name,

            @Pattern("[0-9]{12}") @Nullable String accountId,
            @Length(min = 1, max = 2048) @Nullable String jwksUrl,
            @Nullable Json jwks,
            @ItemLength(min = 1, max = 32) @Nullable List<String> regions,
            @Nullable Boolean enabled) {}

    public record Response(ServiceDescription service) {}

    @Override
    public void check(Request input) {
        if ((input.jwks() == null) == (input.jwksUrl() == null)) {
            throw new KmsException(ErrorCode.VALIDATION, "Exactly one of Jwks and JwksUrl must be given.");
        }
        PublicKeys.checkUrl("JwksUrl", input.jwksUrl());
        PublicKeys.checkJwks(input.jwks());
        if (input.regions() != null && !input.regions().stream().allMatch(io.claviger.common.Region::isValid)) {
            throw new KmsException(ErrorCode.VALIDATION, "Regions has a name that no region has.");
        }
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        if (registry.configured().containsKey(input.name())) {
            throw new KmsException(
                    ErrorCode.VALIDATION, "The service " + input.name() + " is set by the configuration.");
        }
        AccountId owner = input.accountId() == null ? call.account() : new AccountId(input.accountId());
        return storage.findAccount(owner).flatMap(account -> {
            if (account.isEmpty()) {
                throw new KmsException(ErrorCode.NOT_FOUND, "Account " + owner + " does not exist.");
            }
            return storage.findEntity(EntityKind.SERVICE, call.account(), input.name())
                    .map(existing -> outcome(call, owner, existing));
        });
    }

    private Outcome<Response> outcome(Call<Request> call, AccountId owner, Optional<RegisteredService> existing) {
        Request input = call.input();
        RegisteredService service = new RegisteredService(
                call.account(),
                input.name(),
                existing.map(RegisteredService::createdAt).orElse(call.now()),
                owner,
                input.jwksUrl(),
                input.jwks() == null ? null : writer.write(input.jwks()),
                input.regions() == null ? List.of() : input.regions(),
                !Boolean.FALSE.equals(input.enabled()),
                existing.map(RegisteredService::version).orElse(0L));
        Change change = existing.isPresent() ? new Change.EntityUpdated(service) : new Change.EntityCreated(service);
        return Outcome.of(new Response(ServiceDescription.of(service, false, reader)), List.of(change));
    }
}
