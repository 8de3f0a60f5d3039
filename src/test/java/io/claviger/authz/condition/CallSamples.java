package io.claviger.authz.condition;

import io.claviger.authn.Caller;
import io.claviger.authn.ServiceContext;
import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Blob;
import io.claviger.common.Json;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.common.SecretBytes;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.RequestOrigin;
import io.claviger.operation.Target;
import io.claviger.operation.cryptography.Decrypt;
import io.claviger.operation.cryptography.Encrypt;
import io.claviger.operation.cryptography.GenerateDataKey;
import io.claviger.operation.cryptography.GenerateDataKeyWithoutPlaintext;
import io.claviger.operation.cryptography.ReEncrypt;
import io.claviger.operation.grant.ConstraintsMember;
import io.claviger.operation.grant.CreateGrant;
import io.claviger.operation.key.CreateKey;
import io.claviger.operation.policy.PutKeyPolicy;
import io.claviger.operation.tag.TagEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls, requests and keys to fill condition keys from. */
final class CallSamples {
    static final AccountId ACCOUNT = new AccountId("111122223333");
    static final AccountId OTHER_ACCOUNT = new AccountId("444455556666");
    static final Region REGION = new Region("eu-central-1");
    static final Instant NOW = Instant.parse("2026-03-01T10:20:30.987654321Z");
    static final Caller.User ALICE = new Caller.User(ACCOUNT, "/team/", "alice", "AIDAEXAMPLEALICE00001");
    static final RequestOrigin ORIGIN = new RequestOrigin("192.0.2.44", true, "aws-cli/2.31.0", "https://example.com/");
    static final ServiceContext EC2 = new ServiceContext(
            "ec2",
            new Region("us-west-2"),
            List.of("cloudformation.amazonaws.com", "ec2.amazonaws.com"),
            "arn:aws:ec2:us-west-2:111122223333:volume/vol-1",
            ACCOUNT);
    static final String ISSUER = "https://login.example.com/realms/main";
    static final String PROVIDER = "arn:aws:iam::111122223333:oidc-provider/login.example.com/realms/main";
    static final Caller.User TAGGED = new Caller.User(
            ACCOUNT, "/", "tina", "AIDAEXAMPLETINA000001", List.of(new Tag("Team", "blue"), new Tag("Stage", "prod")));
    static final Caller.RoleSession DEPLOYER = new Caller.RoleSession(
            ACCOUNT, "/ci/", "deployer", "AROAEXAMPLEDEPLOYER01", "build-7", List.of(new Tag("Team", "blue")));
    static final Caller.Service EC2_ITSELF = new Caller.Service(ACCOUNT, "ec2.amazonaws.com");
    static final Caller.WebIdentity TOKEN_HOLDER = new Caller.WebIdentity(
            ACCOUNT,
            PROVIDER,
            ISSUER,
            "subject-1",
            new Json.Obj(new LinkedHashMap<>(Map.of("sub", new Json.Str("subject-1")))));
    static final Session SESSION = new Session(
            Instant.parse("2026-03-01T10:00:00.5Z"),
            Instant.parse("2026-03-01T11:00:00Z"),
            true,
            new TreeMap<>(Map.of("team", "red", "cost", "7")),
            Set.of(),
            "alice@example.com",
            new Session.Federation(
                    PROVIDER,
                    Map.of(
                            "login.example.com/realms/main:sub", List.of("subject-1"),
                            "login.example.com/realms/main:amr", List.of("otp", "pwd"))),
            List.of(),
            List.of());
    static final KmsKey KEY = key(ACCOUNT, 1, null, new Tag("Team", "blue"), new Tag("stage", "prod"));
    static final KmsKey OTHER_KEY = key(OTHER_ACCOUNT, 2, null);

    private CallSamples() {}

    static KmsKey key(AccountId account, int number, @Nullable MultiRegion multiRegion, Tag... tags) {
        return new KmsKey(
                account,
                REGION,
                new KeyId("00000000-0000-4000-8000-%012x".formatted(number)),
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsage.ENCRYPT_DECRYPT,
                Origin.AWS_KMS,
                KeyState.ENABLED,
                "",
                NOW,
                null,
                null,
                null,
                multiRegion,
                PolicyText.of("{}"),
                List.of(tags),
                1);
    }

    static Target onKey(KmsKey key) {
        return new Target.Key(key, null);
    }

    static Target onAlias(String name) {
        return new Target.AliasName(Arn.alias(REGION, ACCOUNT, name), null);
    }

    static <I extends Record> Call<I> call(I input, Target... targets) {
        return call(ALICE, ORIGIN, input, targets);
    }

    static <I extends Record> Call<I> call(Caller.Principal caller, RequestOrigin origin, I input, Target... targets) {
        return new Call<>(input, new Caller(caller, "AKIAEXAMPLE"), REGION, origin, List.of(targets), NOW, "request-1");
    }

    /** A direct call with the credentials of a session. */
    static <I extends Record> Call<I> call(Caller.Principal caller, Session session, I input, Target... targets) {
        return new Call<>(
                input, new Caller(caller, "ASIAEXAMPLE", session), REGION, ORIGIN, List.of(targets), NOW, "request-1");
    }

    static Decrypt.Request decrypt(@Nullable Map<String, String> pairs, @Nullable String algorithm) {
        return new Decrypt.Request(Blob.copyOf(new byte[1]), pairs, null, null, algorithm, null, null, null);
    }

    static Encrypt.Request encrypt(@Nullable Map<String, String> pairs, @Nullable String algorithm) {
        return new Encrypt.Request("key", SecretBytes.copyOf(new byte[1]), pairs, null, algorithm, null);
    }

    static GenerateDataKey.Request dataKey(@Nullable Map<String, String> pairs) {
        return new GenerateDataKey.Request("key", pairs, "AES_256", null, null, null, null);
    }

    static GenerateDataKeyWithoutPlaintext.Request dataKeyWithoutPlaintext(@Nullable Map<String, String> pairs) {
        return new GenerateDataKeyWithoutPlaintext.Request("key", pairs, "AES_256", null, null, null);
    }

    static ReEncrypt.Request reEncrypt(
            @Nullable Map<String, String> source,
            @Nullable Map<String, String> destination,
            @Nullable String sourceAlgorithm,
            @Nullable String destinationAlgorithm) {
        return new ReEncrypt.Request(
                Blob.copyOf(new byte[1]),
                source,
                null,
                "key",
                destination,
                sourceAlgorithm,
                destinationAlgorithm,
                null,
                null,
                null);
    }

    /** All defaults. */
    static CreateKey.Request createKey() {
        return createKey(null, null, null, null, null, null);
    }

    static CreateKey.Request createKey(
            @Nullable String usage,
            @Nullable String spec,
            @Nullable String origin,
            @Nullable Boolean bypass,
            @Nullable List<TagEntry> tags,
            @Nullable Boolean multiRegion) {
        return new CreateKey.Request(null, null, usage, null, spec, origin, null, bypass, tags, multiRegion, null);
    }

    static PutKeyPolicy.Request putKeyPolicy(@Nullable Boolean bypass) {
        return new PutKeyPolicy.Request("key", null, "{}", bypass);
    }

    static CreateGrant.Request createGrant(
            @Nullable String grantee,
            @Nullable String granteeService,
            @Nullable String retiring,
            @Nullable String retiringService,
            ConstraintsMember constraints) {
        return new CreateGrant.Request(
                "key",
                grantee,
                granteeService,
                retiring,
                retiringService,
                List.of("Decrypt", "DescribeKey"),
                constraints,
                null,
                null,
                null);
    }

    /** A grant for alice, constrained to a pair. */
    static Target onGrant(KmsKey key) {
        Grant grant = new Grant(
                key.account(),
                key.region(),
                key.id(),
                new GrantId("0".repeat(64)),
                new GrantPrincipal(ALICE.arn().toString(), ALICE.uniqueId(), false),
                null,
                List.of(GrantOperation.DECRYPT),
                new GrantConstraints(null, Map.of("AppName", "payroll"), null),
                null,
                key.account(),
                NOW);
        return new Target.Key(key, null, true, grant);
    }
}
