package io.claviger.authz.condition;

import static io.claviger.authz.condition.ConditionKey.family;
import static io.claviger.authz.condition.ConditionKey.member;
import static io.claviger.authz.condition.ConditionKey.multiple;
import static io.claviger.authz.condition.ConditionKey.single;
import static io.claviger.authz.condition.ConditionKey.trait;
import static io.claviger.authz.condition.ValueType.BOOL;
import static io.claviger.authz.condition.ValueType.NUMERIC;
import static io.claviger.authz.condition.ValueType.STRING;

import io.claviger.key.MultiRegion;
import io.claviger.operation.HasEncryptionAlgorithm;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasLockoutBypass;
import io.claviger.operation.cryptography.ReEncrypt;
import io.claviger.operation.key.ScheduleKeyDeletion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the prefix {@code kms:} (AWS KMS Developer Guide, conditions-kms; authorization.md, section 4). Values are
 * the effective ones, with defaults filled in, save where a row says that it depends on what was sent.
 */
final class KmsKeys {
    static final List<ConditionKey> ROWS = List.of(
            member(
                    "kms:BypassPolicyLockoutSafetyCheck",
                    BOOL,
                    HasLockoutBypass.class,
                    "the parameter, only when it was sent",
                    (request, facts) -> text(request.bypassPolicyLockoutSafetyCheck())),
            single(
                    "kms:CallerAccount",
                    STRING,
                    Concern.KEYS,
                    "the caller's account",
                    facts -> facts.call().account().value()),
            trait(
                    "kms:CustomerMasterKeySpec",
                    STRING,
                    "as `kms:KeySpec` (deprecated name)",
                    traits -> traits.spec().name()),
            trait(
                    "kms:CustomerMasterKeyUsage",
                    STRING,
                    "as `kms:KeyUsage` (deprecated name)",
                    traits -> traits.usage().name()),
            member(
                    "kms:EncryptionAlgorithm",
                    STRING,
                    HasEncryptionAlgorithm.class,
                    "the algorithm used; for ReEncryptFrom the source's, for ReEncryptTo the destination's",
                    (request, facts) -> request.encryptionAlgorithmFor(facts.action())),
            family(
                    "kms:EncryptionContext:<key>",
                    Concern.requests(HasEncryptionContext.class),
                    "the value of that pair; for ReEncryptFrom the source's, for ReEncryptTo the destination's",
                    (facts, foldedMember) -> facts.encryptionContext().values(foldedMember)),
            multiple(
                    "kms:EncryptionContextKeys",
                    STRING,
                    Concern.requests(HasEncryptionContext.class),
                    "the keys of all pairs, only when there is a pair; ReEncrypt as above",
                    facts -> List.copyOf(facts.encryptionContextPairs().keySet())),
            trait(
                    "kms:KeyOrigin",
                    STRING,
                    "the origin of the key's material",
                    traits -> traits.origin().name()),
            trait(
                    "kms:KeySpec",
                    STRING,
                    "the spec of the key",
                    traits -> traits.spec().name()),
            trait(
                    "kms:KeyUsage",
                    STRING,
                    "the usage of the key",
                    traits -> traits.usage().name()),
            trait(
                    "kms:MultiRegion",
                    BOOL,
                    "whether the key is a multi-Region key",
                    traits -> text(traits.isMultiRegion())),
            trait(
                    "kms:MultiRegionKeyType",
                    STRING,
                    "`PRIMARY` or `REPLICA`, only of multi-Region keys",
                    traits -> name(traits.multiRegion())),
            member(
                    "kms:ReEncryptOnSameKey",
                    BOOL,
                    ReEncrypt.Request.class,
                    "whether source and destination key are the same",
                    (request, facts) -> text(facts.isOneKey())),
            single(
                    "kms:RequestAlias",
                    STRING,
                    Concern.KEYS,
                    "the alias name that the request used for the key, only when it used one",
                    CallFacts::requestAlias),
            multiple(
                            "kms:ResourceAliases",
                            STRING,
                            Concern.KEYS,
                            "the names of all aliases of the key, only when it has one",
                            CallFacts::aliases)
                    .forIdentityPoliciesOnly(),
            member(
                    "kms:ScheduleKeyDeletionPendingWindowInDays",
                    NUMERIC,
                    ScheduleKeyDeletion.Request.class,
                    "the waiting period; 30 when none was sent",
                    (request, facts) -> Integer.toString(request.windowDays())),
            new ConditionKey(
                    "kms:ViaService",
                    STRING,
                    false,
                    false,
                    Concern.KEYS_AND_NEW_KEYS,
                    "never present: all calls are direct ones",
                    ConditionKey.NONE_YET));

    private KmsKeys() {}

    private static @Nullable String text(@Nullable Boolean value) {
        return value == null ? null : Boolean.toString(value);
    }

    private static @Nullable String name(MultiRegion.@Nullable Type type) {
        return type == null ? null : type.name();
    }
}
