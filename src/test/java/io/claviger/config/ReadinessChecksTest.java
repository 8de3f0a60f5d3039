package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.pipeline.RequestClass;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadinessChecksTest {
    private static final ReadinessChecks.Http LOCAL = new ReadinessChecks.Http("127.0.0.1", true);
    private static final ReadinessChecks.Http PUBLIC = new ReadinessChecks.Http("0.0.0.0", true);

    @Test
    void defaultsAreSafe() {
        assertThatNoException().isThrownBy(() -> ReadinessChecks.check(Settings.of(), LOCAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]"})
    void plainHttpIsFineOnThisMachine(String host) {
        assertThatNoException()
                .isThrownBy(() -> ReadinessChecks.check(Settings.of(), new ReadinessChecks.Http(host, true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "kms.example.com", "127.0.0.1.example.com", ""})
    void plainHttpOnAnotherAddressIsRefused(String host) {
        assertThatThrownBy(() -> ReadinessChecks.check(Settings.of(), new ReadinessChecks.Http(host, true)))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("HTTP without TLS would listen on " + host + ":")
                .hasMessageContaining("claviger.plain-http-insecure=true");
    }

    @Test
    void plainHttpMayBeAdmitted() {
        assertThatNoException()
                .isThrownBy(() -> ReadinessChecks.check(Settings.of("plain-http-insecure", "true"), PUBLIC));
    }

    @Test
    void tlsAloneIsFineAnywhere() {
        assertThatNoException()
                .isThrownBy(() -> ReadinessChecks.check(Settings.of(), new ReadinessChecks.Http("0.0.0.0", false)));
    }

    @Test
    void boundOfMoreThanAMinuteIsRefusedUnlessAdmitted() {
        assertThatNoException()
                .isThrownBy(() -> ReadinessChecks.check(Settings.of("authorization.bound", "60s"), LOCAL));
        assertThatThrownBy(() -> ReadinessChecks.check(Settings.of("authorization.bound", "61s"), LOCAL))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("claviger.authorization.long-bound-insecure=true");
        assertThatNoException()
                .isThrownBy(() -> ReadinessChecks.check(
                        Settings.of("authorization.bound", "61s", "authorization.long-bound-insecure", "true"), LOCAL));
    }

    @ParameterizedTest
    @CsvSource({"1s, 1s", "1s, 2s"})
    void pollIntervalIsShorterThanTheBound(String bound, String poll) {
        assertThatThrownBy(() -> ReadinessChecks.check(
                        Settings.of("authorization.bound", bound, "authorization.poll-interval", poll), LOCAL))
                .hasMessage("claviger.authorization.poll-interval is not shorter than claviger.authorization.bound.");
    }

    // request rates

    @Test
    void ratesAreOffUntilSwitchedOn() {
        assertThat(Wiring.rates(Settings.of().requestRates())).isEmpty();
    }

    @Test
    void ratesAreThoseOfAwsUnlessSet() {
        var rates = Wiring.rates(
                Settings.of("request-rates.enabled", "true", "request-rates.per-second.symmetric-cryptography", "7")
                        .requestRates());

        assertThat(rates.keySet()).containsExactlyInAnyOrderElementsOf(Arrays.asList(RequestClass.values()));
        assertThat(rates).containsEntry(RequestClass.SYMMETRIC_CRYPTOGRAPHY, 7);
        assertThat(rates).containsEntry(RequestClass.OTHER, 5);
    }

    @Test
    void rateOfNoClassIsRefused() {
        assertThatThrownBy(() -> Wiring.rates(
                        Settings.of("request-rates.enabled", "true", "request-rates.per-second.symetric", "7")
                                .requestRates()))
                .isInstanceOf(StartupException.class)
                .hasMessage("claviger.request-rates.per-second names no class of operations: [symetric]");
    }

    @Test
    void regionMustHaveTheFormOfOne() {
        assertThat(Wiring.ServedRegions.of(java.util.List.of("eu-central-1", "us-east-1"))
                        .all())
                .extracting(region -> region.value())
                .containsExactly("eu-central-1", "us-east-1");
        assertThatThrownBy(() -> Wiring.ServedRegions.of(java.util.List.of("eu central")))
                .isInstanceOf(StartupException.class);
    }
}
