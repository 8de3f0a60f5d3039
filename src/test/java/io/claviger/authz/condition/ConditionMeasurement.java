package io.claviger.authz.condition;

import io.claviger.common.AccountId;
import io.claviger.operation.Call;
import io.claviger.operation.cryptography.Decrypt;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicySet;
import io.claviger.policy.Principal;
import io.claviger.testkit.JsonTrees;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;

/**
 * What the decision about a Decrypt with one pair costs, in nanoseconds of the processor: run by hand. Not a test, so
 * that no build depends on the machine.
 */
final class ConditionMeasurement {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CALLS = 1_000_000;
    private static final int ROUNDS = 8;
    private static final String ALLOW = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
             "Principal": {"AWS": "arn:aws:iam::111122223333:user/team/alice"},
             "Action": "kms:Decrypt", "Resource": "*", "Condition": CONDITION}}""";

    private ConditionMeasurement() {}

    public static void main(String[] arguments) {
        PolicyDocument none = compile("{}");
        PolicyDocument one = compile("{\"StringEquals\": {\"kms:EncryptionContext:AppName\": \"payroll\"}}");
        PolicyDocument ten = compile("""
                {"StringEquals": {"kms:EncryptionContext:AppName": "payroll", "kms:CallerAccount": "111122223333",
                  "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT", "kms:KeySpec": "SYMMETRIC_DEFAULT",
                  "aws:ResourceTag/Team": "blue", "aws:PrincipalAccount": "${aws:ResourceAccount}"},
                 "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "AppName"},
                 "IpAddress": {"aws:SourceIp": "192.0.2.0/24"},
                 "Bool": {"aws:SecureTransport": "true", "kms:MultiRegion": "false"}}""");
        for (int round = 0; round < ROUNDS; round++) {
            System.out.printf(
                    "no condition %.0f ns, one pair %.0f ns, ten conditions %.0f ns%n",
                    decide(none), decide(one), decide(ten));
        }
    }

    private static PolicyDocument compile(String condition) {
        return PolicyParser.compile(JsonTrees.parse(ALLOW.replace("CONDITION", condition)), PolicyKind.KEY);
    }

    /** Everything that a call costs: its context, the question and the decision. */
    private static double decide(PolicyDocument policy) {
        Call<Decrypt.Request> call = CallSamples.call(
                CallSamples.decrypt(Map.of("AppName", "payroll"), null), CallSamples.onKey(CallSamples.KEY));
        AccountId account = CallSamples.ACCOUNT;
        Principal caller = new Principal.User(account, CallSamples.ALICE.arn(), CallSamples.ALICE.uniqueId());
        PolicySet policies = PolicySet.EMPTY.withResourcePolicy(policy).withIdentityPolicies(List.of());
        Action action = Action.of("kms:Decrypt");
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < CALLS; i++) {
            AccessRequest request = AccessRequest.onResource(
                    caller,
                    action,
                    CallSamples.KEY.arn(),
                    account,
                    ConditionKeys.context(call, call.permission("kms:Decrypt", 0)));
            if (!PolicyEngine.decide(request, policies).isAllowed()) {
                throw new AssertionError("denied");
            }
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) CALLS;
    }
}
