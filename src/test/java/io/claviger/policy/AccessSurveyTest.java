package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.record.DecisionRecord;
import io.claviger.testkit.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSurveyTest {
    private static final Path CORPUS = Path.of(System.getProperty("corpus.dir", "../shared/policy-corpus"));
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final AccountId OTHER = new AccountId("444455556666");
    private static final Arn KEY = new Arn("aws", "kms", "us-west-2", OWNER.value(), "key/k");
    private static final Arn ALICE_ARN = Arn.user(OWNER, "/", "Alice");
    private static final Principal ALICE = new Principal.User(OWNER, ALICE_ARN, "AIDA1");
    private static final Principal ROOT = new Principal.Root(OWNER);
    private static final List<Action> ACTIONS =
            List.of(Action.of("kms:Decrypt"), Action.of("kms:Encrypt"), Action.of("kms:DisableKey"));
    private static final Set<Action> CROSSING = Set.of(Action.of("kms:Decrypt"), Action.of("kms:Encrypt"));

    /** A full context of which only some keys are known. */
    private record Partly(Context full, Predicate<String> known) implements PartialContext {
        @Override
        public boolean isKnown(String foldedKey) {
            return known.test(foldedKey);
        }

        @Override
        public List<String> values(String foldedKey) {
            return isKnown(foldedKey) ? full.values(foldedKey) : List.of();
        }

        @Override
        public PartialContext forResourcePolicy() {
            return this;
        }
    }

    private static final PartialContext NOTHING_KNOWN = new Partly(Context.EMPTY, key -> false);

    private static PolicyDocument keyPolicy(String... statements) {
        return PolicyParser.compile(
                JsonTrees.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}"),
                PolicyKind.KEY);
    }

    private static PolicyDocument identityPolicy(String... statements) {
        return PolicyParser.compile(
                JsonTrees.parse("{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}"),
                PolicyKind.IDENTITY);
    }

    private static String statement(String effect, String principal, String action, String rest) {
        return "{\"Effect\":\"" + effect + "\","
                + (principal.isEmpty() ? "" : "\"Principal\":{\"AWS\":\"" + principal + "\"},")
                + "\"Action\":\"" + action + "\",\"Resource\":\"*\"" + rest + "}";
    }

    private static List<Reach> reach(Principal principal, PartialContext context, PolicySet policies) {
        return new AccessSurvey(principal, KEY, OWNER, context, policies).reach(ACTIONS, CROSSING);
    }

    private static PolicySet policies(PolicyDocument keyPolicy, PolicyDocument... identity) {
        return PolicySet.EMPTY.withResourcePolicy(keyPolicy).withIdentityPolicies(List.of(identity));
    }

    @Test
    void whoIsNamedInPersonNeedsNothingElse() {
        List<Reach> reach = reach(
                ALICE, NOTHING_KNOWN, policies(keyPolicy(statement("Allow", ALICE_ARN.toString(), "kms:*crypt", ""))));

        assertThat(reach).hasSize(1);
        assertThat(reach.getFirst().actions()).containsExactly(Action.of("kms:Decrypt"), Action.of("kms:Encrypt"));
        assertThat(reach.getFirst().ground()).isEqualTo(Decision.Ground.RESOURCE_POLICY);
        assertThat(reach.getFirst().isUnconditional()).isTrue();
        assertThat(reach.getFirst().resource())
                .extracting(use -> use.statement().pointer())
                .containsExactly("/Statement/0");
    }

    @Test
    void delegationTakesOneOfEachPolicy() {
        PolicyDocument delegating = keyPolicy(statement("Allow", OWNER.value(), "kms:*", ""));

        assertThat(reach(ALICE, NOTHING_KNOWN, policies(delegating))).isEmpty();
        assertThat(reach(
                        ALICE,
                        NOTHING_KNOWN,
                        policies(delegating, identityPolicy(statement("Allow", "", "kms:Decrypt", "")))))
                .singleElement()
                .satisfies(reach -> {
                    assertThat(reach.actions()).containsExactly(Action.of("kms:Decrypt"));
                    assertThat(reach.ground()).isEqualTo(Decision.Ground.RESOURCE_POLICY_AND_IDENTITY);
                    assertThat(reach.resource()).hasSize(1);
                    assertThat(reach.identity()).hasSize(1);
                });
        assertThat(reach(ROOT, NOTHING_KNOWN, policies(delegating)))
                .singleElement()
                .satisfies(reach -> assertThat(reach.actions()).hasSize(3));
    }

    @Test
    void whatIsKnownIsDecidedAndTheRestIsOpen() {
        String condition = ",\"Condition\":{\"StringEquals\":{\"kms:KeySpec\":\"%s\"},"
                + "\"StringLike\":{\"kms:ViaService\":[\"ec2.*\",\"rds.*\"]}}";
        Context spec = Context.builder().put("kms:KeySpec", "SYMMETRIC_DEFAULT").build();
        PartialContext known = new Partly(spec, key -> key.equals("kms:keyspec"));

        List<Reach> matching = reach(
                ALICE,
                known,
                policies(keyPolicy(statement("Allow", "*", "kms:Decrypt", condition.formatted("SYMMETRIC_DEFAULT")))));
        List<Reach> other = reach(
                ALICE,
                known,
                policies(keyPolicy(statement("Allow", "*", "kms:Decrypt", condition.formatted("RSA_2048")))));

        assertThat(other).isEmpty();
        assertThat(matching).singleElement().satisfies(reach -> {
            assertThat(reach.isUnconditional()).isFalse();
            assertThat(reach.resource().getFirst().conditions())
                    .containsExactly(new OpenCondition(
                            "/Statement/0/Condition/StringLike/kms:ViaService",
                            "StringLike",
                            "kms:ViaService",
                            List.of("ec2.*", "rds.*")));
        });
    }

    @Test
    void deniesRemoveActionsOrAreTold() {
        String viaService = ",\"Condition\":{\"Null\":{\"kms:ViaService\":\"true\"}}";

        List<Reach> reach = reach(
                ALICE,
                NOTHING_KNOWN,
                policies(keyPolicy(
                        statement("Allow", ALICE_ARN.toString(), "kms:*", ""),
                        statement("Deny", "*", "kms:Encrypt", ""),
                        statement("Deny", "*", "kms:Decrypt", viaService))));

        assertThat(reach).hasSize(2);
        assertThat(reach.getFirst().actions()).containsExactly(Action.of("kms:Decrypt"));
        assertThat(reach.getFirst().denies()).hasSize(1);
        assertThat(reach.getFirst().isUnconditional()).isFalse();
        assertThat(reach.getLast().actions()).containsExactly(Action.of("kms:DisableKey"));
        assertThat(reach.getLast().denies()).isEmpty();
    }

    @Test
    void valuesWithUnknownVariablesAreOpen() {
        String own = ",\"Condition\":{\"StringEquals\":{\"kms:KeySpec\":\"${aws:PrincipalTag/spec}\"}}";
        PartialContext known =
                new Partly(Context.builder().put("kms:KeySpec", "RSA_2048").build(), key -> key.equals("kms:keyspec"));

        List<Reach> reach = reach(ALICE, known, policies(keyPolicy(statement("Allow", "*", "kms:Decrypt", own))));

        assertThat(reach.getFirst().resource().getFirst().conditions())
                .extracting(OpenCondition::values)
                .containsExactly(List.of("${aws:PrincipalTag/spec}"));
    }

    @Test
    void resourcesWithUnknownVariablesAreOpen() {
        PolicyDocument identity = identityPolicy("{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\","
                + "\"Resource\":\"arn:aws:kms:us-west-2:111122223333:key/${aws:PrincipalTag/key}\"}");

        List<Reach> reach = reach(
                ALICE, NOTHING_KNOWN, policies(keyPolicy(statement("Allow", OWNER.value(), "kms:*", "")), identity));

        assertThat(reach.getFirst().identity().getFirst().conditions())
                .extracting(OpenCondition::pointer)
                .containsExactly("/Statement/0/Resource");
    }

    @Test
    void foreignersReachOnlyWhatCrossesAccounts() {
        Principal foreigner = new Principal.User(OTHER, Arn.user(OTHER, "/", "Bob"), "AIDA2");

        List<Reach> reach =
                reach(foreigner, NOTHING_KNOWN, policies(keyPolicy(statement("Allow", OTHER.value(), "kms:*", ""))));

        assertThat(reach).singleElement().satisfies(each -> {
            assertThat(each.actions()).containsExactly(Action.of("kms:Decrypt"), Action.of("kms:Encrypt"));
            assertThat(each.ground()).isEqualTo(Decision.Ground.RESOURCE_POLICY_AND_IDENTITY);
        });
    }

    @Test
    void aGrantIsLeftWhatNoStatementDenies() {
        PolicySet denying = policies(keyPolicy(statement("Deny", "*", "kms:Encrypt", "")));

        List<Reach> left = new AccessSurvey(ALICE, KEY, OWNER, NOTHING_KNOWN, denying).leftOfGrant(ACTIONS);

        assertThat(left)
                .containsExactly(new Reach(
                        List.of(Action.of("kms:Decrypt"), Action.of("kms:DisableKey")),
                        Decision.Ground.GRANT,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void controlPoliciesAndBoundaryLimitWhatIsTold() {
        PolicyDocument decrypt = PolicyParser.compile(
                JsonTrees.parse("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + statement("Allow", "", "kms:Decrypt", "") + "]}"),
                PolicyKind.BOUNDARY);
        PolicySet delegating = policies(keyPolicy(statement("Allow", OWNER.value(), "kms:*", "")))
                .withIdentityPolicies(List.of(identityPolicy(statement("Allow", "", "kms:*", ""))));

        assertThat(reach(ALICE, NOTHING_KNOWN, delegating.withBoundary(decrypt)))
                .extracting(Reach::actions)
                .containsExactly(List.of(Action.of("kms:Decrypt")));
        assertThat(reach(ROOT, NOTHING_KNOWN, delegating.withControlLevels(List.of(List.of()))))
                .isEmpty();
    }

    /**
     * What the engine allows is told, whatever is known beforehand; what is told to be unconditional the engine allows;
     * and where everything is known both say the same.
     */
    @ParameterizedTest
    @ValueSource(strings = {"seed-example.jsonl", "cond.jsonl", "stack.jsonl"})
    void agreesWithTheEngineHoweverMuchIsKnown(String file) throws IOException {
        Path path = CORPUS.resolve(file);
        assumeTrue(Files.isReadable(path), () -> "left out: no corpus at " + CORPUS + ", see -Dcorpus.dir");

        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (String line : Files.readAllLines(path)) {
            DecisionRecord record = DecisionRecord.read(JsonTrees.parse(line), 0);
            if (isSurveyed(record)) {
                asked++;
                for (int seed = 0; seed < 5; seed++) {
                    check(record, seed).ifPresent(wrong::add);
                }
            }
        }

        assertThat(asked).isPositive();
        assertThat(wrong).isEmpty();
    }

    private static boolean isSurveyed(DecisionRecord record) {
        PolicySet policies = record.policies();
        return policies.resourcePolicy() != null
                && policies.sessionPolicies().isEmpty()
                && !(record.request().principal() instanceof Principal.FederatedUser);
    }

    private static Optional<String> check(DecisionRecord record, int seed) {
        AccessRequest request = record.request();
        PolicySet policies = record.policies();
        // with the last seed everything is known, with the first nothing
        Predicate<String> known = key -> seed == 4 || (seed > 0 && (key.hashCode() * 31 + seed) % 3 == 0);
        boolean isAllowed = PolicyEngine.decide(request, policies).isAllowed();
        List<Reach> told = new AccessSurvey(
                        request.principal(),
                        Arn.parse(request.resource()).orElseThrow(),
                        request.resourceAccount(),
                        new Partly(request.context(), known),
                        policies)
                .reach(List.of(request.action()), Set.of(request.action()));

        boolean isAtHome = request.principal().isAtHomeIn(request.resourceAccount());
        boolean isSure = isAtHome && told.stream().anyMatch(Reach::isUnconditional);
        boolean isWrong = (isAllowed && told.isEmpty())
                || (isSure && !isAllowed)
                || (seed == 4 && isAtHome && isAllowed == told.isEmpty());
        return isWrong ? Optional.of(record.id() + " " + seed) : Optional.empty();
    }
}
