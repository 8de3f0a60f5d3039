package io.claviger.it;

import io.claviger.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code java -jar target/quarkus-app/quarkus-run.jar} in a working directory, with nothing configured but a free port. */
final class PackagedService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ADDRESS = Pattern.compile("Claviger answers on (http://127\\.0\\.0\\.1:\\d+) ");
    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    private final Path directory;
    private final Process process;
    private final Path out;
    private final Path err;

    private PackagedService(Path directory, Process process, Path out, Path err) {
        this.directory = directory;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the service, or a command where there are arguments; does not wait for it. */
    static PackagedService launch(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(Arrays.asList(arguments));
        try {
            Path out = Files.createTempFile(directory, "out", ".log");
            Path err = Files.createTempFile(directory, "err", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("CLAVIGER_") || name.startsWith("QUARKUS_"));
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().putAll(environment);
            return new PackagedService(directory, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the service and waits until it says that it answers. */
    static PackagedService start(Path directory) {
        PackagedService service = launch(directory, Map.of());
        Eventually.holds(PATIENCE, () -> service.address().isPresent() || !service.process.isAlive());
        if (service.address().isEmpty()) {
            throw new AssertionError("does not start:\n" + service.out() + service.err());
        }
        return service;
    }

    URI endpoint() {
        return address().orElseThrow();
    }

    private Optional<URI> address() {
        Matcher matcher = ADDRESS.matcher(out());
        return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }

    /** What SIGTERM does; the exit code. */
    int terminate() {
        process.destroy();
        return exitCode();
    }

    /** Waits until the process has ended. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("does not end:\n" + out() + err());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** The embedded PostgreSQL's main process, as long as its file says that there is one. */
    long postgresPid() {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the service, whatever became of it. */
    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
