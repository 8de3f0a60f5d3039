package io.claviger.authz.condition;

import static io.claviger.authz.condition.ConditionKey.absent;
import static io.claviger.authz.condition.ConditionKey.family;
import static io.claviger.authz.condition.ConditionKey.member;
import static io.claviger.authz.condition.ConditionKey.members;
import static io.claviger.authz.condition.ConditionKey.multiple;
import static io.claviger.authz.condition.ConditionKey.single;
import static io.claviger.authz.condition.ConditionKey.trait;
import static io.claviger.authz.condition.ValueType.ARN;
import static io.claviger.authz.condition.ValueType.BOOL;
import static io.claviger.authz.condition.ValueType.NUMERIC;
import static io.claviger.authz.condition.ValueType.STRING;

import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantOperation;
import io.claviger.key.MultiRegion;
import io.claviger.operation.HasEncryptionAlgorithm;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasLockoutBypass;
import io.claviger.operation.HasNewGrant;
import io.claviger.operation.cryptography.ReEncrypt;
import io.claviger.operation.grant.CreateGrant;
import io.claviger.operation.key.ScheduleKeyDeletion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the prefix {@code kms:} (AWS KMS Developer Guide, conditions-kms; authorization.md, section 4). Values are
 * the effective ones, with defaults filled in, save where a row says that it depends on what was sent.
 */
final class KmsKeys {
    private static final Concern GRANTS =
            new Concern("CreateGrant, RetireGrant", null, facts -> facts.grantConstraints() != null);
    private static final Concern GRANTS_OF_SERVICES =
            Concern.actions("kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant");
    private static final Concern UNUSED_KEYS = Concern.actions("kms:DisableKey", "kms:ScheduleKeyDeletion");

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
                    "the caller's account, only of callers who belong to one: not of services that call for themselves",
                    facts -> Callers.account(facts)),
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
                    "the value of that pair; for ReEncryptFrom the source's, for ReEncryptTo the destination's;"
                            + " for CreateGrant and RetireGrant the pair of the grant's constraints",
                    (facts, foldedMember) -> facts.encryptionContext().values(foldedMember)),
            multiple(
                    "kms:EncryptionContextKeys",
                    STRING,
                    Concern.requests(HasEncryptionContext.class),
                    "the keys of all pairs, only when there is a pair; ReEncrypt as above",
                    facts -> List.copyOf(facts.encryptionContextPairs().keySet())),
            member(
                    "kms:GrantConstraintSourceArn",
                    ARN,
                    HasNewGrant.class,
                    "the constraint SourceArn, only when it was sent",
                    (request, facts) -> request.grantConstraints().sourceArn()),
            single(
                    "kms:GrantConstraintType",
                    STRING,
                    GRANTS,
                    "`EncryptionContextEquals` or `EncryptionContextSubset`, only for a grant with such a constraint",
                    facts -> constraintType(facts.grantConstraints())),
            member(
                    "kms:GranteePrincipal",
                    STRING,
                    CreateGrant.Request.class,
                    "the parameter, only when it was sent",
                    (request, facts) -> request.granteePrincipal()),
            member(
                    "kms:GranteeServicePrincipal",
                    STRING,
                    CreateGrant.Request.class,
                    "the parameter, only when it was sent",
                    (request, facts) -> request.granteeServicePrincipal()),
            single(
                    "kms:GrantIsForAWSResource",
                    BOOL,
                    GRANTS_OF_SERVICES,
                    "whether a service calls for the caller",
                    facts -> Boolean.toString(facts.call().origin().forwarder() != null)),
            members(
                    "kms:GrantOperations",
                    CreateGrant.Request.class,
                    "the operations of the new grant",
                    request -> request.grantOperations().stream()
                            .map(GrantOperation::wireName)
                            .toList()),
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
                    "kms:RetiringPrincipal",
                    STRING,
                    CreateGrant.Request.class,
                    "the parameter, only when it was sent",
                    (request, facts) -> request.retiringPrincipal()),
            member(
                    "kms:RetiringServicePrincipal",
                    STRING,
                    CreateGrant.Request.class,
                    "the parameter, only when it was sent",
                    (request, facts) -> request.retiringServicePrincipal()),
            member(
                    "kms:ScheduleKeyDeletionPendingWindowInDays",
                    NUMERIC,
                    ScheduleKeyDeletion.Request.class,
                    "the waiting period; 30 when none was sent",
                    (request, facts) -> Integer.toString(request.windowDays())),
            absent("kms:TrailingDaysWithoutKeyUsage", NUMERIC, UNUSED_KEYS, "the last use of keys is not tracked"),
            single(
                    "kms:ViaService",
                    STRING,
                    Concern.KEYS_AND_NEW_KEYS,
                    "the service that calls for the caller, only when one does: `ec2.us-west-2.amazonaws.com`",
                    facts -> Callers.viaService(facts)));

    private KmsKeys() {}

    private static @Nullable String text(@Nullable Boolean value) {
        return value == null ? null : Boolean.toString(value);
    }

    private static @Nullable String constraintType(@Nullable GrantConstraints constraints) {
        if (constraints == null || !constraints.concernsEncryptionContext()) {
            return null;
        }
        return constraints.encryptionContextEquals() == null ? "EncryptionContextSubset" : "EncryptionContextEquals";
    }

    private static @Nullable String name(MultiRegion.@Nullable Type type) {
        return type == null ? null : type.name();
    }
}
