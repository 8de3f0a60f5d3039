package io.claviger.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Where a Java process spends its CPU time: samples by Flight Recorder (JEP 509), summed up. */
final class Profile {
    static final List<String> JAVA_OPTIONS = List.of("-XX:FlightRecorderOptions:stackdepth=256");

    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0" label="CPU">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">2ms</setting>
              </event>
            </configuration>
            """;

    /** Packages of the same part of the program, by what their names begin with; the first that fits counts. */
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("io.smallrye.context", "context propagation"),
            Map.entry("io.smallrye.mutiny.context", "context propagation"),
            Map.entry("io.quarkus.arc.runtime.context", "context propagation"),
            Map.entry("com.arjuna", "context propagation"));

    private final long pid;
    private final Path directory;

    Profile(long pid, Path directory) {
        this.pid = pid;
        this.directory = directory;
    }

    void start() throws IOException, InterruptedException {
        Path settings = directory.resolve("cpu.jfc");
        Files.writeString(settings, SETTINGS);
        jcmd("JFR.start", "name=bench", "settings=" + settings);
    }

    Path stop() throws IOException, InterruptedException {
        Path recording = directory.resolve("bench.jfr");
        jcmd("JFR.stop", "name=bench", "filename=" + recording);
        return recording;
    }

    private void jcmd(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jcmd.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve("jcmd.log")));
        }
    }

    static void print(Path recording, PrintStream out) throws IOException {
        Map<String, Integer> threads = new HashMap<>();
        Map<String, Integer> parts = new HashMap<>();
        Map<String, Integer> inclusive = new HashMap<>();
        int total = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (!event.getEventType().getName().equals("jdk.CPUTimeSample") || event.getStackTrace() == null) {
                    continue;
                }
                total++;
                RecordedThread thread = event.getThread("eventThread");
                threads.merge(thread == null ? "?" : thread.getJavaName() + "", 1, Integer::sum);
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                parts.merge(part(frames), 1, Integer::sum);
                Set<String> seen = new HashSet<>();
                for (RecordedFrame frame : frames) {
                    String name = type(frame) + "." + frame.getMethod().getName();
                    if (!name.contains("$$Lambda") && seen.add(name)) {
                        inclusive.merge(name, 1, Integer::sum);
                    }
                }
            }
        }
        print("threads", threads, total, 15, out);
        print("nearest owner (the package nearest to the CPU that is not Java's own)", parts, total, 40, out);
        print("methods with what they call", inclusive, total, 200, out);
    }

    private static String part(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String type = type(frame);
            if (!isJavas(type)) {
                return PARTS.entrySet().stream()
                        .filter(entry -> type.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseGet(() -> packageOf(type));
            }
        }
        return "Java itself";
    }

    private static boolean isJavas(String type) {
        return type.startsWith("java.")
                || type.startsWith("jdk.")
                || type.startsWith("sun.")
                || type.startsWith("com.sun.");
    }

    /** The first three names: {@code io.claviger.audit}. */
    private static String packageOf(String type) {
        int end = -1;
        for (int i = 0; i < 3 && type.indexOf('.', end + 1) >= 0; i++) {
            end = type.indexOf('.', end + 1);
        }
        return end < 0 ? type : type.substring(0, end);
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static void print(String title, Map<String, Integer> counts, int total, int most, PrintStream out) {
        out.println("\n" + title + ", of " + total + " samples");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .forEach(entry ->
                        out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * entry.getValue() / total, entry.getKey()));
    }
}
