package io.claviger.operation.key;

import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.RandomUuid;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.keystore.KeyStore;
import io.claviger.operation.Call;
import io.claviger.operation.HasLockoutBypass;
import io.claviger.operation.HasNewKey;
import io.claviger.operation.HasTags;
import io.claviger.operation.KeyTraits;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.Quotas;
import io.claviger.operation.policy.KeyPolicyRules;
import io.claviger.operation.tag.TagEntry;
import io.claviger.operation.tag.TagRules;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Pattern;
import io.claviger.storage.Change;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates a key with its first material, its policy and its tags. */
@Singleton
public final class CreateKey implements Operation<CreateKey.Request, CreateKey.Response> {
    private final KeyStore keyStore;
    private final Storage storage;
    private final KeyPolicyRules policyRules;
    private final RandomSource random;
    private final Quotas quotas;

    public CreateKey(
            KeyStore keyStore, Storage storage, KeyPolicyRules policyRules, RandomSource random, Quotas quotas) {
        this.keyStore = keyStore;
        this.storage = storage;
        this.policyRules = policyRules;
        this.random = random;
        this.quotas = quotas;
    }

    public record Request(
            @Length(min = 1, max = 131_072) @Pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+") @Nullable
            String policy,

            @Length(max = 8192) @Pattern(UpdateKeyDescription.NO_NUL) @AuditDefault("") @Nullable
            String description,

            @OneOf(KeyUsage.class) @AuditDefault("ENCRYPT_DECRYPT") @Nullable
            String keyUsage,

            @OneOf(
                    value = KeySpec.class,
                    except = {
                        "ECC_NIST_EDWARDS25519",
                        "ML_DSA_44",
                        "ML_DSA_65",
                        "ML_DSA_87",
                        "ML_KEM_512",
                        "ML_KEM_768",
                        "ML_KEM_1024"
                    })
            @AuditDefault("SYMMETRIC_DEFAULT")
            @Nullable
            String customerMasterKeySpec,

            @OneOf(KeySpec.class) @AuditDefault("SYMMETRIC_DEFAULT") @Nullable
            String keySpec,

            @OneOf(Origin.class) @AuditDefault("AWS_KMS") @Nullable
            String origin,

            @Length(min = 1, max = 64) @Nullable String customKeyStoreId,
            @AuditDefault("false") @Nullable Boolean bypassPolicyLockoutSafetyCheck,
            @Nullable List<TagEntry> tags,
            @AuditDefault("false") @Nullable Boolean multiRegion,

            @Length(min = 1, max = 128) @Pattern("^[a-zA-Z0-9-_.]+$") @Nullable
            String xksKeyId)
            implements HasNewKey, HasTags, HasLockoutBypass {
        @Override
        public KeyTraits newKey() {
            return new KeyTraits(
                    spec(this),
                    usage(this),
                    origin == null ? Origin.AWS_KMS : Origin.valueOf(origin),
                    Boolean.TRUE.equals(multiRegion) ? MultiRegion.Type.PRIMARY : null);
        }

        @Override
        public List<Tag> requestTags() {
            return TagEntry.toTags(tags);
        }
    }

    public record Response(KeyMetadata keyMetadata) {}

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
        KeySpec spec = spec(input);
        if (input.keyUsage() == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
            throw new KmsException(
                    ErrorCode.VALIDATION,
                    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }
        KeyUsage usage = usage(input);
        if (!spec.mayBeUsedFor(usage)) {
            throw new KmsException(
                    ErrorCode.VALIDATION, "KeyUsage " + usage + " is not compatible with KeySpec " + spec);
        }
        TagRules.checkNew(input.tags(), quotas);
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.Account());
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        List<TagEntry> tags = call.input().tags();
        return tags == null || tags.isEmpty()
                ? List.of(call.permission("kms:CreateKey", 0))
                : List.of(call.permission("kms:CreateKey", 0), call.permission("kms:TagResource", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KeySpec spec = spec(input);
        refuseUnbuilt(input, spec);
        KeyId id = new KeyId(RandomUuid.next(random).toString());
        boolean bypass = Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck());
        Uni<PolicyText> policy = input.policy() == null
                ? Uni.createFrom().item(policyRules.defaultPolicy(call.account()))
                : policyRules.accept(input.policy(), call, Arn.key(call.region(), call.account(), id), bypass);
        return policy.flatMap(text -> storage.countKeys(call.account(), call.region())
                .flatMap(count -> {
                    if (count >= quotas.keysPerRegion()) {
                        throw new KmsException(
                                ErrorCode.LIMIT_EXCEEDED,
                                "You have reached the quota of " + quotas.keysPerRegion()
                                        + " KMS keys for this account and Region.");
                    }
                    return create(call, id, spec, text);
                }));
    }

    private Uni<Outcome<Response>> create(Call<Request> call, KeyId id, KeySpec spec, PolicyText policy) {
        Request input = call.input();
        return keyStore.generate(call.account(), id, spec, call.now()).map(material -> {
            KmsKey key = new KmsKey(
                    call.account(),
                    call.region(),
                    id,
                    spec,
                    usage(input),
                    Origin.AWS_KMS,
                    KeyState.ENABLED,
                    input.description() == null ? "" : input.description(),
                    call.now(),
                    null,
                    null,
                    material.id(),
                    null,
                    policy,
                    TagEntry.toTags(input.tags()),
                    0);
            KeyMetadata metadata = KeyMetadata.of(key);
            return Outcome.of(new Response(metadata), List.of(new Change.KeyCreated(key, material)))
                    .withResponseElements(Map.of("keyMetadata", metadata))
                    .withCreatedKey(key.arn().toString());
        });
    }

    private static void refuseUnbuilt(Request input, KeySpec spec) {
        if (!spec.isBuilt()) {
            throw new KmsException(ErrorCode.UNSUPPORTED_OPERATION, "KeySpec " + spec + " is not supported.");
        }
        if (input.origin() != null && Origin.valueOf(input.origin()) != Origin.AWS_KMS) {
            throw new KmsException(ErrorCode.UNSUPPORTED_OPERATION, "Origin " + input.origin() + " is not supported.");
        }
        if (Boolean.TRUE.equals(input.multiRegion())) {
            throw new KmsException(ErrorCode.UNSUPPORTED_OPERATION, "Multi-Region keys are not supported.");
        }
        if (input.customKeyStoreId() != null || input.xksKeyId() != null) {
            throw new KmsException(ErrorCode.UNSUPPORTED_OPERATION, "Custom key stores are not supported.");
        }
    }

    private static KeySpec spec(Request input) {
        String spec = input.keySpec();
        String deprecated = input.customerMasterKeySpec();
        if (spec != null && deprecated != null && !spec.equals(deprecated)) {
            throw new KmsException(
                    ErrorCode.VALIDATION,
                    "KeySpec and CustomerMasterKeySpec cannot both be specified with different values.");
        }
        String effective = spec == null ? deprecated : spec;
        return effective == null ? KeySpec.SYMMETRIC_DEFAULT : KeySpec.valueOf(effective);
    }

    private static KeyUsage usage(Request input) {
        return input.keyUsage() == null ? KeyUsage.ENCRYPT_DECRYPT : KeyUsage.valueOf(input.keyUsage());
    }
}
