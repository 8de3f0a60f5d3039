package io.claviger.authz.condition;

import static io.claviger.authz.condition.CallSamples.ACCOUNT;
import static io.claviger.authz.condition.CallSamples.ALICE;
import static io.claviger.authz.condition.CallSamples.DEPLOYER;
import static io.claviger.authz.condition.CallSamples.EC2;
import static io.claviger.authz.condition.CallSamples.EC2_ITSELF;
import static io.claviger.authz.condition.CallSamples.KEY;
import static io.claviger.authz.condition.CallSamples.ORIGIN;
import static io.claviger.authz.condition.CallSamples.OTHER_KEY;
import static io.claviger.authz.condition.CallSamples.PROVIDER;
import static io.claviger.authz.condition.CallSamples.REGION;
import static io.claviger.authz.condition.CallSamples.SESSION;
import static io.claviger.authz.condition.CallSamples.TAGGED;
import static io.claviger.authz.condition.CallSamples.TOKEN_HOLDER;
import static io.claviger.authz.condition.CallSamples.call;
import static io.claviger.authz.condition.CallSamples.createGrant;
import static io.claviger.authz.condition.CallSamples.createKey;
import static io.claviger.authz.condition.CallSamples.dataKey;
import static io.claviger.authz.condition.CallSamples.dataKeyWithoutPlaintext;
import static io.claviger.authz.condition.CallSamples.decrypt;
import static io.claviger.authz.condition.CallSamples.encrypt;
import static io.claviger.authz.condition.CallSamples.key;
import static io.claviger.authz.condition.CallSamples.onAlias;
import static io.claviger.authz.condition.CallSamples.onGrant;
import static io.claviger.authz.condition.CallSamples.onKey;
import static io.claviger.authz.condition.CallSamples.putKeyPolicy;
import static io.claviger.authz.condition.CallSamples.reEncrypt;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.authn.Caller;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.Session;
import io.claviger.common.Arn;
import io.claviger.common.KeyId;
import io.claviger.key.MultiRegion;
import io.claviger.operation.Call;
import io.claviger.operation.Permission;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.operation.alias.CreateAlias;
import io.claviger.operation.grant.ConstraintsMember;
import io.claviger.operation.grant.RetireGrant;
import io.claviger.operation.key.DescribeKey;
import io.claviger.operation.key.DisableKey;
import io.claviger.operation.key.ListKeys;
import io.claviger.operation.key.ScheduleKeyDeletion;
import io.claviger.operation.tag.TagEntry;
import io.claviger.operation.tag.TagResource;
import io.claviger.operation.tag.UntagResource;
import io.claviger.policy.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionKeysTest {
    private static final String A = "SYMMETRIC_DEFAULT";
    private static final String B = "RSAES_OAEP_SHA_256";
    private static final Map<String, String> PAIRS = pairs("AppName", "payroll", "purpose", "test");
    private static final Map<String, String> NO_PAIRS = Map.of();
    private static final Caller.Root ROOT = new Caller.Root(ACCOUNT);
    private static final RequestOrigin BY_EC2 = new RequestOrigin("192.0.2.44", true, null, null, CallSamples.EC2);
    private static final RequestOrigin BARE_ORIGIN = new RequestOrigin("", false, null, null);
    private static final List<TagEntry> TAGS = List.of(new TagEntry("Team", "red"), new TagEntry("cost", "7"));

    /**
     * One expectation of one row.
     *
     * @param sentence what the row does
     * @param key asked for, in the case that a policy might use
     * @param expected the values; none means absent
     */
    record Vector(String sentence, Context context, String key, List<String> expected) {
        @Override
        public String toString() {
            return key + ": " + sentence;
        }
    }

    static Stream<Vector> vectors() {
        Context onDecrypt = of(decrypt(PAIRS, null), "kms:Decrypt", onKey(KEY));
        Context onDecryptWithoutPairs = of(decrypt(NO_PAIRS, B), "kms:Decrypt", onKey(KEY));
        Context onForeignKey = of(encrypt(null, null), "kms:Encrypt", onKey(OTHER_KEY));
        Context onListKeys = of(new ListKeys.Request(null, null), "kms:ListKeys", new Target.Account());
        Context onCreateKey = of(createKey(), "kms:CreateKey", new Target.Account());
        Context onDescribedCreateKey = of(
                createKey("SIGN_VERIFY", "RSA_2048", "EXTERNAL", false, TAGS, true),
                "kms:CreateKey",
                new Target.Account());
        Context onAliasName =
                of(new CreateAlias.Request("alias/a", "key"), "kms:CreateAlias", onAlias("alias/a"), onKey(KEY));
        Call<?> reEncrypt =
                call(reEncrypt(pairs("from", "1"), pairs("to", "2"), B, null), onKey(KEY), onKey(OTHER_KEY));
        Context onReEncryptFrom = ConditionKeys.context(reEncrypt, reEncrypt.permission("kms:ReEncryptFrom", 0));
        Context onReEncryptTo = ConditionKeys.context(reEncrypt, reEncrypt.permission("kms:ReEncryptTo", 1));
        Context onPrimary = of(
                encrypt(null, null),
                "kms:Encrypt",
                onKey(key(ACCOUNT, 3, new MultiRegion(MultiRegion.Type.PRIMARY, REGION))));
        Context onReplica = of(
                encrypt(null, null),
                "kms:Encrypt",
                onKey(key(ACCOUNT, 3, new MultiRegion(MultiRegion.Type.REPLICA, REGION))));
        Context onTagResource = of(new TagResource.Request("key", TAGS), "kms:TagResource", onKey(KEY));
        Context onUntagResource =
                of(new UntagResource.Request("key", List.of("Team")), "kms:UntagResource", onKey(KEY));
        Context byRoot = context(call(ROOT, BARE_ORIGIN, decrypt(null, null), onKey(KEY)), "kms:Decrypt");
        Context onNewPolicy = ConditionKeys.nextPolicyContext(
                call(createKey("SIGN_VERIFY", "RSA_2048", null, null, TAGS, null), new Target.Account()),
                Arn.key(REGION, ACCOUNT, new KeyId("00000000-0000-4000-8000-0000000000ff")));
        Context onNextPolicy = ConditionKeys.nextPolicyContext(call(putKeyPolicy(null), onKey(KEY)), KEY.arn());
        Context onCreateGrant = of(
                createGrant(
                        "arn:aws:iam::111122223333:user/bob",
                        null,
                        "arn:aws:iam::111122223333:root",
                        null,
                        new ConstraintsMember(pairs("AppName", "payroll"), null, null)),
                "kms:CreateGrant",
                onKey(KEY));
        Context onCreateServiceGrant = of(
                createGrant(
                        null,
                        "ec2.amazonaws.com",
                        null,
                        "rds.amazonaws.com",
                        new ConstraintsMember(null, null, "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1")),
                "kms:CreateGrant",
                onKey(KEY));
        Context onRetireGrant = of(new RetireGrant.Request("token", null, null, null), "kms:RetireGrant", onGrant(KEY));
        Context byEc2ForAlice = context(call(ALICE, BY_EC2, decrypt(null, null), onKey(KEY)), "kms:Decrypt");
        Context byEc2ItselfForNothing =
                context(call(EC2_ITSELF, ORIGIN, decrypt(null, null), onKey(KEY)), "kms:Decrypt");
        Context byEc2ItselfForAVolume = context(
                call(
                        EC2_ITSELF,
                        new RequestOrigin(
                                "192.0.2.44",
                                true,
                                null,
                                null,
                                new ServiceContext("ec2", EC2.region(), List.of(), EC2.sourceArn(), ACCOUNT)),
                        decrypt(null, null),
                        onKey(KEY)),
                "kms:Decrypt");
        Context bySession = context(call(DEPLOYER, SESSION, decrypt(null, null), onKey(KEY)), "kms:Decrypt");
        Context byUserSession = context(
                call(
                        TAGGED,
                        new Session(
                                SESSION.issuedAt(),
                                SESSION.expiresAt(),
                                false,
                                new TreeMap<>(),
                                Set.of(),
                                null,
                                null,
                                List.of(),
                                List.of()),
                        decrypt(null, null),
                        onKey(KEY)),
                "kms:Decrypt");
        Context byTokenHolder = context(call(TOKEN_HOLDER, ORIGIN, decrypt(null, null), onKey(KEY)), "kms:Decrypt");
        return Stream.of(
                has(onDecrypt, "kms:CallerAccount", "the caller's account on a key", "111122223333"),
                has(bySession, "kms:CallerAccount", "that of a session", "111122223333"),
                lacks(byEc2ItselfForNothing, "kms:CallerAccount", "a service is of no account"),
                has(onForeignKey, "kms:CallerAccount", "the caller's, not the key's", "111122223333"),
                has(onNewPolicy, "kms:CallerAccount", "on the policy of a new key", "111122223333"),
                lacks(onListKeys, "kms:CallerAccount", "not on an action of the account"),
                lacks(onAliasName, "kms:CallerAccount", "not on the alias half of an alias action"),
                //
                has(
                        of(createKey(null, null, null, true, null, null), "kms:CreateKey", new Target.Account()),
                        "kms:BypassPolicyLockoutSafetyCheck",
                        "sent to CreateKey",
                        "true"),
                has(onDescribedCreateKey, "kms:BypassPolicyLockoutSafetyCheck", "sent as false", "false"),
                has(
                        of(putKeyPolicy(true), "kms:PutKeyPolicy", onKey(KEY)),
                        "kms:bypasspolicylockoutsafetycheck",
                        "sent to PutKeyPolicy",
                        "true"),
                lacks(onCreateKey, "kms:BypassPolicyLockoutSafetyCheck", "not sent to CreateKey"),
                lacks(
                        of(putKeyPolicy(null), "kms:PutKeyPolicy", onKey(KEY)),
                        "kms:BypassPolicyLockoutSafetyCheck",
                        "not sent to PutKeyPolicy"),
                lacks(onDecrypt, "kms:BypassPolicyLockoutSafetyCheck", "not a member of the request"),
                //
                has(onDecrypt, "kms:EncryptionAlgorithm", "the default of Decrypt", A),
                has(onDecryptWithoutPairs, "kms:EncryptionAlgorithm", "as sent to Decrypt", B),
                has(
                        of(encrypt(null, B), "kms:Encrypt", onKey(KEY)),
                        "kms:EncryptionAlgorithm",
                        "as sent to Encrypt",
                        B),
                has(of(dataKey(null), "kms:GenerateDataKey", onKey(KEY)), "kms:EncryptionAlgorithm", "of data keys", A),
                has(
                        of(dataKeyWithoutPlaintext(null), "kms:GenerateDataKeyWithoutPlaintext", onKey(KEY)),
                        "kms:EncryptionAlgorithm",
                        "of data keys without plaintext",
                        A),
                has(onReEncryptFrom, "kms:EncryptionAlgorithm", "the source's", B),
                has(onReEncryptTo, "kms:EncryptionAlgorithm", "the destination's", A),
                lacks(onTagResource, "kms:EncryptionAlgorithm", "nothing is encrypted"),
                //
                has(onDecrypt, "kms:EncryptionContext:AppName", "the value of a pair", "payroll"),
                has(onDecrypt, "kms:encryptioncontext:APPNAME", "whatever the case of the name", "payroll"),
                has(
                        of(encrypt(pairs("a", "1", "A", "2"), null), "kms:Encrypt", onKey(KEY)),
                        "kms:EncryptionContext:a",
                        "either of two that differ by case",
                        "1",
                        "2"),
                has(
                        of(encrypt(pairs("aws:s3:arn", "x:y"), null), "kms:Encrypt", onKey(KEY)),
                        "kms:EncryptionContext:aws:s3:arn",
                        "a name with colons",
                        "x:y"),
                has(
                        of(dataKey(PAIRS), "kms:GenerateDataKey", onKey(KEY)),
                        "kms:EncryptionContext:purpose",
                        "of a data key",
                        "test"),
                has(
                        of(dataKeyWithoutPlaintext(PAIRS), "kms:GenerateDataKeyWithoutPlaintext", onKey(KEY)),
                        "kms:EncryptionContext:purpose",
                        "of a data key without plaintext",
                        "test"),
                has(onReEncryptFrom, "kms:EncryptionContext:from", "the source's", "1"),
                has(onReEncryptTo, "kms:EncryptionContext:to", "the destination's", "2"),
                lacks(onReEncryptFrom, "kms:EncryptionContext:to", "not the destination's for the source"),
                lacks(onReEncryptTo, "kms:EncryptionContext:from", "not the source's for the destination"),
                lacks(onDecrypt, "kms:EncryptionContext:App", "no pair of that name"),
                lacks(onDecryptWithoutPairs, "kms:EncryptionContext:AppName", "an empty context"),
                lacks(byRoot, "kms:EncryptionContext:AppName", "no context"),
                lacks(onTagResource, "kms:EncryptionContext:Team", "a tag is no pair"),
                //
                has(onDecrypt, "kms:EncryptionContextKeys", "all keys with their case", "AppName", "purpose"),
                has(onReEncryptFrom, "kms:EncryptionContextKeys", "the source's", "from"),
                has(onReEncryptTo, "kms:EncryptionContextKeys", "the destination's", "to"),
                lacks(byRoot, "kms:EncryptionContextKeys", "no context"),
                lacks(onDecryptWithoutPairs, "kms:EncryptionContextKeys", "an empty context"),
                lacks(onCreateKey, "kms:EncryptionContextKeys", "nothing is encrypted"),
                //
                has(onCreateGrant, "kms:EncryptionContext:appname", "a pair of the constraints", "payroll"),
                has(onRetireGrant, "kms:EncryptionContext:AppName", "a pair of the grant's constraints", "payroll"),
                has(onCreateGrant, "kms:EncryptionContextKeys", "the keys of the constraints", "AppName"),
                has(onCreateGrant, "kms:GrantConstraintType", "of the request", "EncryptionContextSubset"),
                has(onRetireGrant, "kms:GrantConstraintType", "of the grant", "EncryptionContextSubset"),
                lacks(onCreateServiceGrant, "kms:GrantConstraintType", "no constraint on the context"),
                lacks(onDecrypt, "kms:GrantConstraintType", "no grant"),
                has(
                        onCreateServiceGrant,
                        "kms:GrantConstraintSourceArn",
                        "as sent",
                        "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1"),
                lacks(onCreateGrant, "kms:GrantConstraintSourceArn", "not sent"),
                has(onCreateGrant, "kms:GrantOperations", "all operations", "Decrypt", "DescribeKey"),
                lacks(onRetireGrant, "kms:GrantOperations", "only of a new grant"),
                has(onCreateGrant, "kms:GranteePrincipal", "as sent", "arn:aws:iam::111122223333:user/bob"),
                lacks(onCreateServiceGrant, "kms:GranteePrincipal", "not sent"),
                has(onCreateServiceGrant, "kms:GranteeServicePrincipal", "as sent", "ec2.amazonaws.com"),
                lacks(onCreateGrant, "kms:GranteeServicePrincipal", "not sent"),
                has(onCreateGrant, "kms:RetiringPrincipal", "as sent", "arn:aws:iam::111122223333:root"),
                lacks(onCreateServiceGrant, "kms:RetiringPrincipal", "not sent"),
                has(onCreateServiceGrant, "kms:RetiringServicePrincipal", "as sent", "rds.amazonaws.com"),
                lacks(onCreateGrant, "kms:RetiringServicePrincipal", "not sent"),
                has(onCreateGrant, "kms:GrantIsForAWSResource", "a direct call", "false"),
                lacks(onDecrypt, "kms:GrantIsForAWSResource", "not about grants"),
                lacks(onListKeys, "kms:TrailingDaysWithoutKeyUsage", "no key"),
                //
                has(onDecrypt, "kms:KeySpec", "the key's", "SYMMETRIC_DEFAULT"),
                has(onCreateKey, "kms:KeySpec", "the default of a new key", "SYMMETRIC_DEFAULT"),
                has(onDescribedCreateKey, "kms:KeySpec", "the new key's", "RSA_2048"),
                has(onNewPolicy, "kms:KeySpec", "on the policy of a new key", "RSA_2048"),
                has(onNextPolicy, "kms:KeySpec", "on the next policy of a key", "SYMMETRIC_DEFAULT"),
                lacks(onListKeys, "kms:KeySpec", "no key"),
                has(onDecrypt, "kms:KeyUsage", "the key's", "ENCRYPT_DECRYPT"),
                has(onDescribedCreateKey, "kms:KeyUsage", "the new key's", "SIGN_VERIFY"),
                has(onCreateKey, "kms:KeyUsage", "the default of a new key", "ENCRYPT_DECRYPT"),
                lacks(onListKeys, "kms:KeyUsage", "no key"),
                has(onDecrypt, "kms:CustomerMasterKeySpec", "as KeySpec", "SYMMETRIC_DEFAULT"),
                has(onDescribedCreateKey, "kms:CustomerMasterKeySpec", "as KeySpec", "RSA_2048"),
                lacks(onAliasName, "kms:CustomerMasterKeySpec", "no key"),
                has(onDecrypt, "kms:CustomerMasterKeyUsage", "as KeyUsage", "ENCRYPT_DECRYPT"),
                lacks(onAliasName, "kms:CustomerMasterKeyUsage", "no key"),
                has(onDecrypt, "kms:KeyOrigin", "the key's", "AWS_KMS"),
                has(onCreateKey, "kms:KeyOrigin", "the default of a new key", "AWS_KMS"),
                has(onDescribedCreateKey, "kms:KeyOrigin", "the new key's", "EXTERNAL"),
                lacks(onListKeys, "kms:KeyOrigin", "no key"),
                has(onDecrypt, "kms:MultiRegion", "a single-Region key", "false"),
                has(onPrimary, "kms:MultiRegion", "a multi-Region key", "true"),
                has(onCreateKey, "kms:MultiRegion", "the default of a new key", "false"),
                has(onDescribedCreateKey, "kms:MultiRegion", "a new multi-Region key", "true"),
                lacks(onListKeys, "kms:MultiRegion", "no key"),
                has(onPrimary, "kms:MultiRegionKeyType", "a primary key", "PRIMARY"),
                has(onReplica, "kms:MultiRegionKeyType", "a replica key", "REPLICA"),
                has(onDescribedCreateKey, "kms:MultiRegionKeyType", "a new multi-Region key", "PRIMARY"),
                lacks(onDecrypt, "kms:MultiRegionKeyType", "a single-Region key"),
                lacks(onCreateKey, "kms:MultiRegionKeyType", "a new single-Region key"),
                //
                has(onReEncryptFrom, "kms:ReEncryptOnSameKey", "two keys", "false"),
                has(onReEncryptTo, "kms:ReEncryptOnSameKey", "two keys", "false"),
                has(
                        of(reEncrypt(null, null, null, null), "kms:ReEncryptFrom", onKey(KEY), onKey(KEY)),
                        "kms:ReEncryptOnSameKey",
                        "one key",
                        "true"),
                has(
                        of(
                                reEncrypt(null, null, null, null),
                                "kms:ReEncryptFrom",
                                onKey(KEY),
                                new Target.UnavailableKey(true)),
                        "kms:ReEncryptOnSameKey",
                        "a key that the caller may not know of",
                        "false"),
                lacks(onDecrypt, "kms:ReEncryptOnSameKey", "not ReEncrypt"),
                //
                has(
                        of(new DescribeKey.Request("alias/a", null), "kms:DescribeKey", new Target.Key(KEY, "alias/a")),
                        "kms:RequestAlias",
                        "the request named an alias",
                        "alias/a"),
                lacks(onDecrypt, "kms:RequestAlias", "the request named no alias"),
                lacks(onAliasName, "kms:RequestAlias", "the resource is an alias"),
                //
                has(
                        new CallContext(new CallFacts(
                                call(decrypt(null, null), onKey(KEY)),
                                "kms:Decrypt",
                                onKey(KEY),
                                false,
                                List.of("alias/a", "alias/b"))),
                        "kms:ResourceAliases",
                        "all aliases of the key",
                        "alias/a",
                        "alias/b"),
                lacks(onDecrypt.forResourcePolicy(), "kms:ResourceAliases", "not for key policies"),
                lacks(onListKeys, "kms:ResourceAliases", "no key"),
                //
                has(
                        of(new ScheduleKeyDeletion.Request("key", 7), "kms:ScheduleKeyDeletion", onKey(KEY)),
                        "kms:ScheduleKeyDeletionPendingWindowInDays",
                        "as sent",
                        "7"),
                has(
                        of(new ScheduleKeyDeletion.Request("key", null), "kms:ScheduleKeyDeletion", onKey(KEY)),
                        "kms:ScheduleKeyDeletionPendingWindowInDays",
                        "the default",
                        "30"),
                lacks(
                        of(new DisableKey.Request("key"), "kms:DisableKey", onKey(KEY)),
                        "kms:ScheduleKeyDeletionPendingWindowInDays",
                        "another operation"),
                //
                has(byEc2ForAlice, "kms:ViaService", "a service calls for the user", "ec2.us-west-2.amazonaws.com"),
                lacks(onDecrypt, "kms:ViaService", "a direct call"),
                lacks(byEc2ItselfForAVolume, "kms:ViaService", "a service that calls for itself"),
                has(
                        context(call(ALICE, BY_EC2, createGrantForBob(), onKey(KEY)), "kms:CreateGrant"),
                        "kms:GrantIsForAWSResource",
                        "a service calls for the user",
                        "true"),
                has(
                        context(call(EC2_ITSELF, ORIGIN, createGrantForBob(), onKey(KEY)), "kms:CreateGrant"),
                        "kms:GrantIsForAWSResource",
                        "a service that calls for itself",
                        "false"),
                has(byEc2ForAlice, "aws:ViaAWSService", "a service calls for the user", "true"),
                has(byEc2ItselfForAVolume, "aws:ViaAWSService", "a service that calls for itself", "false"),
                has(
                        byEc2ForAlice,
                        "aws:CalledVia",
                        "in the order of the calls",
                        "cloudformation.amazonaws.com",
                        "ec2.amazonaws.com"),
                has(byEc2ForAlice, "aws:CalledViaFirst", "the first", "cloudformation.amazonaws.com"),
                has(byEc2ForAlice, "aws:CalledViaLast", "the last", "ec2.amazonaws.com"),
                lacks(onDecrypt, "aws:CalledVia", "a direct call"),
                lacks(onDecrypt, "aws:CalledViaFirst", "a direct call"),
                lacks(byEc2ItselfForAVolume, "aws:CalledViaFirst", "a service that calls for itself"),
                lacks(onDecrypt, "aws:CalledViaLast", "a direct call"),
                has(
                        byEc2ItselfForAVolume,
                        "aws:SourceArn",
                        "for a resource",
                        "arn:aws:ec2:us-west-2:111122223333:volume/vol-1"),
                has(byEc2ItselfForAVolume, "aws:SourceAccount", "the resource's", "111122223333"),
                lacks(onDecrypt, "aws:SourceArn", "a direct call"),
                lacks(onDecrypt, "aws:SourceAccount", "a direct call"),
                has(byEc2ItselfForNothing, "aws:PrincipalIsAWSService", "it is", "true"),
                has(byEc2ForAlice, "aws:PrincipalIsAWSService", "a service that calls for a user", "false"),
                has(byEc2ItselfForNothing, "aws:PrincipalServiceName", "its name", "ec2.amazonaws.com"),
                has(byEc2ItselfForNothing, "aws:PrincipalServiceNamesList", "its name", "ec2.amazonaws.com"),
                lacks(byEc2ForAlice, "aws:PrincipalServiceName", "the caller is a user"),
                lacks(byEc2ForAlice, "aws:PrincipalServiceNamesList", "the caller is a user"),
                lacks(byEc2ItselfForNothing, "aws:PrincipalArn", "a service has none"),
                lacks(byEc2ItselfForNothing, "aws:PrincipalAccount", "a service is of none"),
                lacks(byEc2ItselfForNothing, "aws:PrincipalType", "a service is of none"),
                lacks(byEc2ItselfForNothing, "aws:userid", "a service has none"),
                lacks(byTokenHolder, "aws:PrincipalArn", "no principal yet"),
                lacks(byTokenHolder, "aws:PrincipalAccount", "no principal yet"),
                //
                has(bySession, "aws:PrincipalArn", "the role's", "arn:aws:iam::111122223333:role/ci/deployer"),
                has(bySession, "aws:PrincipalType", "a session of a role", "AssumedRole"),
                has(bySession, "aws:userid", "role and session", "AROAEXAMPLEDEPLOYER01:build-7"),
                lacks(bySession, "aws:username", "a role is no user"),
                has(byUserSession, "aws:username", "a user's session", "tina"),
                has(byUserSession, "aws:PrincipalType", "a user's session", "User"),
                has(bySession, "aws:PrincipalTag/Team", "the session's in place of the role's", "red"),
                has(bySession, "aws:principaltag/COST", "the session's", "7"),
                has(byUserSession, "aws:PrincipalTag/team", "the user's", "blue"),
                has(byUserSession, "aws:PrincipalTag/stage", "the user's", "prod"),
                lacks(bySession, "aws:PrincipalTag/stage", "no such tag"),
                has(bySession, "aws:TokenIssueTime", "whole seconds", "2026-03-01T10:00:00Z"),
                lacks(onDecrypt, "aws:TokenIssueTime", "long-term credentials"),
                has(bySession, "aws:MultiFactorAuthPresent", "a second factor", "true"),
                has(byUserSession, "aws:MultiFactorAuthPresent", "no second factor", "false"),
                has(bySession, "aws:MultiFactorAuthAge", "whole seconds", "1230"),
                lacks(byUserSession, "aws:MultiFactorAuthAge", "no second factor"),
                has(bySession, "aws:SourceIdentity", "as it was said", "alice@example.com"),
                lacks(byUserSession, "aws:SourceIdentity", "nobody said so"),
                has(bySession, "aws:FederatedProvider", "of the session's token", PROVIDER),
                has(byTokenHolder, "aws:FederatedProvider", "of the token", PROVIDER),
                lacks(byUserSession, "aws:FederatedProvider", "a session without a token"),
                has(bySession, "login.example.com/realms/main:sub", "of the session's token", "subject-1"),
                has(bySession, "Login.Example.com/realms/main:AMR", "all values", "otp", "pwd"),
                has(byTokenHolder, "login.example.com/realms/main:sub", "of the token", "subject-1"),
                lacks(bySession, "login.example.com/realms/main:email", "no such claim"),
                lacks(bySession, "other.example.com/realms/main:sub", "another provider"),
                lacks(onDecrypt, "login.example.com/realms/main:sub", "long-term credentials"),
                //
                has(onDecrypt, "aws:PrincipalArn", "a user's", "arn:aws:iam::111122223333:user/team/alice"),
                has(byRoot, "aws:PrincipalArn", "the root's", "arn:aws:iam::111122223333:root"),
                has(onForeignKey, "aws:PrincipalAccount", "the caller's", "111122223333"),
                has(onListKeys, "aws:PrincipalType", "a user", "User"),
                has(byRoot, "aws:PrincipalType", "the root", "Account"),
                has(onDecrypt, "aws:userid", "a user's unique id", "AIDAEXAMPLEALICE00001"),
                has(byRoot, "aws:userid", "the root's account id", "111122223333"),
                has(onDecrypt, "aws:username", "without the path", "alice"),
                lacks(byRoot, "aws:username", "the root has none"),
                lacks(onDecrypt, "aws:PrincipalTag/team", "users have no tags"),
                has(onDecrypt, "aws:PrincipalIsAWSService", "nobody is", "false"),
                has(onDecrypt, "aws:ViaAWSService", "a direct call", "false"),
                //
                has(onDecrypt, "aws:ResourceTag/Team", "a tag of the key", "blue"),
                has(onDecrypt, "AWS:resourcetag/TEAM", "whatever the case of its key", "blue"),
                has(onTagResource, "aws:ResourceTag/team", "as it is, not as it will be", "blue"),
                has(onNewPolicy, "aws:ResourceTag/team", "on the policy of a new key: as it will be", "red"),
                lacks(onDecrypt, "aws:ResourceTag/tea", "no such tag"),
                lacks(onDescribedCreateKey, "aws:ResourceTag/team", "no key yet"),
                lacks(onAliasName, "aws:ResourceTag/team", "the resource is an alias"),
                has(onTagResource, "aws:RequestTag/team", "a tag in the request", "red"),
                has(onDescribedCreateKey, "aws:RequestTag/COST", "a tag of a new key", "7"),
                lacks(onTagResource, "aws:RequestTag/stage", "a tag of the key only"),
                lacks(onUntagResource, "aws:RequestTag/Team", "only the key of a tag in the request"),
                lacks(onCreateKey, "aws:RequestTag/Team", "no tags in the request"),
                has(onTagResource, "aws:TagKeys", "the keys of the tags in the request", "Team", "cost"),
                has(onDescribedCreateKey, "aws:TagKeys", "of a new key", "Team", "cost"),
                has(onUntagResource, "aws:TagKeys", "the keys to remove", "Team"),
                lacks(onCreateKey, "aws:TagKeys", "no tags in the request"),
                lacks(onDecrypt, "aws:TagKeys", "not about tags"),
                has(onForeignKey, "aws:ResourceAccount", "the owner of the key", "444455556666"),
                has(onListKeys, "aws:ResourceAccount", "the caller's where there is no key", "111122223333"),
                //
                has(onDecrypt, "aws:SourceIp", "the peer", "192.0.2.44"),
                lacks(byRoot, "aws:SourceIp", "the peer is not known"),
                has(onDecrypt, "aws:SecureTransport", "TLS", "true"),
                has(byRoot, "aws:SecureTransport", "no TLS", "false"),
                has(onDecrypt, "aws:UserAgent", "the header", "aws-cli/2.31.0"),
                lacks(byRoot, "aws:UserAgent", "no header"),
                has(onDecrypt, "aws:Referer", "the header", "https://example.com/"),
                lacks(byRoot, "aws:Referer", "no header"),
                has(onDecrypt, "aws:CurrentTime", "whole seconds", "2026-03-01T10:20:30Z"),
                has(onDecrypt, "aws:EpochTime", "whole seconds", "1772360430"),
                has(onDecrypt, "aws:RequestedRegion", "the Region of the request", "eu-central-1"),
                //
                lacks(onDecrypt, "kms:NoSuchKey", "a key without a row"),
                lacks(onDecrypt, "aws:MultiFactorAuthPresent", "long-term credentials"),
                lacks(onDecrypt, "", "no name"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void fillsConditionKeys(Vector vector) {
        assertThat(vector.context().values(Context.fold(vector.key()))).isEqualTo(vector.expected());
    }

    @Test
    void everyRowHasItsVectors() {
        List<Vector> all = vectors().toList();

        assertThat(ConditionKeys.ALL).allSatisfy(row -> {
            List<Vector> own = all.stream().filter(vector -> isOf(row, vector)).toList();
            boolean isEverPresent = !row.source().equals(ConditionKey.NONE_YET);
            boolean isEverAbsent = !row.concern().equals(Concern.EVERY_CALL)
                    || row.filledWith().contains("only");
            assertThat(own.stream().anyMatch(vector -> !vector.expected().isEmpty()))
                    .as("%s is present in a vector", row.name())
                    .isEqualTo(isEverPresent);
            if (isEverAbsent) {
                assertThat(own)
                        .as("%s is absent in a vector", row.name())
                        .anyMatch(vector -> vector.expected().isEmpty());
            }
        });
    }

    @Test
    void onlyMultivaluedKeysHaveSeveralValues() {
        assertThat(vectors().filter(vector -> vector.expected().size() > 1))
                .allSatisfy(vector -> assertThat(ConditionKeys.ALL)
                        .anyMatch(row -> isOf(row, vector)
                                && (row.isMultivalued() || row.name().endsWith(">"))));
    }

    @Test
    void rowsAreInOrderOfTheirNames() {
        assertThat(KmsKeys.ROWS).extracting(ConditionKey::name).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        assertThat(GlobalKeys.ROWS).extracting(ConditionKey::name).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }

    @Test
    void asksForAliasesOnlyWhenAPolicyOfTheCallerDoes() {
        CallContext context = ConditionKeys.context(call(decrypt(null, null), onKey(KEY)), decryption());

        context.values("kms:keyspec");
        context.forResourcePolicy().values("kms:resourcealiases");

        assertThat(context.lacksAliases()).isFalse();

        context.values("kms:resourcealiases");

        assertThat(context.lacksAliases()).isTrue();
        CallContext complete = context.withAliases(List.of("alias/a"));
        assertThat(complete.values("kms:resourcealiases")).containsExactly("alias/a");
        assertThat(complete.lacksAliases()).isFalse();
    }

    private static Record createGrantForBob() {
        return createGrant(
                "arn:aws:iam::111122223333:user/bob", null, null, null, new ConstraintsMember(null, null, null));
    }

    private static Permission decryption() {
        return new Permission("kms:Decrypt", onKey(KEY));
    }

    /** Whether the vector asks for the row's key, or for one of its family. */
    private static boolean isOf(ConditionKey row, Vector vector) {
        String name = row.name();
        return name.endsWith(">")
                ? vector.key().regionMatches(true, 0, name, 0, name.indexOf('<'))
                : vector.key().equalsIgnoreCase(name);
    }

    private static Vector has(Context context, String key, String sentence, String... expected) {
        return new Vector(sentence, context, key, List.of(expected));
    }

    private static Vector lacks(Context context, String key, String sentence) {
        return new Vector(sentence, context, key, List.of());
    }

    private static Context of(Record input, String action, Target... targets) {
        return context(call(ALICE, ORIGIN, input, targets), action);
    }

    /** The context of the action on the first target. */
    private static Context context(Call<?> call, String action) {
        return ConditionKeys.context(call, call.permission(action, 0));
    }

    private static Map<String, String> pairs(String... namesAndValues) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return pairs;
    }
}
