package io.claviger.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Settings that are unsafe in production. Each needs a twin that says so; without it the service does not start. In
 * development and tests nothing is checked.
 */
final class ReadinessChecks {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final Duration LONG_BOUND = Duration.ofMinutes(1);

    private ReadinessChecks() {}

    /** What of the HTTP server's settings matters here. */
    record Http(String host, boolean plainEnabled) {}

    private record Check(boolean isUnsafe, boolean isAdmitted, String sentence) {}

    /** Throws a {@link StartupException} for the first unsafe setting that is not admitted. */
    static void check(ClavigerConfig config, Http http) {
        List<Check> checks = List.of(
                new Check(
                        http.plainEnabled() && !LOOPBACK.contains(http.host()),
                        config.plainHttpInsecure(),
                        "HTTP without TLS would listen on " + http.host() + ": set up TLS, listen on 127.0.0.1, or set"
                                + " claviger.plain-http-insecure=true where TLS ends in front of this service."),
                new Check(
                        config.authorization().bound().compareTo(LONG_BOUND) > 0,
                        config.authorization().longBoundInsecure(),
                        "claviger.authorization.bound is longer than a minute, for which a revoked permission would"
                                + " still be used: shorten it, or set"
                                + " claviger.authorization.long-bound-insecure=true."));
        for (Check check : checks) {
            if (check.isUnsafe() && !check.isAdmitted()) {
                throw new StartupException(check.sentence());
            }
        }
        if (config.authorization()
                        .pollInterval()
                        .compareTo(config.authorization().bound())
                >= 0) {
            throw new StartupException(
                    "claviger.authorization.poll-interval is not shorter than claviger.authorization.bound.");
        }
    }
}
