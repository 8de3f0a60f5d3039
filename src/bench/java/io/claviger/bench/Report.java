package io.claviger.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints what was measured: a Markdown table, and how it stands to the aims. */
final class Report {
    private static final double AIM_RATIO = 4;
    private static final double AIM_CHANGE = 0.1;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void head() {
        out.println();
        out.println("| endpoint | requests/s | p50 ms | p99 ms | errors | CPU µs/request | times the bare endpoint's"
                + " | PostgreSQL CPU µs/request | load's CPU µs/request |");
        out.println("|---|---|---|---|---|---|---|---|---|");
    }

    /** One row; the bare endpoint's figures are those of the same rounds. */
    void row(Scenario scenario, Scenario bare) {
        List<String> cells = List.of(
                scenario.name,
                scenario.requestsPerSecond.text(0),
                scenario.p50.text(2),
                scenario.p99.text(2),
                Integer.toString(scenario.errors()),
                scenario.serverMicros.text(1),
                scenario == bare
                        ? "1"
                        : scenario.serverMicros.over(bare.serverMicros).text(1),
                scenario.databaseMicros.text(1),
                scenario.loadMicros.text(1));
        out.println("| " + String.join(" | ", cells) + " |");
    }

    /** How the CPU time stands to the bare endpoint's: at full speed, as the aim says, and at the same rate. */
    void ratio(Scenario scenario, Scenario bare, Scenario paced) {
        double ratio = scenario.serverMicros.over(bare.serverMicros).median();
        out.printf(
                Locale.ROOT,
                "%s: %.1f times the CPU time of the bare endpoint (aim: at most %.0f)%s; %.1f times at the same rate%n",
                scenario.name,
                ratio,
                AIM_RATIO,
                missed(ratio > AIM_RATIO),
                scenario.serverMicros.over(paced.serverMicros).median());
    }

    /** What a variant changes, round by round. */
    void change(Scenario variant, Scenario plain) {
        double rate = variant.requestsPerSecond.over(plain.requestsPerSecond).median() - 1;
        double cpu = variant.serverMicros.over(plain.serverMicros).median() - 1;
        out.printf(
                Locale.ROOT,
                "%s: requests/s %+.1f %%, CPU time a request %+.1f %% (aim: within %.0f %%)%s%n",
                variant.name,
                100 * rate,
                100 * cpu,
                100 * AIM_CHANGE,
                missed(rate < -AIM_CHANGE || cpu > AIM_CHANGE));
    }

    /** What a variant changes that was measured in the same rounds. */
    void changeWithin(Scenario variant, Scenario before) {
        out.printf(
                Locale.ROOT,
                "%s over %s, within rounds: requests/s times %s, CPU time a request times %s, PostgreSQL's times %s%n",
                variant.name,
                before.name,
                variant.requestsPerSecond.over(before.requestsPerSecond).text(2),
                variant.serverMicros.over(before.serverMicros).text(2),
                variant.databaseMicros.over(before.databaseMicros).text(2));
    }

    void errors(Scenario scenario) {
        if (scenario.errors() > 0) {
            out.println(scenario.name + ": " + scenario.errors() + " errors, the first: " + scenario.firstError());
        }
    }

    private static String missed(boolean isMissed) {
        return isMissed ? " MISSED" : "";
    }
}
