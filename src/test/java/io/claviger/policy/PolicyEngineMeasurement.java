package io.claviger.policy;

import com.sun.management.ThreadMXBean;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.testkit.JsonTrees;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a decision costs, in nanoseconds of the processor and bytes of memory: run by hand, see docs/benchmarks.md. Not a
 * test, so that no build depends on the machine.
 */
final class PolicyEngineMeasurement {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 8;
    private static final long ROUND_NANOS = 500_000_000;
    private static final AccountId ACCOUNT = new AccountId("111122223333");
    private static final Arn ALICE = Arn.user(ACCOUNT, "/", "alice");
    private static final Arn KEY = Arn.parse(
                    "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")
            .orElseThrow();
    private static final Context CONTEXT = Context.builder()
            .put("kms:ViaService", "ec2.us-west-2.amazonaws.com")
            .put("aws:PrincipalArn", ALICE.toString())
            .put("kms:EncryptionContext:tenant", "t-77")
            .build();

    private PolicyEngineMeasurement() {}

    private record Case(String name, AccessRequest request, PolicySet policies, boolean isAllowed) {}

    public static void main(String[] arguments) {
        List<Case> cases = cases();
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("round " + round);
            cases.forEach(PolicyEngineMeasurement::measure);
        }
    }

    private static List<Case> cases() {
        Principal root = new Principal.Root(ACCOUNT);
        Principal alice = new Principal.User(ACCOUNT, ALICE, "AIDAALICE");
        PolicyDocument byDefault = compile(DefaultKeyPolicy.text(ACCOUNT), PolicyKind.KEY);
        PolicyDocument identity = compile("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}""", PolicyKind.IDENTITY);
        PolicyDocument founding = compile("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                 "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": ["kms:Encrypt", "kms:Decrypt"],
                 "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"kms:ViaService":
                 ["ec2.us-west-2.amazonaws.com", "rds.us-west-2.amazonaws.com"]}}}}""", PolicyKind.KEY);
        PolicyDocument large = compile(large(), PolicyKind.KEY);
        PolicySet delegated = PolicySet.EMPTY.withResourcePolicy(byDefault).withIdentityPolicies(List.of(identity));
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(
                "default policy, root user", request(root), PolicySet.EMPTY.withResourcePolicy(byDefault), true));
        cases.add(new Case("default policy, user with an identity policy", request(alice), delegated, true));
        cases.add(
                new Case("kms:ViaService policy", request(alice), PolicySet.EMPTY.withResourcePolicy(founding), true));
        cases.add(new Case(
                "32 KiB, 100 statements, the last one allows",
                request(alice),
                PolicySet.EMPTY.withResourcePolicy(large),
                true));
        // of 10,000 grants on a key the look-up hands over those that match: here one
        GrantMatch grant = new GrantMatch("a".repeat(64), false);
        cases.add(new Case(
                "default policy without identity policy, a grant allows",
                request(alice),
                PolicySet.EMPTY.withResourcePolicy(byDefault).withGrants(List.of(grant)),
                true));
        return cases;
    }

    /** As long as a key policy may be. */
    private static String large() {
        String statements = IntStream.range(0, 100)
                .mapToObj(i -> """
                        {"Sid": "statement %d", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/%s"},
                         "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*", "Condition": {"StringEquals":
                         {"kms:EncryptionContext:tenant": "t-%d"}, "StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/a*"}}}""".formatted(i, i == 99 ? "alice" : "user" + i, i == 99 ? 77 : i))
                .collect(Collectors.joining(","));
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }

    private static PolicyDocument compile(String text, PolicyKind kind) {
        return PolicyParser.compile(JsonTrees.parse(text), kind);
    }

    private static AccessRequest request(Principal principal) {
        return AccessRequest.onResource(principal, Action.of("kms:Decrypt"), KEY, ACCOUNT, CONTEXT);
    }

    private static void measure(Case measured) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        long decisions = 0;
        long spent = 0;
        while (spent < ROUND_NANOS) {
            for (int i = 0; i < 1_000; i++) {
                if (PolicyEngine.decide(measured.request(), measured.policies()).isAllowed() != measured.isAllowed()) {
                    throw new AssertionError(measured.name());
                }
            }
            decisions += 1_000;
            spent = THREADS.getCurrentThreadCpuTime() - start;
        }
        System.out.printf(
                Locale.ROOT,
                "  %-55s %8.0f ns  %6.0f bytes%n",
                measured.name(),
                spent / (double) decisions,
                (THREADS.getCurrentThreadAllocatedBytes() - bytes) / (double) decisions);
    }
}
