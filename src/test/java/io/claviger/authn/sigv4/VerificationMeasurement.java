package io.claviger.authn.sigv4;

import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.util.List;

/**
 * How long a verification takes, on one thread: run by hand, prints microseconds. Not a test, so that no build depends
 * on the machine.
 */
final class VerificationMeasurement {
    private static final int CALLS = 200_000;
    private static final int ROUNDS = 8;

    private VerificationMeasurement() {}

    public static void main(String[] arguments) {
        SigV4Fixture fixture = new SigV4Fixture();
        RawCall known = SigV4Fixture.signedCall(
                List.of(
                        new Header("X-Amz-Target", "TrentService.Decrypt"),
                        new Header("Content-Type", "application/x-amz-json-1.1"),
                        new Header("User-Agent", "aws-sdk-java/2.57.8 md/io#sync md/http#UrlConnection ua/2.1"),
                        new Header("amz-sdk-invocation-id", "5c6d2b52-8f0c-4d9a-9d55-0f6fd1d4fb5e"),
                        new Header("amz-sdk-request", "attempt=1; max=3")),
                "x".repeat(300));
        RawCall unknown = SigV4Fixture.withHeader(
                known, "Authorization", SigV4Fixture.authorization(known).replace(SigV4Fixture.KEY_ID, "AKIAUNKNOWN"));
        for (int round = 0; round < ROUNDS; round++) {
            System.out.printf(
                    "known key %.2f us, unknown key %.2f us%n", accepted(fixture, known), refused(fixture, unknown));
        }
    }

    private static double accepted(SigV4Fixture fixture, RawCall call) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            if (!fixture.authenticate(call).region().equals(SigV4Fixture.REGION)) {
                throw new AssertionError("refused");
            }
        }
        return microseconds(start);
    }

    private static double refused(SigV4Fixture fixture, RawCall call) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            try {
                fixture.authenticate(call);
                throw new AssertionError("accepted");
            } catch (KmsException refusal) {
                if (refusal.code() != ErrorCode.UNRECOGNIZED_CLIENT) {
                    throw refusal;
                }
            }
        }
        return microseconds(start);
    }

    private static double microseconds(long start) {
        return (System.nanoTime() - start) / 1000.0 / CALLS;
    }
}
