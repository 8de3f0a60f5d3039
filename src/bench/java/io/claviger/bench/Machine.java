package io.claviger.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static void print(PrintStream out, int answerBytes, Options options) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        out.printf(
                Locale.ROOT,
                "%d cores, %s, load average %.1f; %s %s; Java %s%n",
                Runtime.getRuntime().availableProcessors(),
                processor,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"));
        out.printf(
                Locale.ROOT,
                "%d connections, %d rounds of %d s after %d s of warm-up; answers of %d bytes; medians (min–max)%n",
                options.connections(),
                options.rounds(),
                options.load().toSeconds(),
                options.warmUp().toSeconds(),
                answerBytes);
    }
}
