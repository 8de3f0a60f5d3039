package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for every policy, on policies made up from a fixed seed. */
class PolicyPropertiesTest {
    private static final int ROUNDS = 3_000;
    private static final AccountId OWNER = new AccountId("111122223333");
    private static final AccountId FOREIGN = new AccountId("444455556666");
    private static final List<String> PRINCIPALS = List.of(
            "*",
            "111122223333",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:user/A",
            "arn:aws:iam::111122223333:role/R",
            "arn:aws:sts::111122223333:assumed-role/R/s",
            "arn:aws:iam::444455556666:root",
            "arn:aws:iam::444455556666:user/A",
            "arn:aws:iam::111122223333:user/*");
    private static final List<String> ACTIONS = List.of("kms:*", "*", "kms:Decrypt", "kms:De*", "kms:Encrypt", "s3:*");
    private static final List<String> CONDITIONS = List.of(
            "",
            "",
            "\"StringEquals\": {\"kms:ViaService\": \"ec2\"}",
            "\"StringNotEquals\": {\"kms:ViaService\": \"ec2\"}",
            "\"Null\": {\"kms:ViaService\": \"true\"}",
            "\"StringLike\": {\"kms:ViaService\": \"${aws:username}*\"}",
            "\"NoSuchOperator\": {\"kms:ViaService\": \"ec2\"}");

    private final Random random = new Random(20260101);

    @Test
    void aFurtherDenyNeverAllows() {
        for (int i = 0; i < ROUNDS; i++) {
            Case before = new Case();
            Case after = before.with(random.nextInt(Case.LISTS), "Deny");

            if (!before.decide().isAllowed()) {
                assertThat(after.decide().isAllowed()).as(after::toString).isFalse();
            }
        }
    }

    @Test
    void aFurtherAllowNeverDenies() {
        for (int i = 0; i < ROUNDS; i++) {
            Case before = new Case();
            Case after = before.with(random.nextInt(Case.LISTS), "Allow");

            if (before.decide().isAllowed()) {
                assertThat(after.decide().isAllowed()).as(after::toString).isTrue();
            }
        }
    }

    @Test
    void orderAndDuplicatesDoNotMatter() {
        for (int i = 0; i < ROUNDS; i++) {
            Case before = new Case();

            assertThat(before.shuffledWithDuplicates().decide().getClass())
                    .as(before::toString)
                    .isEqualTo(before.decide().getClass());
        }
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        for (int i = 0; i < ROUNDS; i++) {
            Case made = new Case();

            assertThat(made.decide()).isEqualTo(made.decide());
        }
    }

    @Test
    void theExplanationIsOfTheSameDecision() {
        for (int i = 0; i < ROUNDS; i++) {
            Case made = new Case();

            ExplanationChecks.agreesWithEngine(made.request, made.policies());
        }
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private String statement(boolean withPrincipal, String effect) {
        String condition = pick(CONDITIONS);
        String resource = random.nextInt(4) == 0 ? "arn:aws:kms:us-west-2:111122223333:key/a*" : "*";
        return "{\"Effect\": \"" + effect + "\""
                + (withPrincipal ? ", " + principal() : "")
                + ", \"" + (random.nextInt(5) == 0 ? "NotAction" : "Action") + "\": \"" + pick(ACTIONS) + "\""
                + ", \"Resource\": \"" + resource + "\""
                + (condition.isEmpty() ? "" : ", \"Condition\": {" + condition + "}")
                + "}";
    }

    private String principal() {
        return "\"" + (random.nextInt(5) == 0 ? "NotPrincipal" : "Principal") + "\": {\"AWS\": [\"" + pick(PRINCIPALS)
                + "\", \"" + pick(PRINCIPALS) + "\"]}";
    }

    private Principal caller() {
        Arn role = new Arn("aws", "iam", "", OWNER.value(), "role/R");
        Arn session = new Arn("aws", "sts", "", OWNER.value(), "assumed-role/R/s");
        return pick(List.of(
                new Principal.Root(OWNER),
                new Principal.User(OWNER, Arn.user(OWNER, "/", "A"), "AIDAEXAMPLEEXAMPLE01"),
                new Principal.User(FOREIGN, Arn.user(FOREIGN, "/", "A"), "AIDAEXAMPLEEXAMPLE02"),
                new Principal.RoleSession(OWNER, role, session, "AROAEXAMPLEEXAMPLE01"),
                new Principal.Service("ec2.amazonaws.com")));
    }

    /** A request and the statements of each of its documents; no statement, no document. */
    private final class Case {
        static final int LISTS = 5;
        private static final List<PolicyKind> KINDS =
                List.of(PolicyKind.KEY, PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION, PolicyKind.SCP);

        private final AccessRequest request;
        private final List<List<String>> documents;

        private Case(AccessRequest request, List<List<String>> documents) {
            this.request = request;
            this.documents = documents;
        }

        Case() {
            Context.Builder context = Context.builder().put("aws:username", "ec");
            if (random.nextBoolean()) {
                context.put("kms:ViaService", pick(List.of("ec2", "rds")));
            }
            this.request = AccessRequest.onResource(
                    caller(),
                    Action.of("kms:Decrypt"),
                    new Arn("aws", "kms", "us-west-2", OWNER.value(), "key/abc"),
                    OWNER,
                    context.build());
            this.documents = IntStream.range(0, LISTS)
                    .mapToObj(list -> list < 2 || random.nextInt(3) == 0
                            ? IntStream.range(0, 1 + random.nextInt(3))
                                    .mapToObj(n -> statement(list == 0, random.nextInt(4) == 0 ? "Deny" : "Allow"))
                                    .toList()
                            : List.<String>of())
                    .toList();
        }

        /** One statement more; in a document that is there, since a new boundary may rightly deny. */
        Case with(int list, String effect) {
            List<List<String>> more = new ArrayList<>(documents);
            int target = documents.get(list).isEmpty() ? 0 : list;
            List<String> statements = new ArrayList<>(documents.get(target));
            statements.add(random.nextInt(statements.size() + 1), statement(target == 0, effect));
            more.set(target, statements);
            return new Case(request, more);
        }

        Case shuffledWithDuplicates() {
            return new Case(
                    request,
                    documents.stream()
                            .map(statements -> {
                                List<String> twice = new ArrayList<>(statements);
                                twice.addAll(statements);
                                Collections.shuffle(twice, random);
                                return List.copyOf(twice);
                            })
                            .toList());
        }

        Decision decide() {
            return PolicyEngine.decide(request, policies());
        }

        PolicySet policies() {
            List<List<PolicyDocument>> compiled = IntStream.range(0, LISTS)
                    .mapToObj(list -> documents.get(list).isEmpty()
                            ? List.<PolicyDocument>of()
                            : List.of(compile(documents.get(list), KINDS.get(list))))
                    .toList();
            return new PolicySet(
                    compiled.get(0).getFirst(),
                    compiled.get(1),
                    compiled.get(2).stream().findFirst().orElse(null),
                    compiled.get(3),
                    compiled.get(4).isEmpty() ? List.of() : List.of(compiled.get(4)),
                    List.of(),
                    true);
        }

        private static PolicyDocument compile(List<String> statements, PolicyKind kind) {
            String text = "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(", ", statements) + "]}";
            return PolicyParser.compile(JsonTrees.parse(text), kind);
        }

        @Override
        public String toString() {
            return request + " " + documents;
        }
    }
}
