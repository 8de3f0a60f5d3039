package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;

/** CreateGrant and ListGrants (grants.md, sections 1 to 3 and 5). */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class GrantsConformanceTest extends ServiceTest {
    private static final String VOLUME = "arn:aws:ec2:us-east-1:111122223333:volume/vol-1";
    private static final String NO_ACCESS = " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies access";

    // what is made

    @Test
    void createGrantAnswersAnIdAndAToken() {
        CreateGrantResponse answer = create(newKey(), in -> {});

        assertThat(answer.grantId()).matches("[0-9a-f]{64}");
        assertThat(Base64.getDecoder().decode(answer.grantToken())).hasSizeGreaterThan(32);
    }

    @Test
    void theListHasEveryMemberOfAGrant() {
        String key = newKey();
        GrantConstraints constraints = GrantConstraints.builder()
                .encryptionContextSubset(Map.of("Department", "IT", "Stage", "test"))
                .build();

        String id = create(
                        key,
                        in -> in.retiringPrincipal(root(admin))
                                .operations(
                                        GrantOperation.DECRYPT,
                                        GrantOperation.CREATE_GRANT,
                                        GrantOperation.DESCRIBE_KEY)
                                .constraints(constraints)
                                .name("nightly/backup:1"))
                .grantId();

        GrantListEntry entry = onlyEntry(key);
        assertThat(entry.creationDate())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(entry.toBuilder().creationDate(null).build())
                .isEqualTo(GrantListEntry.builder()
                        .keyId(key)
                        .grantId(id)
                        .name("nightly/backup:1")
                        .granteePrincipal(admin.arn())
                        .retiringPrincipal(root(admin))
                        .issuingAccount(root(admin))
                        .operations(GrantOperation.DECRYPT, GrantOperation.CREATE_GRANT, GrantOperation.DESCRIBE_KEY)
                        .constraints(constraints)
                        .build());
    }

    @Test
    void whatAGrantDoesNotHaveIsNotInTheList() {
        String key = newKey();

        String id = create(key, in -> {}).grantId();

        assertThat(onlyEntry(key).toBuilder().creationDate(null).build())
                .isEqualTo(GrantListEntry.builder()
                        .keyId(key)
                        .grantId(id)
                        .name("")
                        .granteePrincipal(admin.arn())
                        .issuingAccount(root(admin))
                        .operations(GrantOperation.DECRYPT)
                        .build());
    }

    @Test
    void servicesHaveMembersOfTheirOwn() {
        String key = newKey();

        create(
                key,
                in -> in.granteePrincipal(null)
                        .granteeServicePrincipal("ec2.us-east-1.amazonaws.com")
                        .retiringServicePrincipal("ec2.amazonaws.com")
                        .constraints(limits -> limits.sourceArn(VOLUME)));

        GrantListEntry entry = onlyEntry(key);
        assertThat(entry.granteePrincipal()).isNull();
        assertThat(entry.granteeServicePrincipal()).isEqualTo("ec2.us-east-1.amazonaws.com");
        assertThat(entry.retiringPrincipal()).isNull();
        assertThat(entry.retiringServicePrincipal()).isEqualTo("ec2.amazonaws.com");
        assertThat(entry.constraints())
                .isEqualTo(GrantConstraints.builder().sourceArn(VOLUME).build());
    }

    @Test
    void everyKindOfConstraintIsKept() {
        String key = newKey();
        List<GrantConstraints> kinds = List.of(
                GrantConstraints.builder()
                        .encryptionContextEquals(Map.of("a", "b"))
                        .build(),
                GrantConstraints.builder().encryptionContextEquals(Map.of()).build(),
                GrantConstraints.builder()
                        .encryptionContextSubset(Map.of("é\u4e2d\ud83d\ude00", "\u0001 \u007f\u2028"))
                        .build(),
                GrantConstraints.builder()
                        .encryptionContextEquals(Map.of("a", "b", "c", "d"))
                        .encryptionContextSubset(Map.of("a", "b"))
                        .sourceArn(VOLUME)
                        .build());

        for (GrantConstraints constraints : kinds) {
            String id = create(key, in -> in.constraints(constraints)).grantId();

            assertThat(kms.listGrants(in -> in.keyId(key).grantId(id))
                            .grants()
                            .getFirst()
                            .constraints())
                    .isEqualTo(constraints);
        }
    }

    @Test
    void principalsOfOtherAccountsMayBeNamed() {
        String key = newKey();
        Identity foreigner = identities.user(identities.account(), "partner");

        create(key, in -> in.granteePrincipal(root(foreigner)).retiringPrincipal(foreigner.arn()));

        GrantListEntry entry = onlyEntry(key);
        assertThat(entry.granteePrincipal()).isEqualTo(root(foreigner));
        assertThat(entry.retiringPrincipal()).isEqualTo(foreigner.arn());
        assertThat(entry.issuingAccount()).isEqualTo(root(admin));
    }

    @Test
    void operationsThatAreNamedTwiceCountOnce() {
        String key = newKey();

        create(key, in -> in.operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT, GrantOperation.DECRYPT));

        assertThat(onlyEntry(key).operations()).containsExactly(GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
    }

    // names

    @Test
    void aNamedGrantIsMadeOnceWhateverTheOrder() {
        String key = newKey();
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("a", "1");
        pairs.put("b", "2");
        Map<String, String> reordered = new LinkedHashMap<>();
        reordered.put("b", "2");
        reordered.put("a", "1");

        CreateGrantResponse first = create(
                key,
                in -> in.name("n")
                        .operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT)
                        .constraints(limits -> limits.encryptionContextEquals(pairs)));
        CreateGrantResponse again = create(
                key,
                in -> in.name("n")
                        .operations(GrantOperation.ENCRYPT, GrantOperation.DECRYPT)
                        .constraints(limits -> limits.encryptionContextEquals(reordered)));

        assertThat(again.grantId()).isEqualTo(first.grantId());
        assertThat(again.grantToken()).isNotEqualTo(first.grantToken());
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).hasSize(1);
    }

    @Test
    void aNamedGrantWithOtherParametersIsAnother() {
        String key = newKey();
        Identity other = identities.user(admin.account(), "other");
        List<Consumer<CreateGrantRequest.Builder>> different = List.of(
                in -> {},
                in -> in.granteePrincipal(other.arn()),
                in -> in.retiringPrincipal(other.arn()),
                in -> in.retiringPrincipal(root(admin)),
                in -> in.operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT),
                in -> in.constraints(limits -> limits.encryptionContextEquals(Map.of("a", "1"))),
                in -> in.constraints(limits -> limits.encryptionContextSubset(Map.of("a", "1"))),
                in -> in.constraints(limits -> limits.encryptionContextSubset(Map.of("a", "2"))),
                in -> in.constraints(limits -> limits.encryptionContextSubset(Map.of())),
                in -> in.constraints(limits -> limits.sourceArn(VOLUME)),
                in -> in.name("m"));

        List<String> ids = new ArrayList<>();
        different.forEach(change ->
                ids.add(create(key, in -> change.accept(in.name("n"))).grantId()));

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).hasSameSizeAs(ids);
    }

    @Test
    void aGrantWithoutANameIsAlwaysANewOne() {
        String key = newKey();

        assertThat(create(key, in -> {}).grantId())
                .isNotEqualTo(create(key, in -> {}).grantId());
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).hasSize(2);
    }

    @Test
    void oneNameOnTwoKeysIsTwoGrants() {
        String key = newKey();
        String otherKey = newKey();

        assertThat(create(key, in -> in.name("n")).grantId())
                .isNotEqualTo(create(otherKey, in -> in.name("n")).grantId());
    }

    @Test
    void aNamedGrantThatIsGoneIsMadeAnew() {
        String key = newKey();
        String id = create(key, in -> in.name("n")).grantId();
        kms.revokeGrant(in -> in.keyId(key).grantId(id));

        String anew = create(key, in -> in.name("n")).grantId();

        assertThat(anew).isNotEqualTo(id);
        assertThat(onlyEntry(key).grantId()).isEqualTo(anew);
    }

    // what is refused

    @Test
    void aliasesAreNoKeys() {
        KmsCall.Scene scene = newScene();

        for (String alias : List.of(scene.alias(), aliasArn(admin, scene.alias()))) {
            assertRefused(
                    () -> create(alias, in -> {}),
                    "InvalidArnException",
                    "Key Aliases are not supported for this operation.");
            assertRefused(
                    () -> kms.listGrants(in -> in.keyId(alias)),
                    "InvalidArnException",
                    "Key Aliases are not supported for this operation.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "*",
                "ec2.amazonaws.com",
                "ACCOUNT",
                "AIDAAAAAAAAAAAAAAAAAA",
                "arn:aws:iam::ACCOUNT:user/missing",
                "arn:aws:iam::ACCOUNT:user/path/admin",
                "arn:aws:iam::ACCOUNT:user/",
                "arn:aws:iam::ACCOUNT:group/admins",
                "arn:aws:iam::ACCOUNT:role/missing",
                "arn:aws:sts::ACCOUNT:assumed-role/missing/session",
                "arn:aws:sts::ACCOUNT:federated-user/missing",
                "arn:aws:iam::999999999999:root",
                "arn:aws:iam::999999999999:user/missing",
                "arn:aws:iam::12345:root",
                "arn:aws-cn:iam::ACCOUNT:root",
                "arn:aws:iam:us-east-1:ACCOUNT:root",
                "arn:aws:organizations::ACCOUNT:organization/o-1234567890"
            })
    void whoDoesNotExistIsNoPrincipal(String name) {
        String key = newKey();
        String principal = name.replace("ACCOUNT", admin.accountId());

        if (principal.equals("*")) {
            assertThat(refusal(() -> create(key, in -> in.granteePrincipal(principal)))
                            .awsErrorDetails()
                            .errorCode())
                    .isEqualTo("ValidationException");
        } else {
            String message = "ARN does not refer to a valid principal: " + principal;
            assertRefused(() -> create(key, in -> in.granteePrincipal(principal)), "InvalidArnException", message);
            assertRefused(() -> create(key, in -> in.retiringPrincipal(principal)), "InvalidArnException", message);
            assertRefused(
                    () -> kms.listGrants(in -> in.keyId(key).granteePrincipal(principal)),
                    "InvalidArnException",
                    message);
        }
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).isEmpty();
    }

    @Test
    void thereIsExactlyOneGrantee() {
        String key = newKey();
        String message = "Exactly one of GranteePrincipal and GranteeServicePrincipal is required.";

        assertRefused(() -> create(key, in -> in.granteePrincipal(null)), "ValidationException", message);
        assertRefused(
                () -> create(
                        key,
                        in -> in.granteeServicePrincipal("ec2.amazonaws.com")
                                .retiringPrincipal(admin.arn())
                                .constraints(limits -> limits.sourceArn(VOLUME))),
                "ValidationException",
                message);
    }

    @Test
    void thereIsAtMostOneRetiringPrincipal() {
        String key = newKey();

        assertRefused(
                () -> create(
                        key, in -> in.retiringPrincipal(admin.arn()).retiringServicePrincipal("ec2.amazonaws.com")),
                "ValidationException",
                "Only one of RetiringPrincipal and RetiringServicePrincipal is allowed.");
    }

    @Test
    void aServiceNeedsASourceAndSomebodyWhoRetires() {
        String key = newKey();
        List<Consumer<CreateGrantRequest.Builder>> incomplete = List.of(
                in -> {},
                in -> in.retiringPrincipal(admin.arn()),
                in -> in.constraints(limits -> limits.sourceArn(VOLUME)));

        for (Consumer<CreateGrantRequest.Builder> change : incomplete) {
            assertRefused(
                    () -> create(
                            key,
                            in -> change.accept(
                                    in.granteePrincipal(null).granteeServicePrincipal("ec2.amazonaws.com"))),
                    "ValidationException",
                    "GranteeServicePrincipal requires the constraint SourceArn and one of RetiringPrincipal and"
                            + " RetiringServicePrincipal.");
        }
    }

    @Test
    void createGrantAloneIsNoGrant() {
        String key = newKey();

        assertRefused(
                () -> create(key, in -> in.operations(GrantOperation.CREATE_GRANT)),
                "ValidationException",
                "Grants must not contain only the CreateGrant operation.");
        assertRefused(
                () -> create(key, in -> in.operations(GrantOperation.CREATE_GRANT, GrantOperation.CREATE_GRANT)),
                "ValidationException",
                "Grants must not contain only the CreateGrant operation.");
        assertRefused(
                () -> create(key, in -> in.operations(List.of())),
                "ValidationException",
                "A grant must have at least one operation.");
    }

    @Test
    void everyOperationIsLegalForSomeKeysOnly() {
        String key = newKey();
        List<GrantOperation> legal = List.of(
                GrantOperation.ENCRYPT,
                GrantOperation.DECRYPT,
                GrantOperation.RE_ENCRYPT_FROM,
                GrantOperation.RE_ENCRYPT_TO,
                GrantOperation.GENERATE_DATA_KEY,
                GrantOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
                GrantOperation.GENERATE_DATA_KEY_PAIR,
                GrantOperation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT,
                GrantOperation.DESCRIBE_KEY,
                GrantOperation.CREATE_GRANT,
                GrantOperation.RETIRE_GRANT);

        for (GrantOperation operation : GrantOperation.knownValues()) {
            if (legal.contains(operation)) {
                create(key, in -> in.operations(operation, GrantOperation.DESCRIBE_KEY));
            } else {
                assertRefused(
                        () -> create(key, in -> in.operations(operation, GrantOperation.DESCRIBE_KEY)),
                        "ValidationException",
                        "The operation " + operation
                                + " is not valid for a grant on a key of spec SYMMETRIC_DEFAULT and usage"
                                + " ENCRYPT_DECRYPT.");
            }
        }
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).hasSameSizeAs(legal);
    }

    @Test
    void operationsThatDoNotExistAreNamedWithThoseThatDo() {
        String key = newKey();

        assertThat(refusal(() -> create(key, in -> in.operationsWithStrings("Decrypt", "ListGrants")))
                        .awsErrorDetails()
                        .errorMessage())
                .startsWith(
                        "1 validation error detected: Value '[Decrypt, ListGrants]' at 'operations' failed to satisfy"
                                + " constraint: Member must satisfy constraint: [Member must satisfy enum value set: [");
    }

    @Test
    void constraintsHaveLimits() {
        String key = newKey();
        Map<String, String> eight = pairs(8);
        Map<String, String> nine = pairs(9);
        String longest = "x".repeat(384);

        create(key, in -> in.constraints(limits -> limits.encryptionContextEquals(eight)));
        create(key, in -> in.constraints(limits -> limits.encryptionContextSubset(Map.of(longest, longest))));

        String tooMany = "A grant constraint can have at most 8 encryption context pairs.";
        assertRefused(
                () -> create(key, in -> in.constraints(limits -> limits.encryptionContextEquals(nine))),
                "ValidationException",
                tooMany);
        assertRefused(
                () -> create(key, in -> in.constraints(limits -> limits.encryptionContextSubset(nine))),
                "ValidationException",
                tooMany);
        for (Map<String, String> pairs :
                List.of(Map.of("a", longest + "x"), Map.of(longest + "x", "a"), Map.of("", "a"))) {
            assertRefused(
                    () -> create(key, in -> in.constraints(limits -> limits.encryptionContextSubset(pairs))),
                    "ValidationException",
                    "The keys and values of a grant constraint can have at most 384 characters, and keys must not be"
                            + " empty.");
        }
    }

    private static Map<String, String> pairs(int count) {
        Map<String, String> pairs = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> pairs.put("key" + i, "value" + i));
        return pairs;
    }

    @Test
    void contextConstraintsNeedAnOperationWithAContext() {
        String key = newKey();

        assertRefused(
                () -> create(
                        key,
                        in -> in.operations(GrantOperation.DESCRIBE_KEY, GrantOperation.RETIRE_GRANT)
                                .constraints(limits -> limits.encryptionContextSubset(Map.of("a", "b")))),
                "ValidationException",
                "Encryption context constraints are only valid for grants on symmetric encryption keys that allow an"
                        + " operation with an encryption context.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a.b", "é"})
    void namesHaveAnAlphabet(String name) {
        String key = newKey();

        assertThat(refusal(() -> create(key, in -> in.name(name)))
                        .awsErrorDetails()
                        .errorMessage())
                .contains("Value '" + name + "' at 'name' failed to satisfy constraint: Member must ");
    }

    @Test
    void theLongestNameIsKept() {
        String key = newKey();
        String longest = "aZ09:/_-".repeat(32);

        create(key, in -> in.name(longest));

        assertThat(onlyEntry(key).name()).isEqualTo(longest);
        assertRefused(
                () -> create(key, in -> in.name(longest + "x")),
                "ValidationException",
                "1 validation error detected: Value '" + longest
                        + "x' at 'name' failed to satisfy constraint: Member must have length less than or equal to 256");
    }

    /** When a call is refused for more than one reason, the first of operations.md, section 2, is told. */
    @Test
    void theKeyIsAskedBeforeThePrincipals() {
        String key = newKey();
        String missing = keyArn(admin, UUID.randomUUID().toString());
        kms.disableKey(in -> in.keyId(key));

        assertRefused(
                () -> create(missing, in -> in.granteePrincipal("nobody")),
                "NotFoundException",
                "Key '" + missing + "' does not exist");
        assertRefused(
                () -> create(key, in -> in.granteePrincipal("nobody")), "DisabledException", key + " is disabled.");
    }

    @ParameterizedTest
    @EnumSource
    void keysOfOtherAccountsAreNotToBeFound(Whose whose) {
        Identity foreigner = identities.user(identities.account(), "stranger", TestIdentities.ALLOW_ALL);
        String key = whose == Whose.FORBIDDEN
                ? newKey()
                : keyArn(admin, UUID.randomUUID().toString());
        KmsClient strange = clients.as(foreigner);

        assertRefused(
                () -> strange.createGrant(
                        in -> in.keyId(key).granteePrincipal(foreigner.arn()).operations(GrantOperation.DECRYPT)),
                "AccessDeniedException",
                "User: " + foreigner.arn() + " is not authorized to perform: kms:CreateGrant" + NO_ACCESS);
        assertRefused(
                () -> strange.listGrants(in -> in.keyId(key)),
                "AccessDeniedException",
                "User: " + foreigner.arn() + " is not authorized to perform: kms:ListGrants" + NO_ACCESS);
    }

    enum Whose {
        FORBIDDEN,
        MISSING
    }

    @Test
    void aForeignerWhomBothPoliciesAllowIssuesForItsOwnAccount() {
        Identity foreigner = identities.user(identities.account(), "partner", TestIdentities.ALLOW_ALL);
        String key = kms.createKey(in -> in.policy(Policies.document(
                        Policies.allow(root(admin), List.of("kms:*")),
                        Policies.allow(foreigner.arn(), List.of("kms:CreateGrant")))))
                .keyMetadata()
                .arn();

        clients.as(foreigner)
                .createGrant(
                        in -> in.keyId(key).granteePrincipal(foreigner.arn()).operations(GrantOperation.DECRYPT));

        assertThat(onlyEntry(key).issuingAccount()).isEqualTo(root(foreigner));
    }

    @Test
    void aDryRunMakesNothing() {
        String key = newKey();

        assertRefused(
                () -> create(key, in -> in.dryRun(true)),
                "DryRunOperationException",
                "The request would have succeeded, but the DryRun option is set.");
        assertRefused(
                () -> create(key, in -> in.dryRun(true).granteePrincipal("nobody")),
                "InvalidArnException",
                "ARN does not refer to a valid principal: nobody");
        assertThat(kms.listGrants(in -> in.keyId(key)).grants()).isEmpty();
    }

    /** kms:GrantOperations, kms:GranteePrincipal and so on, as key policies use them. */
    @ParameterizedTest
    @MethodSource("conditions")
    void conditionsLimitWhatMayBeGranted(String condition, boolean isAllowed) {
        Identity user = identities.user(admin.account(), "issuer");
        String key = kms.createKey(in ->
                        in.policy(Policies.document(Policies.allow(root(admin), List.of("kms:*")), """
                                {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"kms:CreateGrant","Resource":"*",
                                 "Condition":{%s}}""".formatted(
                                        user.arn(), condition.replace("ROOT", root(admin))))))
                .keyMetadata()
                .arn();
        Invocation call = () -> clients.as(user)
                .createGrant(in -> in.keyId(key)
                        .granteePrincipal(root(admin))
                        .retiringPrincipal(user.arn())
                        .operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT)
                        .constraints(limits -> limits.encryptionContextSubset(Map.of("Dept", "IT"))));

        if (isAllowed) {
            assertThat(call.call().sdkHttpResponse().statusCode()).isEqualTo(200);
        } else {
            assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
        }
    }

    static Stream<Arguments> conditions() {
        return Map.ofEntries(
                        Map.entry("\"StringEquals\":{\"kms:GranteePrincipal\":\"ROOT\"}", true),
                        Map.entry("\"StringEquals\":{\"kms:GranteePrincipal\":\"arn:aws:iam::1:root\"}", false),
                        Map.entry("\"StringLike\":{\"kms:RetiringPrincipal\":\"*:user/issuer\"}", true),
                        Map.entry("\"StringLike\":{\"kms:RetiringPrincipal\":\"*:user/else\"}", false),
                        Map.entry(
                                "\"ForAllValues:StringEquals\":{\"kms:GrantOperations\":[\"Decrypt\",\"Encrypt\"]}",
                                true),
                        Map.entry("\"ForAllValues:StringEquals\":{\"kms:GrantOperations\":[\"Decrypt\"]}", false),
                        Map.entry("\"StringEquals\":{\"kms:GrantConstraintType\":\"EncryptionContextSubset\"}", true),
                        Map.entry("\"StringEquals\":{\"kms:GrantConstraintType\":\"EncryptionContextEquals\"}", false),
                        Map.entry("\"Bool\":{\"kms:GrantIsForAWSResource\":\"false\"}", true),
                        Map.entry("\"Bool\":{\"kms:GrantIsForAWSResource\":\"true\"}", false),
                        Map.entry("\"StringEquals\":{\"kms:EncryptionContext:Dept\":\"IT\"}", true),
                        Map.entry("\"StringEquals\":{\"kms:EncryptionContext:Dept\":\"HR\"}", false))
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    // ListGrants

    @Test
    void listGrantsFilters() {
        String key = newKey();
        Identity user = identities.user(admin.account(), "user");
        String mine = create(key, in -> {}).grantId();
        String theirs = create(key, in -> in.granteePrincipal(user.arn())).grantId();
        String services = create(
                        key,
                        in -> in.granteePrincipal(null)
                                .granteeServicePrincipal("ec2.amazonaws.com")
                                .retiringPrincipal(admin.arn())
                                .constraints(limits -> limits.sourceArn(VOLUME)))
                .grantId();

        assertThat(ids(kms.listGrants(in -> in.keyId(key)))).containsExactlyInAnyOrder(mine, theirs, services);
        assertThat(ids(kms.listGrants(in -> in.keyId(key).grantId(mine)))).containsExactly(mine);
        assertThat(ids(kms.listGrants(in -> in.keyId(idOf(key)).granteePrincipal(user.arn()))))
                .containsExactly(theirs);
        assertThat(ids(kms.listGrants(in -> in.keyId(key).granteeServicePrincipal("ec2.amazonaws.com"))))
                .containsExactly(services);
        assertThat(ids(kms.listGrants(in -> in.keyId(key).grantId(theirs).granteePrincipal(user.arn()))))
                .containsExactly(theirs);
        assertThat(ids(kms.listGrants(in -> in.keyId(key).grantId(mine).granteePrincipal(user.arn()))))
                .isEmpty();
        assertThat(ids(kms.listGrants(in -> in.keyId(key).grantId("0".repeat(64)))))
                .isEmpty();
        assertThat(ids(kms.listGrants(in -> in.keyId(newKey()).grantId(mine)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0123456789abcdef", "UPPER", "TOO LONG"})
    void whatIsNoGrantIdIsRefused(String text) {
        String key = newKey();
        String id = switch (text) {
            case "UPPER" -> "A".repeat(64);
            case "TOO LONG" -> "a".repeat(65);
            default -> text;
        };

        for (Invocation call : List.<Invocation>of(
                () -> kms.listGrants(in -> in.keyId(key).grantId(id)),
                () -> kms.revokeGrant(in -> in.keyId(key).grantId(id)),
                () -> kms.retireGrant(in -> in.keyId(key).grantId(id)))) {
            assertRefused(call, "InvalidGrantIdException", "Invalid grant id.");
        }
    }

    @Test
    void listGrantsPages() {
        String key = newKey();
        List<String> made = IntStream.range(0, 5)
                .mapToObj(i -> create(key, in -> {}).grantId())
                .toList();

        List<String> listed = new ArrayList<>();
        ListGrantsResponse page = kms.listGrants(in -> in.keyId(key).limit(2));
        listed.addAll(ids(page));
        while (page.truncated()) {
            String marker = page.nextMarker();
            assertThat(page.grants()).hasSize(2);
            page = kms.listGrants(in -> in.keyId(idOf(key)).limit(2).marker(marker));
            listed.addAll(ids(page));
        }

        assertThat(page.nextMarker()).isNull();
        assertThat(listed).containsExactlyElementsOf(made.stream().sorted().toList());
        assertThat(kms.listGrants(in -> in.keyId(key)).truncated()).isFalse();
    }

    @Test
    void aMarkerOfAnotherListIsRefused() {
        String key = newKey();
        String otherKey = newKey();
        for (int i = 0; i < 2; i++) {
            create(key, in -> {});
        }
        String marker = kms.listGrants(in -> in.keyId(key).limit(1)).nextMarker();

        for (Invocation call : List.<Invocation>of(
                () -> kms.listGrants(in -> in.keyId(otherKey).marker(marker)),
                () -> kms.listGrants(
                        in -> in.keyId(key).granteePrincipal(admin.arn()).marker(marker)),
                () -> kms.listGrants(in -> in.keyId(key).grantId("0".repeat(64)).marker(marker)),
                () -> kms.listRetirableGrants(
                        in -> in.retiringPrincipal(admin.arn()).marker(marker)),
                () -> kms.listGrants(in -> in.keyId(key).marker(marker + "x")),
                () -> kms.listGrants(in -> in.keyId(key).marker("garbage")))) {
            assertRefused(call, "InvalidMarkerException", "The marker is invalid.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void listsOfGrantsHaveLimits(int limit) {
        String key = newKey();

        for (Invocation call : List.<Invocation>of(
                () -> kms.listGrants(in -> in.keyId(key).limit(limit)),
                () -> kms.listRetirableGrants(
                        in -> in.retiringPrincipal(admin.arn()).limit(limit)))) {
            assertThat(refusal(call).awsErrorDetails().errorMessage())
                    .startsWith("1 validation error detected: Value '" + limit
                            + "' at 'limit' failed to satisfy constraint: Member must have value ");
        }
    }

    private CreateGrantResponse create(String key, Consumer<CreateGrantRequest.Builder> change) {
        return kms.createGrant(
                in -> change.accept(in.keyId(key).granteePrincipal(admin.arn()).operations(GrantOperation.DECRYPT)));
    }

    private GrantListEntry onlyEntry(String key) {
        List<GrantListEntry> grants = kms.listGrants(in -> in.keyId(key)).grants();
        assertThat(grants).hasSize(1);
        return grants.getFirst();
    }

    private static List<String> ids(ListGrantsResponse response) {
        return response.grants().stream().map(GrantListEntry::grantId).toList();
    }
}
