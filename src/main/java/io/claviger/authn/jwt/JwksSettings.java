package io.claviger.authn.jwt;

import java.time.Duration;

/**
 * How keys are fetched and kept.
 *
 * @param usualAge how long keys are fresh when the issuer does not say
 * @param minAge the shortest time, whatever the issuer says
 * @param maxAge the longest time, whatever the issuer says
 * @param graceWhenDown how much longer keys serve while the issuer cannot be reached; then everything is refused
 * @param minInterval between two requests to the same issuer, whatever the tokens say
 * @param timeout for one request, from connecting to the last byte
 * @param maxBytes the longest answer
 * @param insecureHttpAllowed whether keys may come over plain HTTP: for development alone
 */
public record JwksSettings(
        Duration usualAge,
        Duration minAge,
        Duration maxAge,
        Duration graceWhenDown,
        Duration minInterval,
        Duration timeout,
        int maxBytes,
        boolean insecureHttpAllowed) {
    public static final JwksSettings DEFAULT = new JwksSettings(
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            256 * 1024,
            false);

    public JwksSettings withInsecureHttp() {
        return new JwksSettings(usualAge, minAge, maxAge, graceWhenDown, minInterval, timeout, maxBytes, true);
    }

    public JwksSettings withTimeout(Duration whole) {
        return new JwksSettings(
                usualAge, minAge, maxAge, graceWhenDown, minInterval, whole, maxBytes, insecureHttpAllowed);
    }

    public JwksSettings withMaxBytes(int bytes) {
        return new JwksSettings(
                usualAge, minAge, maxAge, graceWhenDown, minInterval, timeout, bytes, insecureHttpAllowed);
    }

    /** Between the shortest and the longest. */
    Duration bounded(Duration age) {
        if (age.compareTo(minAge) < 0) {
            return minAge;
        }
        return age.compareTo(maxAge) > 0 ? maxAge : age;
    }
}
