package io.claviger.pipeline;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.OperationNames;
import io.claviger.testkit.MovableClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThrottleTest {
    private final MovableClock clock = new MovableClock(NOW);
    private final Throttle throttle =
            new Throttle(Map.of(RequestClass.SYMMETRIC_CRYPTOGRAPHY, 3, RequestClass.READS, 2));

    @Test
    void oneSecondsWorthMayComeAtOnce() {
        take(3, ACCOUNT, "Encrypt");

        assertThrottled(ACCOUNT, "Encrypt");
    }

    @Test
    void operationsOfAClassShareItsRate() {
        take(1, ACCOUNT, "Encrypt");
        take(1, ACCOUNT, "Decrypt");
        take(1, ACCOUNT, "GenerateRandom");

        assertThrottled(ACCOUNT, "ReEncrypt");
        take(2, ACCOUNT, "DescribeKey");
    }

    @Test
    void accountsHaveRatesOfTheirOwn() {
        take(3, ACCOUNT, "Encrypt");

        take(3, OTHER_ACCOUNT, "Encrypt");
        assertThrottled(ACCOUNT, "Encrypt");
    }

    @Test
    void rateComesBackWithTime() {
        take(3, ACCOUNT, "Encrypt");

        clock.advance(Duration.ofMillis(333));
        assertThrottled(ACCOUNT, "Encrypt");
        clock.advance(Duration.ofMillis(1));
        take(1, ACCOUNT, "Encrypt");
        assertThrottled(ACCOUNT, "Encrypt");
    }

    @Test
    void restDoesNotSaveUpMoreThanASecond() {
        take(1, ACCOUNT, "Encrypt");
        clock.advance(Duration.ofHours(1));

        take(3, ACCOUNT, "Encrypt");
        assertThrottled(ACCOUNT, "Encrypt");
    }

    @Test
    void clockThatGoesBackGivesNothingAndTakesNothing() {
        take(3, ACCOUNT, "Encrypt");
        clock.advance(Duration.ofHours(-1));
        assertThrottled(ACCOUNT, "Encrypt");

        clock.set(NOW.plusSeconds(1));
        take(3, ACCOUNT, "Encrypt");
    }

    @Test
    void classWithoutARateIsNotLimited() {
        assertThatNoException().isThrownBy(() -> take(10_000, ACCOUNT, "CreateKey"));
    }

    /** keys.md, section 7. */
    @ParameterizedTest
    @CsvSource({
        "Decrypt, 10000", "GenerateMac, 10000", "GenerateRandom, 10000", "Sign, 500", "GenerateDataKeyPair, 25",
        "DescribeKey, 2000", "GetKeyPolicy, 1000", "ListKeys, 500", "ListGrants, 100", "CreateGrant, 50",
        "RetireGrant, 30", "PutKeyPolicy, 15", "TagResource, 10", "CreateKey, 5", "ImportKeyMaterial, 5"
    })
    void defaultsAreThoseOfAws(String operation, int perSecond) {
        assertThat(RequestClass.of(AwsApi.KMS, operation).defaultPerSecond()).isEqualTo(perSecond);
    }

    @Test
    void classesNameOperationsOfTheApiOnly() {
        long named = OperationNames.ALL.stream()
                .filter(name -> RequestClass.of(AwsApi.KMS, name) != RequestClass.OTHER)
                .count();

        assertThat(Arrays.asList(RequestClass.values())).hasSize(15);
        assertThat(named).isEqualTo(33);
    }

    private void take(int calls, AccountId account, String operation) {
        for (int i = 0; i < calls; i++) {
            throttle.check(account, RequestClass.of(AwsApi.KMS, operation), clock.instant());
        }
    }

    private void assertThrottled(AccountId account, String operation) {
        assertThatThrownBy(() -> throttle.check(account, RequestClass.of(AwsApi.KMS, operation), clock.instant()))
                .isInstanceOfSatisfying(KmsException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLING);
                    assertThat(failure.text())
                            .contains("You have exceeded the rate at which you may call KMS."
                                    + " Reduce the frequency of your calls.");
                });
    }
}
