package io.claviger.operation.grant;

import io.claviger.crypto.RandomSource;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.GrantToken;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
import io.claviger.operation.Guard;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasGrantTokens;
import io.claviger.operation.HasNewGrant;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.Quotas;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Size;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a principal use a key. A named grant that exists with the same parameters is returned and not made again. */
@Singleton
public final class CreateGrant implements Operation<CreateGrant.Request, CreateGrant.Response> {
    private final Storage storage;
    private final GrantPrincipals principals;
    private final RandomSource random;
    private final Quotas quotas;

    public CreateGrant(Storage storage, GrantPrincipals principals, RandomSource random, Quotas quotas) {
        this.storage = storage;
        this.principals = principals;
        this.random = random;
        this.quotas = quotas;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Length(min = 1, max = 256) @Pattern(GrantRules.PRINCIPAL) @Nullable
            String granteePrincipal,

            @Length(min = 1, max = 128) @Pattern(GrantRules.SERVICE) @Nullable
            String granteeServicePrincipal,

            @Length(min = 1, max = 256) @Pattern(GrantRules.PRINCIPAL) @Nullable
            String retiringPrincipal,

            @Length(min = 1, max = 128) @Pattern(GrantRules.SERVICE) @Nullable
            String retiringServicePrincipal,

            @Required @OneOf(GrantOperation.class) List<String> operations,
            @Nullable ConstraintsMember constraints,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens,

            @Length(min = 1, max = 256) @Pattern("[a-zA-Z0-9:/_-]+") @Nullable
            String name,

            @NotAudited @Nullable Boolean dryRun)
            implements HasGrantTokens, HasDryRun, HasNewGrant, HasEncryptionContext {

        @Override
        public List<GrantOperation> grantOperations() {
            return operations.stream()
                    .map(GrantOperation::named)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        }

        @Override
        public GrantConstraints grantConstraints() {
            return constraints == null ? GrantConstraints.NONE : constraints.toConstraints();
        }

        /** The pairs that the new grant is constrained to. */
        @Override
        public Map<String, String> encryptionContextFor(String action) {
            return grantConstraints().pairs();
        }
    }

    public record Response(String grantToken, String grantId) {}

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
        if ((input.granteePrincipal() == null) == (input.granteeServicePrincipal() == null)) {
            throw GrantRules.invalid("Exactly one of GranteePrincipal and GranteeServicePrincipal is required.");
        }
        if (input.retiringPrincipal() != null && input.retiringServicePrincipal() != null) {
            throw GrantRules.invalid("Only one of RetiringPrincipal and RetiringServicePrincipal is allowed.");
        }
        boolean hasRetiring = input.retiringPrincipal() != null || input.retiringServicePrincipal() != null;
        boolean isComplete = hasRetiring && input.grantConstraints().sourceArn() != null;
        if (input.granteeServicePrincipal() != null && !isComplete) {
            throw GrantRules.invalid("GranteeServicePrincipal requires the constraint SourceArn and one of"
                    + " RetiringPrincipal and RetiringServicePrincipal.");
        }
        GrantRules.checkOperations(input.grantOperations());
        GrantRules.checkConstraints(input.grantConstraints());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:CreateGrant", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.CRYPTOGRAPHIC_OR_UNAVAILABLE));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        GrantRules.checkFits(input.grantOperations(), input.grantConstraints(), call.key());
        return principal(input.granteePrincipal(), input.granteeServicePrincipal())
                .chain(grantee -> principal(input.retiringPrincipal(), input.retiringServicePrincipal())
                        .chain(retiring -> outcome(grant(call, grantee.orElseThrow(), retiring.orElse(null)))));
    }

    private Uni<Optional<GrantPrincipal>> principal(@Nullable String arn, @Nullable String service) {
        if (arn != null) {
            return principals.resolve(arn).map(Optional::of);
        }
        return Uni.createFrom().item(Optional.ofNullable(service).map(GrantPrincipal::service));
    }

    private Grant grant(Call<Request> call, GrantPrincipal grantee, @Nullable GrantPrincipal retiring) {
        KmsKey key = call.key();
        Request input = call.input();
        return new Grant(
                key.account(),
                key.region(),
                key.id(),
                new GrantId(HexFormat.of().formatHex(random.bytes(GrantId.LENGTH / 2))),
                grantee,
                retiring,
                input.grantOperations(),
                input.grantConstraints(),
                input.name(),
                call.account(),
                call.now());
    }

    private Uni<Outcome<Response>> outcome(Grant grant) {
        return existing(grant)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(outcome(found.get(), List.of()))
                        : storage.countGrants(grant.account(), grant.region(), grant.keyId(), quotas.grantsPerKey())
                                .map(count -> {
                                    if (count >= quotas.grantsPerKey()) {
                                        throw GrantRules.quotaExceeded(quotas);
                                    }
                                    return outcome(grant, List.of(new Change.GrantCreated(grant)));
                                }));
    }

    private Uni<Optional<Grant>> existing(Grant grant) {
        return grant.fingerprint()
                .map(fingerprint -> storage.findGrantLike(grant.account(), grant.region(), grant.keyId(), fingerprint))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Outcome<Response> outcome(Grant grant, List<Change> changes) {
        String token = GrantToken.of(grant).text(random.bytes(GrantToken.NONCE_BYTES));
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put("grantId", grant.id().value());
        elements.put("keyId", grant.keyArn().toString());
        return Outcome.of(new Response(token, grant.id().value()), changes).withResponseElements(elements);
    }
}
