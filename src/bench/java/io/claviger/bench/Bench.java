package io.claviger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures Claviger beside a bare endpoint of the same Quarkus. {@code docs/benchmarks.md} says how to read it. */
public final class Bench {
    private final Options options;
    private final Claviger claviger;
    private final Server bareServer;
    private final List<Scenario> all = new ArrayList<>();

    private final Scenario bare;
    private final Scenario paced;
    private final Scenario dataKey;
    private final Scenario decrypt;
    private final Scenario idleDataKey;
    private final Scenario idleDecrypt;
    private final Scenario fullDataKey;
    private final Scenario fullDecrypt;
    private Scenario byPolicy;
    private Scenario byGrant;
    private Scenario byPolicyOfMany;
    private Scenario byGrantOfMany;

    private Bench(Options options, Claviger claviger, Server bareServer) {
        this.options = options;
        this.claviger = claviger;
        this.bareServer = bareServer;
        String idle = ", " + options.idle() + " idle connections";
        String full = ", " + options.keys() + " keys";
        this.bare = bare("bare");
        this.paced = bare("bare, at Decrypt's rate");
        this.dataKey = dataKey("GenerateDataKey");
        this.decrypt = decrypt("Decrypt");
        this.idleDataKey = dataKey(dataKey.name + idle);
        this.idleDecrypt = decrypt(decrypt.name + idle);
        this.fullDataKey = dataKey(dataKey.name + full);
        this.fullDecrypt = decrypt(decrypt.name + full);
    }

    /** Where it begins. */
    public static void main(String... arguments) throws IOException, InterruptedException, SQLException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "; src/bench/run --help");
            System.exit(2);
            return;
        }
        Path directory = Files.createTempDirectory("claviger-bench");
        // as root PostgreSQL runs as another user, who must reach its files
        directory.toFile().setExecutable(true, false);
        int errors = run(options, directory);
        delete(directory);
        System.exit(errors == 0 ? 0 : 1);
    }

    private static int run(Options options, Path directory) throws IOException, InterruptedException, SQLException {
        boolean isProfile = !options.profile().isEmpty();
        List<String> javaOptions = new ArrayList<>(options.javaOptions());
        if (isProfile) {
            javaOptions.addAll(Profile.JAVA_OPTIONS);
        }
        say("starting");
        try (Claviger claviger = Claviger.start(options.app(), directory.resolve("claviger"), javaOptions);
                Server bare = Server.start(
                        "bare",
                        options.bare(),
                        directory.resolve("bare"),
                        javaOptions,
                        Map.of("BENCH_ANSWER_BYTES", Integer.toString(claviger.answerBytes())))) {
            Bench bench = new Bench(options, claviger, bare);
            if (isProfile) {
                bench.profile(directory);
            } else {
                bench.measure();
            }
            return bench.errors();
        }
    }

    private void measure() throws IOException, InterruptedException, SQLException {
        Machine.print(System.out, claviger.answerBytes(), options);
        for (Scenario scenario : List.of(bare, dataKey, decrypt)) {
            say("warming up: " + scenario.name);
            scenario.warmUp(options.connections(), options.warmUp());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            say("round " + round + " of " + options.rounds());
            measure(bare, dataKey, decrypt);
            paced.measure(options.connections(), options.load(), decrypt.meanTime());
            if (options.idle() > 0) {
                try (var idle = new IdleConnections(claviger.server(), options.idle())) {
                    measure(idleDataKey, idleDecrypt);
                }
            }
            if (options.keys() > 0) {
                claviger.addKeys(options.keys());
                Thread.sleep(Duration.ofSeconds(3));
                measure(fullDataKey, fullDecrypt);
                claviger.removeKeys();
            }
        }
        if (options.grants() > 0) {
            measureGrants();
        }
        report(new Report(System.out));
    }

    /** Four keys, so that those with and without many grants take turns. */
    private void measureGrants() throws IOException, SQLException {
        say("adding grants");
        String many = ", " + options.grants() + " grants";
        byPolicy = granted("Decrypt by policy, 1 grant", GrantedKey.make(claviger, true, 0));
        byGrant = granted("Decrypt by a grant, 1 grant", GrantedKey.make(claviger, false, 0));
        byPolicyOfMany = granted("Decrypt by policy" + many, GrantedKey.make(claviger, true, options.grants() - 1));
        byGrantOfMany = granted("Decrypt by a grant" + many, GrantedKey.make(claviger, false, options.grants() - 1));
        List<Scenario> scenarios = List.of(byPolicy, byGrant, byPolicyOfMany, byGrantOfMany);
        for (Scenario scenario : scenarios) {
            scenario.warmUp(options.connections(), options.load());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            say("round " + round + " of " + options.rounds() + " with grants");
            measure(scenarios.toArray(Scenario[]::new));
        }
    }

    private void measure(Scenario... scenarios) throws IOException {
        for (Scenario scenario : scenarios) {
            scenario.measure(options.connections(), options.load(), Duration.ZERO);
        }
    }

    private void report(Report report) {
        report.head();
        for (Scenario scenario : all) {
            if (scenario.isMeasured()) {
                report.row(scenario, bare);
            }
        }
        System.out.println();
        report.ratio(dataKey, bare, paced);
        report.ratio(decrypt, bare, paced);
        if (options.idle() > 0) {
            report.change(idleDataKey, dataKey);
            report.change(idleDecrypt, decrypt);
        }
        if (options.grants() > 0) {
            report.changeWithin(byGrant, byPolicy);
            report.changeWithin(byPolicyOfMany, byPolicy);
            report.changeWithin(byGrantOfMany, byGrant);
        }
        if (options.keys() > 0) {
            report.change(fullDataKey, dataKey);
            report.change(fullDecrypt, decrypt);
        }
    }

    private void profile(Path directory) throws IOException, InterruptedException {
        Scenario scenario = all.stream()
                .filter(known -> known.name.equals(options.profile()) && known != bare)
                .findFirst()
                .orElseThrow(() -> new IOException("--profile takes GenerateDataKey or Decrypt"));
        say("warming up: " + scenario.name);
        scenario.warmUp(options.connections(), options.warmUp());
        Profile profile = new Profile(claviger.server().pid(), directory);
        profile.start();
        measure(scenario);
        Path recording = profile.stop();
        System.out.println(scenario.name + ": " + scenario.requestsPerSecond.text(0) + " requests/s, "
                + scenario.serverMicros.text(1) + " µs CPU time a request");
        Profile.print(recording, System.out);
    }

    private int errors() {
        Report report = new Report(System.out);
        all.forEach(report::errors);
        return all.stream().mapToInt(Scenario::errors).sum();
    }

    private Scenario bare(String name) {
        return add(new Scenario(name, bareServer, () -> 0, claviger::decryptRequests));
    }

    private Scenario dataKey(String name) {
        return add(new Scenario(name, claviger.server(), claviger::databaseCpuSeconds, claviger::dataKeyRequests));
    }

    private Scenario decrypt(String name) {
        return add(new Scenario(name, claviger.server(), claviger::databaseCpuSeconds, claviger::decryptRequests));
    }

    private Scenario granted(String name, GrantedKey key) {
        return add(new Scenario(name, claviger.server(), claviger::databaseCpuSeconds, key::decryptRequests));
    }

    private Scenario add(Scenario scenario) {
        all.add(scenario);
        return scenario;
    }

    private static void say(String what) {
        System.err.println(what);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
