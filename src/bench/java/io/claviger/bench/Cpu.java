package io.claviger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time of processes as Linux counts it: user and system time from {@code /proc/PID/stat}. */
final class Cpu {
    private static final double TICKS_PER_SECOND = ticksPerSecond();

    private Cpu() {}

    /** Seconds of one process, all its threads. */
    static double seconds(long pid) throws IOException {
        List<String> fields = stat(pid);
        return (number(fields, 14) + number(fields, 15)) / TICKS_PER_SECOND;
    }

    /** Seconds of a process and its children, those that have ended included. */
    static double secondsWithChildren(long pid) throws IOException {
        List<String> fields = stat(pid);
        double seconds =
                (number(fields, 14) + number(fields, 15) + number(fields, 16) + number(fields, 17)) / TICKS_PER_SECOND;
        for (long child : children(pid)) {
            try {
                seconds += seconds(child);
            } catch (NoSuchFileException ended) {
                // its parent counts it next time
            }
        }
        return seconds;
    }

    private static List<Long> children(long pid) throws IOException {
        try (Stream<Long> children = ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("no process " + pid))
                .children()
                .map(ProcessHandle::pid)) {
            return children.toList();
        }
    }

    private static List<String> stat(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // the second field is the program's name in brackets, and may hold anything
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }

    /** A field by its number in the manual page proc(5). */
    private static long number(List<String> fields, int field) {
        return Long.parseLong(fields.get(field - 3));
    }

    private static double ticksPerSecond() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
            return Double.parseDouble(new String(getconf.getInputStream().readAllBytes()).strip());
        } catch (IOException | NumberFormatException e) {
            return 100;
        }
    }
}
