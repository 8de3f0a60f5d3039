package io.claviger.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the command line asks for; {@code src/bench/run --help} lists it. */
record Options(
        Path app,
        Path bare,
        int rounds,
        Duration load,
        Duration warmUp,
        int connections,
        int idle,
        int keys,
        int grants,
        List<String> javaOptions,
        String profile) {

    private static final Set<String> NAMES = Set.of(
            "app", "bare", "rounds", "seconds", "warm-up", "connections", "idle", "keys", "grants", "java-options",
            "profile");

    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!NAMES.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("not understood: " + arguments[i]);
            }
            given.put(name, arguments[i + 1]);
        }
        return new Options(
                Path.of(given.getOrDefault("app", "target/quarkus-app")),
                Path.of(given.getOrDefault("bare", "src/bench/bare/target/quarkus-app")),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 10)),
                Duration.ofSeconds(number(given, "warm-up", 40)),
                number(given, "connections", 64),
                number(given, "idle", 1000),
                number(given, "keys", 100_000),
                number(given, "grants", 50_000),
                Arrays.stream(given.getOrDefault("java-options", "").split(" "))
                        .filter(option -> !option.isEmpty())
                        .toList(),
                given.getOrDefault("profile", ""));
    }

    private static int number(Map<String, String> given, String name, int usual) {
        return given.containsKey(name) ? Integer.parseInt(given.get(name)) : usual;
    }
}
